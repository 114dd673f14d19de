"""The verbs of knowledge, a module for each noun. Texts arrive prepared; a unit is open."""

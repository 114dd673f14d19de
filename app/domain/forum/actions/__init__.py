"""The forum's verbs, a module for each noun. Texts arrive prepared; a unit of work is open."""

"""The verbs of reputation, a module for each noun. A unit of work is open."""

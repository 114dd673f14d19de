"""Verbs of ideas, one module for each noun."""

"""Verbs of the loop."""

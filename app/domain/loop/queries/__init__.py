"""Readings of the loop."""

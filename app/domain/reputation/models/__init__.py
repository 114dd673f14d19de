"""The rows of reputation, by noun."""

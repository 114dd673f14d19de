"""The rows of ideas, by noun: ideas and decisions, voices, rounds, stories."""

"""Real servers and checkers that tests talk to, and the list of those this machine lacks."""

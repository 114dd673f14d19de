"""What is read of reputation, by noun: rows, each page in a stated number of statements."""

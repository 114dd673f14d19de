"""What the forum reads, by noun: rows of frozen dataclasses, each page in a stated number of statements."""

"""What knowledge reads, by noun: rows, each page in a stated number of statements."""

"""What other systems write, read into our verbs in bulk: one module or folder for each format."""

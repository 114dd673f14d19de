"""The rows of the forum, by noun. Import from the modules: questions, posts, votes, writing."""

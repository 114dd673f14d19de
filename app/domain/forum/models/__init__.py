"""The rows of the forum, by noun: questions, posts, votes, writing, staging."""

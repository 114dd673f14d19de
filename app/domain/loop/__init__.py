"""The loop between ideas, threads and articles: the pain behind an idea, and its end."""

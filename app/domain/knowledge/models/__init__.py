"""The rows of knowledge, by noun: articles, blocks and their embeds, use."""

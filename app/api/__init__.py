"""The JSON door: the same verbs, queries and policies as the web, in another shape."""

"""Finding: how content becomes search documents, and what a query returns to whom.

Owns the words *document*, *hit*, *match*.
"""

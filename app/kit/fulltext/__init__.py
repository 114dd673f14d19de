"""Finding documents by their words: one contract, one file for each engine.

Keys and scores go in and out, nothing else. What a reader may see, and the text to show, always
come from the database, so an index that lags behind can never show what it should not.
"""

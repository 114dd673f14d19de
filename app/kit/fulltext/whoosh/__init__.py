"""The engine that needs nothing installed beside it: Whoosh, well served up to 200,000 documents.

Settings that decide whether it is fast, each measured: separate files instead of compound ones,
searchers that are kept, one text field with a heavier title, no counting of hits, no prefix
queries. Only what Whoosh 2.7.4 and its successors share is used.
"""

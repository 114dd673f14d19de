"""The engine that needs nothing installed beside it: Whoosh, well served up to 200,000 posts.

Whoosh writes and keeps the index; matching, scoring and counting work on whole posting lists
instead of its matchers. What decides whether it is fast, each measured: separate files instead of
compound ones, searchers that are kept, one field for all zones, worths settled at writing, decoded
postings kept for the process, no prefix queries, only the id stored. Only what Whoosh 2.7.4 and
its successors share is used.
"""

"""What staff do to content, each act with a reason and a trace.

Owns the words *ruling*, *reason*, *trace*.
"""

"""Questions and what happens to them.

Owns the words *question*, *answer*, *reply*, *vote*, *acceptance*, *me too*, *claim*, *draft*,
*revision*, *status*, *duplicate*.
"""

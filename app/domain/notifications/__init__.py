"""Who is told what, where, and how they stop it.

Owns the words *follow*, *notice*, *letter*, *preference*.
"""

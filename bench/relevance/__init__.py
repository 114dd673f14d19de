"""How well search and *similar* rank, measured on sets that others judged.

Everything is ranked by the program itself: kit/fulltext finds, domain/search/ranking puts in order.
"""

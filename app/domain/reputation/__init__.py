"""Points that explain themselves, and trust that is earned.

Owns the words point, entry, credit, level, economy, board, expertise, impact, case. *Points* are
public and playful: a ledger that only grows, one row for every change, and every total a cache of
it. *Trust* comes from behaviour over time, grants rights, and can fall.
"""

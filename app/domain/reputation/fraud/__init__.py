"""Finding votes that do not look independent: pure functions over plain rows.

Owns the words ballot, tally, print, finding. It neither reads nor changes the database; what
becomes of a finding is decided in ``actions/cases.py``.
"""

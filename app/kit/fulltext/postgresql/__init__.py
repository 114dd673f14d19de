"""The engine for many hosts: the index lives in tables of a PostgreSQL database.

Each document's stems stand as rows of a table, with what they weigh in it, so that a search reads
the rows of its own stems and adds up a true BM25F: `ts_rank` knows no rarity, and would unpack
whole threads to rank them. A `tsvector` is kept beside, for phrases alone.
"""

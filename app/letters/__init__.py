"""Letters: a row of the outbox becomes a subject, a text and its HTML, and goes out.

On the landing: it reads the rooms below and knows addresses, and no door knows how it writes.
"""

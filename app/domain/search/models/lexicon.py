"""The words that public content has, to mend what is mistyped and to complete what is begun.

A word here is a candidate, no promise: whoever offers it asks the index first whether it finds
something that the reader may see.
"""

from __future__ import annotations

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base

# Compared byte by byte on both databases, so that a beginning is a range of the index.
_WORD = String(40).with_variant(String(40, collation="C"), "postgresql")


class LexiconWord(Base):
    """A word, folded but not stemmed, and in how many documents it was met."""

    __tablename__ = "lexicon_words"
    __table_args__ = (Index("ix_lexicon_words_uses", "uses"),)

    word: Mapped[str] = mapped_column(_WORD, primary_key=True)
    uses: Mapped[int] = mapped_column(default=1)


class LexiconPart(Base):
    """Three signs in a row of a word, its ends counted as spaces: like words share many."""

    __tablename__ = "lexicon_parts"
    __table_args__ = ({"sqlite_with_rowid": False},)

    part: Mapped[str] = mapped_column(String(3), primary_key=True)
    word: Mapped[str] = mapped_column(_WORD, primary_key=True)

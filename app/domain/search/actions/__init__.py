"""What search does to what it knows: the index, the words, the synonyms, the asks."""

from __future__ import annotations

from app.domain.search.actions.indexing import Difference, check, mend, rebuild

__all__ = ["Difference", "check", "mend", "rebuild"]

"""Whether the index that searches was told of everything.

Changes reach the index in use alone. When SEARCH_URL changes, or a rebuild dies after its switch,
an index that looks sound lacks what happened meanwhile. So the database names the one index that
was told of everything.
"""

from __future__ import annotations

from app.kit import fulltext
from app.kit.settings import Setting
from app.kit.work import write

# A site that has searched for long when it first hears of this is taken to be in order.
_UNKNOWN = "unknown"
_NONE = "none"
_COMPARING = "comparing "
WHOLE = Setting("search.whole_index", _UNKNOWN, "The index that was told of everything")


def is_behind() -> bool:
    """Tell whether something happened that the index in use was not told of."""
    known = WHOLE.get()
    return known not in {_UNKNOWN, fulltext.current().identity()}


def is_unknown() -> bool:
    """Tell whether nobody ever compared an index with the database."""
    return WHOLE.get() == _UNKNOWN


def note_comparing() -> None:
    """Remember that the index in use is compared with the database from now on."""
    write(WHOLE.put, _COMPARING + fulltext.current().identity())


def note_whole() -> None:
    """Remember that the index in use knows everything, unless another was told of changes since."""
    identity = fulltext.current().identity()
    write(_replace, _COMPARING + identity, identity)


def note_change() -> None:
    """Remember after a change that every other index was not told of it."""
    known, identity = WHOLE.get(), fulltext.current().identity()
    if known not in {_UNKNOWN, _NONE, identity, _COMPARING + identity}:
        write(_replace, known, _NONE)


def _replace(old: str, new: str) -> None:
    if WHOLE.get() == old:
        WHOLE.put(new)

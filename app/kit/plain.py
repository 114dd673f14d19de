"""Plain text as it is kept: composed, within bounds, of characters that its readers see."""

from __future__ import annotations

import unicodedata

from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid

# Controls and signs that nobody types, and those that turn the direction of writing.
_UNSEEN = ("Cc", "Cs", "Co", "Cn")
_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def checked_words(field: str, text: str, longest: int) -> str:
    """Return plain text of some lines as it is kept.

    :raises Invalid: on the field, when it is too long or has characters that nobody sees.
    """
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return _checked(field, plain, longest, "\n\t")


def checked_line(field: str, text: str, longest: int) -> str:
    """Return one line of plain text as it is kept.

    :raises Invalid: on the field, when it is too long or has characters that nobody sees.
    """
    return _checked(field, " ".join(unicodedata.normalize("NFC", text).split()), longest)


def _checked(field: str, plain: str, longest: int, but: str = "") -> str:
    if len(plain) > longest:
        raise Invalid(field, _l("At most %(most)s characters.", most=longest))
    for char in plain:
        if char not in but and (unicodedata.category(char) in _UNSEEN or char in _DIRECTIONS):
            raise Invalid(field, _l("This has a character that cannot be shown. Type it anew."))
    return plain

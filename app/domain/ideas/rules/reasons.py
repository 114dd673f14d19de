"""Why something was decided: what counts as words, and what everybody may read."""

from __future__ import annotations

import re
import unicodedata

from app.domain.ideas.rules import NOTE_LONGEST, REFUSALS
from app.domain.ideas.rules.machine import REASON_LONGEST, REASON_SHORTEST
from app.kit.i18n import lazy_gettext as _l
from app.kit.plain import checked_words
from app.kit.problems import Invalid

# A character repeated thirty times is long, and says nothing.
WORDS_LEAST = 5
# Scripts that write without spaces: there each sign counts as a word.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(f"[{_UNSPACED}]|[^\\W_{_UNSPACED}]+")


def checked_reason(reason: str, *, needed: bool) -> str:
    """Return the words beside a decision; where they are needed, they have to be words.

    :raises Invalid: on ``reason``.
    """
    plain = checked_words("reason", reason, REASON_LONGEST)
    if not needed:
        return plain
    seen = " ".join(_visible(plain).split())
    if len(seen) < REASON_SHORTEST:
        raise Invalid(
            "reason",
            _l(
                "Say why in at least %(least)s characters: everybody who voted reads it.",
                least=REASON_SHORTEST,
            ),
        )
    if len({word.casefold() for word in _WORD.findall(seen)}) < WORDS_LEAST:
        raise Invalid("reason", _l("Say why in words: everybody who voted reads it."))
    return plain


def checked_code(code: str, *, needed: bool) -> str:
    """Return the key of a refusal, where there is to be one.

    :raises Invalid: on ``code``.
    """
    if needed and code not in REFUSALS:
        raise Invalid("code", _l("Choose why it is declined."))
    return code if needed else ""


def checked_note(note: str) -> str:
    """Return what the team says to itself.

    :raises Invalid: on ``body``.
    """
    plain = checked_words("body", note, NOTE_LONGEST)
    if not plain:
        raise Invalid("body", _l("Write something first."))
    return plain


def _visible(text: str) -> str:
    return "".join(char for char in text if unicodedata.category(char) != "Cf")

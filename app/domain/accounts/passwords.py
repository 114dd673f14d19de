"""Passwords: long enough, and not what everybody tries first. Kept exactly as they were typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from app.domain.accounts.rules import PASSWORD_LONGEST, PASSWORD_SHORTEST
from app.kit.i18n import lazy_gettext as _l

_LIST = Path(__file__).with_name("common_passwords.txt")
# Shorter words of one's own (a handle of three letters) are met in good passwords, too.
_OWN_WORD_SHORTEST = 4
# What is left of a password beside a common word must be at least this long to count.
_REST_SHORTEST = 5


def _read_common() -> frozenset[str]:
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


COMMON = _read_common()


def password_flaw(password: str, own_words: Iterable[str] = ()) -> Any:
    """Return why a password is too weak to be taken, or nothing.

    There are no rules of composition: length and surprise are what counts.

    :param own_words: what anybody would guess of this person here: handle, address, site name.
    """
    if len(password) < PASSWORD_SHORTEST:
        return _l("Use at least %(least)d characters.", least=PASSWORD_SHORTEST)
    if len(password) > PASSWORD_LONGEST:
        return _l("Use at most %(most)d characters.", most=PASSWORD_LONGEST)
    if any(unicodedata.category(c) == "Cs" or c == "\0" for c in password):
        return _l("This password holds a character that cannot be kept.")
    if _is_common(password.casefold()):
        return _l("Many people use this password, so it is tried first. Choose another one.")
    if _is_own(password.casefold(), own_words):
        return _l("This is too easy to guess from your name or ours. Add a few words.")
    return ""


def _is_common(folded: str) -> bool:
    repeated = len(set(folded)) <= 2  # noqa: PLR2004 - "aaaaaaaa" and "abababab"
    return repeated or folded in COMMON or folded.rstrip("0123456789!.?") in COMMON


def _is_own(folded: str, own_words: Iterable[str]) -> bool:
    """Say whether little is left of the password once a word about the person is taken out."""
    for word in own_words:
        for part in {word.casefold(), *word.casefold().replace("@", " ").split()}:
            squeezed = part.replace(" ", "")
            known = len(squeezed) >= _OWN_WORD_SHORTEST and squeezed in folded
            if known and len(folded.replace(squeezed, "")) < _REST_SHORTEST:
                return True
    return False

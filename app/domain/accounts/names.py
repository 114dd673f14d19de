"""Handles and names: what may be called what, so that nobody passes for somebody else."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from confusable_homoglyphs.categories import unique_aliases

from app.domain.accounts.confusables import casefold, skeleton
from app.domain.accounts.rules import (
    HANDLE_KEY_LONGEST,
    HANDLE_LONGEST,
    HANDLE_SHORTEST,
    NAME_LONGEST,
)
from app.kit.i18n import lazy_gettext as _l

_SEPARATORS = "_.-"
_ASCII_HANDLE = re.compile(r"[A-Za-z0-9_.-]+\Z")
_ADDRESS_LIKE = re.compile(r"://|www\.|@|[^\s.]\.[^\W\d_]{2,}", re.IGNORECASE)
# Marks stacked on one letter beyond any language's need.
_STACKED = re.compile(r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]{4,}")
# Joiners are letters' business in Persian and Indic names; every other format mark hides.
_JOINERS = "\u200c\u200d"
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# Pictures that could pass for the shield beside a staff member's name.
_BADGES = re.compile(r"CHECK MARK|WITH CHECK|SHIELD|BADGE|CHECKMARK|SQUARE ROOT|\bPOLICE")

# Words that only staff may wear: as a whole handle, or as one of its parts.
STAFF_WORDS = frozenset({
    "admin", "admins", "administrator", "administrators", "moderator", "moderators", "mod",
    "mods", "staff", "support", "official", "officials", "root", "sysadmin", "superuser",
    "helpdesk", "employee", "pukka",
})  # fmt: skip
# Handles that would be taken for the site itself or for its addresses.
RESERVED_HANDLES = STAFF_WORDS | frozenset({
    "about", "abuse", "account", "accounts", "anonymous", "api", "bot", "community", "complete",
    "contact", "deleted", "drafts", "everyone", "feeds", "guest", "guests", "help", "here",
    "home", "hostmaster", "info", "join", "legal", "mail", "me", "member", "members",
    "moderation", "nobody", "noreply", "no-reply", "null", "owner", "postmaster", "privacy",
    "queue", "security", "service", "settings", "signin", "signout", "system", "team",
    "undefined", "unknown", "user", "users", "webmaster", "you",
})  # fmt: skip
# With the brand's first word, these make a name that only the brand may wear.
_CORPORATE = frozenset({
    "team", "crew", "care", "help", "service", "services", "support", "official", "staff",
    "community", "assistance", "desk", "customer", "agent", "hq", "the", "from", "at", "of",
})  # fmt: skip

_brand: dict[str, str] = {"whole": "", "first": ""}


def protect(site_name: str) -> None:
    """Keep the site's name for its staff; called once at start."""
    words = _words(site_name)
    _brand["whole"] = "".join(words)
    _brand["first"] = words[0] if words else ""


def handle_key(handle: str) -> str:
    """Return the folded handle: equal for all that people cannot tell apart."""
    return skeleton(handle)[:HANDLE_KEY_LONGEST]


def same_handle(one: str, other: str) -> bool:
    """Say whether both are spellings of one handle, rather than lookalikes."""
    return casefold(one) == casefold(other)


def handle_flaw(handle: str, *, staff: bool = False, unicode: bool = False) -> Any:
    """Return why a handle cannot be had by anybody, or nothing.

    :param staff: staff may wear the words that others may not.
    :param unicode: letters beyond ASCII are open on this site, of one script a handle.
    """
    if not HANDLE_SHORTEST <= len(handle) <= HANDLE_LONGEST:
        return _l(
            "Use %(least)d to %(most)d characters.", least=HANDLE_SHORTEST, most=HANDLE_LONGEST
        )
    if not (_has_plain_letters(handle) if unicode else _ASCII_HANDLE.match(handle)):
        return _l("Use letters, digits, and _ . - between them.")
    if handle[0] in _SEPARATORS or handle[-1] in _SEPARATORS or ".." in handle:
        return _l("Begin and end with a letter or a digit.")
    if not any(char.isalpha() for char in handle):
        return _l("Use at least one letter.")
    if not staff and _is_reserved(handle):
        return _l("This handle is reserved. Choose another one.")
    return ""


def name_flaw(name: str, *, staff: bool = False) -> Any:
    """Return why a display name cannot be worn, or nothing. ``name`` is as ``tidy`` left it."""
    if not 1 <= len(name) <= NAME_LONGEST:
        return _l("Use 1 to %(most)d characters.", most=NAME_LONGEST)
    if any(unicodedata.category(c) in _HIDDEN and c not in _JOINERS for c in name):
        return _l("Use visible characters only.")
    stacked = _STACKED.search(unicodedata.normalize("NFD", name))
    if stacked or not any(char.isalnum() for char in name):
        return _l("Use a name that can be read.")
    if _ADDRESS_LIKE.search(name):
        return _l("Leave web and mail addresses out of your name.")
    if not staff and _passes_for_staff(name):
        return _l("This name would look like one of the staff. Choose another one.")
    return ""


def tidy(text: str) -> str:
    """Return a line as it is stored: composed (NFC), with single blanks between words."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _has_plain_letters(handle: str) -> bool:
    scripts = unique_aliases(handle) - {"COMMON", "INHERITED"}
    plain = all(c in _SEPARATORS or unicodedata.category(c)[0] in "LNM" for c in handle)
    # Two spellings of one handle must be stored the same way.
    return plain and len(scripts) <= 1 and unicodedata.normalize("NFKC", handle) == handle


def _is_reserved(handle: str) -> bool:
    parts = _words(handle)
    squeezed = "".join(parts)
    if squeezed in _folded(RESERVED_HANDLES) or skeleton(handle) in _folded(RESERVED_HANDLES):
        return True
    return bool(_folded(STAFF_WORDS) & set(parts)) or _is_brand(parts)


def _passes_for_staff(name: str) -> bool:
    if any(_BADGES.search(unicodedata.name(char, "")) for char in name):
        return True
    parts = _words(name)
    letters_apart = "".join(parts) in _folded(STAFF_WORDS)
    return letters_apart or bool(_folded(STAFF_WORDS) & set(parts)) or _is_brand(parts)


def _is_brand(parts: list[str]) -> bool:
    """Say whether these words are the brand's name, hold it, or are it with a corporate word."""
    squeezed = "".join(parts)
    whole, first = _brand["whole"], _brand["first"]
    if not whole:
        return False
    if whole in squeezed or squeezed == first:
        return True
    return first in parts and set(parts) - {first} <= _folded(_CORPORATE)


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\W_]+", skeleton(text)) if word]


_FOLDED: dict[frozenset[str], frozenset[str]] = {}


def _folded(words: frozenset[str]) -> frozenset[str]:
    if words not in _FOLDED:
        _FOLDED[words] = frozenset(skeleton(word) for word in words)
    return _FOLDED[words]

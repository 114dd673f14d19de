"""A person of the dump as a member: a handle to propose, and a profile in our shape."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.accounts.names import handle_flaw, name_flaw, tidy
from app.domain.accounts.rules import (
    BIO_LONGEST,
    HANDLE_LONGEST,
    LOCATION_LONGEST,
    NAME_LONGEST,
)
from app.imports.stackexchange.bodies import to_markdown
from app.imports.stackexchange.texts import clean

if TYPE_CHECKING:
    from app.imports.stackexchange.rows import UserRow

LONGEST_ADDRESS = 200

# Letters that have no accent to drop, yet a usual spelling in ASCII.
_SPELLED = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "þ": "th", "ð": "d"}
)
_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\]+", re.IGNORECASE)
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Profile:
    """What a profile shows, within our bounds; what does not fit or lead anywhere is empty."""

    display_name: str
    bio: str
    website: str
    location: str


def profile_of(user: UserRow, site: str | None = None) -> Profile:
    """Bring a person's own words into our bounds."""
    website = user.website if _ADDRESS.fullmatch(user.website) else ""
    return Profile(
        display_name=_name(user),
        bio=shortened(to_markdown(user.about_html, site), BIO_LONGEST),
        website=website if len(website) <= LONGEST_ADDRESS else "",
        location=_line(user.location, LOCATION_LONGEST),
    )


def handle_for(display_name: str, user_id: int) -> str:
    """Propose a handle in ASCII that anybody may have; a name that gives none gives a number.

    Not unique: the caller compares it with all others, and then tries ``numbered_handle``.
    """
    plain = unicodedata.normalize("NFKD", display_name.lower().translate(_SPELLED))
    words = re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))
    handle = "-".join(words)[:HANDLE_LONGEST].strip("-")
    return numbered_handle("member", user_id) if handle_flaw(handle) else handle


def numbered_handle(handle: str, number: int) -> str:
    """Tell two people of one name apart by a number, still within 30 characters."""
    tail = f"-{abs(number)}"
    return handle[: HANDLE_LONGEST - len(tail)].rstrip("-") + tail


def shortened(markdown: str, longest: int) -> str:
    """Keep whole paragraphs as long as they fit; a first one that does not is cut at a word."""
    if len(markdown) <= longest:
        return markdown
    kept = ""
    for paragraph in markdown.split("\n\n"):
        longer = f"{kept}\n\n{paragraph}" if kept else paragraph
        if len(longer) > longest:
            break
        kept = longer
    kept = kept or markdown[: longest - 1].rpartition(" ")[0].rstrip() + "…"
    # A fence that lost its end would swallow whatever is shown behind it.
    return kept[: kept.rindex("```")].rstrip() if kept.count("```") % 2 else kept


def _name(user: UserRow) -> str:
    """Keep a name as far as any member may wear it: none that passes for staff or an address."""
    name = tidy(_line(user.display_name, NAME_LONGEST))
    if name_flaw(name):
        name = tidy(name.replace(".", ". "))[:NAME_LONGEST]
    return f"User {user.id}" if name_flaw(name) else name


def _line(text: str, longest: int) -> str:
    text = " ".join(_INVISIBLE.sub("", clean(text)).split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"

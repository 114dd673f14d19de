"""What a page of results says of itself, and how the same words could find more."""

from __future__ import annotations

import re

from app.domain.search.queries import Results
from app.kit import fulltext
from app.web import words
from app.web.templating import say as gettext
from app.web.templating import say_counted as ngettext

# An excluded word or phrase, a state, a person or a day, the name of an operator, quotes: what
# makes a search strict.
_STRICT = re.compile(
    r'(?<!\S)-(?:"[^"]*"?|\S+)'
    r"|(?<!\S)(?:by|in|is|type|after|before):\S+"
    r"|(?<!\S)(?:title|tag|product):(?=\S)"
    r'|["“”„]',
    re.IGNORECASE,
)


def heading(found: Results, typed: str, number: int) -> str:
    """Return how much was found, as far as that is known."""
    if not typed:
        return gettext("What are you looking for?")
    total = found.total
    if not found.items:
        return gettext("Nothing found")
    if not total or found.degraded:
        return gettext("Results")
    if not found.is_whole:
        said = gettext("At least %(count)s results", count=words.number(total))
    else:
        said = ngettext("%(count)s result", "%(count)s results", total, count=words.number(total))
    return gettext("%(said)s, page %(number)s", said=said, number=number) if number > 1 else said


def widened(found: Results, number: int) -> str:
    """Say that some of the words were enough, and of which results that is not true."""
    if not found.widened or not found.items:
        return ""
    whole = found.whole if number == 1 else 0
    if whole >= len(found.items) and not found.more:
        return ""
    if whole:
        return ngettext(
            "Only the first has all of these words. The others have some of them.",
            "Only the first %(num)s have all of these words. The others have some of them.",
            whole,
        )
    if found.whole:
        return gettext("These have some of the words.")
    return gettext("Nothing has all of these words. These have some of them:")


def worth_asking(found: Results) -> str:
    """Return the words as the title of a question: without what only narrows a search."""
    asked = found.read
    words = " ".join([asked.words, *asked.in_title])
    return loosened(words) or " ".join(words.split())


def says_nothing(words: str) -> bool:
    """Say whether all of the words stand in nearly every text, so that none is looked for."""
    return bool(re.search(r"\w", words)) and fulltext.understand(words).is_empty


def loosened(typed: str) -> str:
    """Return the words without quotes, exclusions and operators; empty where that is no change."""
    plain = " ".join(_STRICT.sub(" ", typed).split())
    return plain if plain != " ".join(typed.split()) else ""

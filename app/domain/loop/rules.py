"""The loop in plain values: what is alike, how much hurts, and what a delivered idea says."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.kit.i18n import gettext
from app.kit.i18n import lazy_gettext as _l

# -- pairs
# How often one member says what belongs together.
SAID_A_MINUTE = 30
# Search is asked for so many; so many of them are suggested at most for one idea or question.
LOOKED_THROUGH, SUGGESTED_MOST = 20, 5
# Two belong together when they are so alike: see ``likeness``. Tried on the demo community, where
# people had said what belongs together: of what passes, more than half did.
ALIKE = 7.0
# ... and when search finds them at least so near as the best one.
NEAR_THE_BEST = 0.4
# Characters of a text that are compared.
TEXT_COMPARED = 4000
# Of what was paired at night: the ideas that something happened to last.
PAIRED_A_NIGHT = 500

# -- what is shown
BEHIND_SHOWN, SUGGESTIONS_SHOWN, LINKS_SHOWN = 5, 3, 200

# -- the end
# Articles that one delivered idea proposes to change, those first that most threads point to.
ARTICLES_MOST = 3
PASSED_OVER: dict[str, Any] = {
    "locked": _l("The thread is locked."),
    "archived": _l("The thread is archived."),
    "hidden": _l("The thread is hidden."),
    "unlinked": _l("The question is not linked to the idea any more."),
    "undone": _l("The idea is not delivered any more."),
    "private": _l("Not everybody who reads the thread may read the idea."),
    "elsewhere": _l("Not everybody who reads the idea may read the thread."),
    "refused": _l("Whoever delivered the idea may not post there."),
}

_SIGNS = re.compile(r"([\\`*_{}\[\]()<>#+!|~@:&-])")


@dataclass(frozen=True, slots=True)
class Thread:
    """A question behind an idea, as far as it hurts."""

    id: int
    asked_at: datetime
    solved_at: datetime | None
    too: int
    imported_too: int


def hours_waited(threads: Iterable[Thread], now: datetime) -> int:
    """Return the hours from asking to solved, or to now, of all threads together."""
    waits = (((one.solved_at or now) - one.asked_at) for one in threads)
    whole = sum((max(wait, timedelta()) for wait in waits), timedelta())
    return int(whole / timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Words:
    """What an idea or a question is about: the stems of its words, and its tags."""

    title: frozenset[str]
    # Title and text.
    all: frozenset[str]
    tags: frozenset[str] = frozenset()


def likeness(idea: Words, question: Words) -> float:
    """Return how alike an idea and a question are; nothing to do with each other is 0.

    What both titles say weighs most, then how much of the one's title the other speaks of, and
    the tags that people gave to both.
    """
    titles, tags = len(idea.title & question.title), len(idea.tags & question.tags)
    if not titles and not tags:
        return 0.0
    told = _share(idea.title, question.all) + _share(question.title, idea.all)
    return 2.0 * titles + 2.0 * tags + 3.0 * told


def _share(title: frozenset[str], text: frozenset[str]) -> float:
    return len(title & text) / len(title) if title else 0.0


def idea_place(idea_id: int, slug: str) -> str:
    """Return the path of an idea, as links.idea_url does: what is posted in threads leads there."""
    return f"/ideas/{idea_id}-{slug}"


def question_place(question_id: int) -> str:
    """Return the path of a question, as links.question_url does."""
    return f"/questions/{question_id}"


def words_for_thread(title: str, place: str, reason: str, *, is_solved: bool) -> str:
    """Return what a thread behind a delivered idea is told, as Markdown."""
    if is_solved:
        told = gettext(
            "An idea that this question is behind was delivered: [%(title)s](%(place)s).",
            title=plain(title),
            place=place,
        )
        return "\n\n".join([told, quoted(reason)]).strip()
    told = gettext(
        "The idea that this question is behind was delivered: **[%(title)s](%(place)s)**.",
        title=plain(title),
        place=place,
    )
    asked = gettext("Does it solve your question? If it does, mark this answer as the solution.")
    return "\n\n".join(part for part in (told, quoted(reason), asked) if part)


def section_for_article(title: str, place: str, reason: str) -> str:
    """Return the section that a delivered idea proposes for an article, as Markdown."""
    head = gettext("New: %(title)s", title=plain(title))
    came = gettext("This came from [an idea of the community](%(place)s).", place=place)
    return "\n\n".join(part for part in (f"## {head}", quoted(reason), came) if part) + "\n"


def body_for_article(title: str, place: str, reason: str, threads: Collection[int]) -> str:
    """Return the first text of an article about a delivered idea, for an editor to finish."""
    asked = "\n".join(
        "- " + gettext("[A question behind it](%(place)s)", place=question_place(question_id))
        for question_id in threads
    )
    parts = [section_for_article(title, place, reason).strip()]
    if asked:
        parts += ["## " + gettext("What it solves"), asked]
    return "\n\n".join(parts) + "\n"


def plain(words: str) -> str:
    """Return words on one line so that no sign of them is Markdown, and none names a member."""
    return _SIGNS.sub(r"\\\1", " ".join(words.split()))


def quoted(words: str) -> str:
    """Return plain words as a quote, line by line."""
    return "\n".join(f"> {plain(line)}" if line.strip() else ">" for line in words.splitlines())

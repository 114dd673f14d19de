"""What a search asks of the tables: stems by number, and what a hit by each is worth."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.kit.fulltext.contract import Frequencies, Sought, Term, Way
from app.kit.fulltext.postgresql.rows import TITLE, clean, lexeme

# Of more postings than these, a search for any of its words leaves the commonest unread.
MOST_POSTINGS = 400_000
EXCLUDED = -1


@dataclass
class Question:
    """What a search asks of the tables: for each stem of each way a row of numbers."""

    demanded: int = 0  # the terms numbered below this must all be there
    needed: int = 0  # and so many of all must
    rows: list[tuple[str, int, int, int, float]] = field(default_factory=list)
    phrases: dict[int, str] = field(default_factory=dict)
    has_ways: bool = False


def stems_asked(sought: Sought) -> set[str]:
    """Give every stem that the tables must be asked for, those of titles by their own names."""
    found: set[str] = set()
    for term in (*sought.terms, *sought.phrases):
        found.update(_named(stem, term.zone) for way in term.ways for stem in way.stems)
    found.update(stem for way in sought.excluded for stem in way.stems)
    return found


def question(sought: Sought, known: Frequencies, *, wide: bool) -> Question:
    """Number the terms and their ways, with what a hit by each stem is worth."""
    terms = _affordable(sought.terms, known) if wide else sought.terms
    every = [*sought.phrases, *terms]
    demanded = len(sought.phrases) if wide else len(every)
    asked = Question(demanded, min(demanded + 1, len(every)) if wide else demanded)
    for number, term in enumerate(every):
        _ask(asked, number, term, known)
    for way in sought.excluded:
        _ask(asked, EXCLUDED, Term((way,)), known)
    return asked


def _ask(asked: Question, number: int, term: Term, known: Frequencies) -> None:
    asked.has_ways |= len(term.ways) > 1 or number == EXCLUDED
    usual = sum(min(known.of.get(_named(s, term.zone), 0) for s in w.stems) for w in term.ways)
    for way in term.ways:
        stems = dict.fromkeys(_named(stem, term.zone) for stem in way.stems)
        place = len(asked.rows)
        if len(way.stems) > 1:
            asked.phrases[place] = _phrase(way, term.zone)
        for stem in stems:
            # All ways to say a thing are as rare as the thing is, not as they are themselves.
            common = usual if len(stems) == 1 else known.of.get(stem, 0)
            worth = term.weight * way.weight * _rarity(common, known.documents)
            asked.rows.append((clean(stem), number, place, len(stems), worth))


def _phrase(way: Way, zone: str) -> str:
    label = ":A" if zone == "title" else ""
    return " <-> ".join(lexeme(clean(stem)) + label for stem in way.stems)


def _affordable(terms: Sequence[Term], known: Frequencies) -> list[Term]:
    """Keep the rarest terms, whose postings can be read in time; one at least."""
    cost = {term: sum(known.of.get(s, 0) for w in term.ways for s in w.stems) for term in terms}
    kept: list[Term] = []
    room = MOST_POSTINGS
    for term in sorted(cost, key=lambda term: cost[term]):
        room -= cost[term]
        if kept and room < 0:
            break
        kept.append(term)
    return kept


def _rarity(common: int, documents: int) -> float:
    common = min(common, documents)
    return math.log1p((documents - common + 0.5) / (common + 0.5))


def _named(stem: str, zone: str) -> str:
    return TITLE + stem if zone == "title" else stem

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
        found.update(stem for way in term.ways for stem in _named(way.stems, term.zone))
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
    for way in term.ways:
        place = len(asked.rows)
        if len(way.stems) > 1:
            asked.phrases[place] = _phrase(way, term.zone)
        weights = _weights(term, way, known)
        for stem, weight in weights.items():
            asked.rows.append((clean(stem), number, place, len(weights), weight))


def _weights(term: Term, way: Way, known: Frequencies) -> dict[str, float]:
    """Give the weight of each stem; another wording never counts more than the one typed."""
    own = {stem: _rarity(stem, known) for stem in _named(way.stems, term.zone)}
    typed = _named(term.ways[0].stems, term.zone)
    first = sum(_rarity(stem, known) for stem in typed)
    share = min(1.0, first / (sum(own.values()) or 1.0)) if known.of.get(typed[0]) else 1.0
    return {stem: weight * share * way.weight * term.weight for stem, weight in own.items()}


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


def _rarity(stem: str, known: Frequencies) -> float:
    common = min(known.of.get(stem, 0), known.documents)
    return math.log1p((known.documents - common + 0.5) / (common + 0.5))


def _named(stems: Sequence[str], zone: str) -> list[str]:
    """Give the stems as the tables have them."""
    return [TITLE + stem if zone == "title" else stem for stem in stems]

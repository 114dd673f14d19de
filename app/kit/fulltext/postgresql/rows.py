"""What a document looks like in the tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from app.kit.fulltext.contract import WEIGHTS, Document
from app.kit.fulltext.words import plain_words, stems_in

# A stem in a title stands there a second time under such a name; no word has a colon.
TITLE = "title:"
# BM25: how soon a stem said again counts no more, and how much a long document has to pay. A short
# one gains no more than one of this part of the usual length: brevity alone is no merit.
K1, B, SHORTEST = 1.2, 0.6, 0.25
_GAP = 100  # positions between two zones, so that no phrase spans both
_FARTHEST = 16_383  # a tsvector knows no later position
_LARGEST = 900_000  # and holds no more than a million bytes
_LEAST, _MOST = -(2**63), 2**63 - 1


@dataclass(frozen=True, slots=True)
class Facet:
    """An exact value to filter by, under its name."""

    name: str
    value: str

    @property
    def number(self) -> int:
        """What stands for it in the tables: compared faster than words, and never given twice."""
        whole = f"{self.name}={self.value}".encode()
        return int.from_bytes(blake2b(whole, digest_size=8).digest(), signed=True)


@dataclass(frozen=True, slots=True)
class Row:
    """One document, ready to be written."""

    document: Document
    weights: dict[str, float]  # what each stem weighs in it
    words: str  # the tsvector, as PostgreSQL reads it
    facets: list[Facet]
    length: int

    def share(self, weight: float, usual_length: float) -> float:
        """Give what a stem of this weight is worth here, from 0 to nearly 1."""
        long = max(self.length / usual_length, SHORTEST)
        return weight / (weight + K1 * (1 - B + B * long))

    @property
    def columns(self) -> tuple[object, ...]:
        """Give the columns of the table of documents, without the number."""
        it = self.document
        words = plain_words(it.title) if it.public_words else ()
        version = min(max(it.version, _LEAST), _MOST)
        numbers = [facet.number for facet in self.facets]
        return (
            *(clean(it.key), clean(it.kind), version, it.day, it.boost, self.length),
            *(numbers, sorted(words)),
        )


def row(document: Document) -> Row:
    """Read a document zone by zone."""
    weights: dict[str, float] = {}
    places: dict[str, list[str]] = {}
    position, length = 1, 0
    for zone, weight in WEIGHTS.items():
        label = "A" if zone == "title" else "D"
        for stem, _, _ in stems_in(getattr(document, zone), document.language):
            weights[stem] = weights.get(stem, 0.0) + weight
            where = places.setdefault(stem, [])
            if position <= _FARTHEST:
                where.append(f"{position}{label}")
            if zone == "title":
                weights[TITLE + stem] = weights.get(TITLE + stem, 0.0) + 1.0
                places.setdefault(TITLE + stem, [])
            position += 1
            length += 1
        position += _GAP
    carried = [
        facet for name in document.keywords for facet in facets(name, document.keywords[name])
    ]
    return Row(document, weights, _vector(places), carried, length)


def facets(name: str, values: Iterable[str]) -> list[Facet]:
    """Give the facets of these values of a keyword."""
    return [Facet(clean(name), clean(value)) for value in values]


def clean(text: str) -> str:
    """Replace what PostgreSQL cannot hold: the zero, and half a surrogate pair."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def lexeme(stem: str) -> str:
    """Quote a stem for a tsvector or a tsquery."""
    doubled = stem.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"


def _vector(places: dict[str, list[str]]) -> str:
    parts: list[str] = []
    size = 0
    for stem, where in places.items():
        size += 8 + 4 * len(stem) + 2 * len(where)
        if size > _LARGEST:
            break
        parts.append(f"{lexeme(stem)}:{','.join(where)}" if where else lexeme(stem))
    return " ".join(parts)

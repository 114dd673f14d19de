"""What a document looks like in the tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from app.kit.fulltext.contract import Document
from app.kit.fulltext.weighing import weighed
from app.kit.fulltext.words import stems_in

# A stem in a title stands there a second time under such a name; no word has a colon.
TITLE = "title:"
_FARTHEST = 16_383  # a tsvector knows no later position
_LARGEST = 900_000  # and holds no more than a million bytes
VALUE_BITS = 48
_LEAST, _MOST = -(2**63), 2**63 - 1


@dataclass(frozen=True, slots=True)
class Facet:
    """An exact value to filter by, under its name."""

    name: str
    value: str

    @property
    def number(self) -> int:
        """What stands for it in the tables: compared faster than words, and never given twice.

        Its first bits stand for the name alone, so that those of one name are told at a glance.
        """
        whole = f"{self.name}={self.value}".encode()
        return (name_number(self.name) << VALUE_BITS) | int.from_bytes(
            blake2b(whole, digest_size=VALUE_BITS // 8).digest()
        )


def name_number(name: str) -> int:
    """Give what stands for the name of a facet, or for a kind; seldom for two of them."""
    return int.from_bytes(blake2b(name.encode(), digest_size=2).digest(), signed=True)


@dataclass(frozen=True, slots=True)
class Row:
    """One document, ready to be written."""

    document: Document
    worths: dict[str, float]  # what each stem is worth in it
    words: str  # the tsvector, as PostgreSQL reads it
    facets: list[Facet]

    @property
    def kind_number(self) -> int:
        """Give what stands for its kind."""
        return name_number(clean(self.document.kind))

    @property
    def columns(self) -> tuple[object, ...]:
        """Give the columns of the table of documents, without the number."""
        it = self.document
        version = min(max(it.version, _LEAST), _MOST)
        numbers = [facet.number for facet in self.facets]
        return clean(it.key), clean(it.kind), version, it.day, numbers


def row(document: Document) -> Row:
    """Weigh a document, and write down where its stems stand."""
    found = weighed(document)
    title = [stem for stem, _, _ in stems_in(document.title, document.language)]
    worths = {stem: worth for stem, (worth, _) in found.items()}
    worths |= dict.fromkeys((TITLE + stem for stem in title), 1.0)
    places = {
        stem: [
            f"{position + 1}{'A' if position < len(title) else 'D'}"
            for position in positions
            if position < _FARTHEST
        ]
        for stem, (_, positions) in found.items()
    }
    places |= {TITLE + stem: [] for stem in title}
    carried = [one for name, values in document.keywords.items() for one in facets(name, values)]
    return Row(document, worths, _vector(places), carried)


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

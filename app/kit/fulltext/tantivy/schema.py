"""What a document looks like inside tantivy.

Its stems come ready, so tantivy only splits at spaces. What a stem is worth in a document stands
as a word of its own, "router~17": scores are then those of every engine, not tantivy's.
"""

from collections.abc import Iterable

import tantivy

from app.kit.fulltext.contract import WEIGHTS, Document
from app.kit.fulltext.weighing import weighed
from app.kit.fulltext.words import stems_in

GRAIN = 24  # steps of a worth from 0 to 1
MOST = 4 * GRAIN  # what a boost may make of it
_BREAK = "|"  # stands between two zones, so that no phrase spans both
_LEAST, _MOST = -(2**63), 2**63 - 1


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name, stored in (("key", True), ("kind", True), ("facets", False)):
        builder.add_text_field(
            name, stored=stored, fast=True, tokenizer_name="raw", index_option="basic"
        )
    builder.add_integer_field("version", stored=True)
    builder.add_integer_field("day", indexed=True, fast=True)
    builder.add_text_field("text", tokenizer_name="whitespace")
    builder.add_text_field("title", tokenizer_name="whitespace")
    builder.add_text_field("worths", tokenizer_name="whitespace", index_option="basic")
    return builder.build()


SCHEMA = _schema()


def row(document: Document) -> tantivy.Document:
    """Give one document, as tantivy takes it."""
    zones = [
        " ".join(stem for stem, _, _ in stems_in(getattr(document, zone), document.language))
        for zone in WEIGHTS
    ]
    worths = (graded(stem, worth) for stem, (worth, _) in weighed(document).items())
    made = tantivy.Document()
    made.add_text("key", clean(document.key))
    made.add_text("kind", clean(document.kind))
    made.add_integer("version", min(max(document.version, _LEAST), _MOST))
    made.add_integer("day", document.day)
    made.add_text("title", zones[0])
    made.add_text("text", f" {_BREAK} ".join(zones))
    made.add_text("worths", " ".join(worths))
    for name, values in document.keywords.items():
        for facet in facets(name, values):
            made.add_text("facets", facet)
    return made


def graded(stem: str, worth: float) -> str:
    """Give the word that says how much a stem is worth."""
    return f"{stem}~{min(max(round(worth * GRAIN), 1), MOST)}"


def facets(name: str, values: Iterable[str]) -> list[str]:
    """Give the exact terms that a document carries for these values."""
    return [clean(f"{name}={value}") for value in values]


def clean(text: str) -> str:
    """Replace half a surrogate pair, which is no text and cannot be written."""
    return text.encode("utf-8", "replace").decode()

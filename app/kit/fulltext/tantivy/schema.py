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
    for name, is_counted in (("key", False), ("kind", True)):
        builder.add_text_field(
            name, stored=True, fast=is_counted, tokenizer_name="raw", index_option="basic"
        )
    builder.add_text_field("facets", tokenizer_name="raw", index_option="basic")
    # The same to be counted, each name by itself: the values of one are soon gone through.
    builder.add_json_field("carried", fast=True, tokenizer_name="raw", index_option="basic")
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
    made.add_json("carried", _carried(document))
    return made


def graded(stem: str, worth: float) -> str:
    """Give the word that says how much a stem is worth."""
    return f"{stem}~{min(max(round(worth * GRAIN), 1), MOST)}"


def _carried(document: Document) -> dict[str, list[str]]:
    # The sign before a value keeps tantivy from taking it for a moment in time.
    return {
        clean(name): [f"={clean(value)}" for value in dict.fromkeys(values)]
        for name, values in document.keywords.items()
    }


def carried_under(name: str) -> str:
    """Give the field in which the values of this name are counted."""
    return f"carried.{clean(name).replace('.', chr(92) + '.')}"


def value_of(counted: str) -> str:
    """Give the value that was counted."""
    return counted.removeprefix("=")


def facets(name: str, values: Iterable[str]) -> list[str]:
    """Give the exact terms that a document carries for these values."""
    return [clean(f"{name}={value}") for value in values]


def clean(text: str) -> str:
    """Replace half a surrogate pair, which is no text and cannot be written."""
    return text.encode("utf-8", "replace").decode()

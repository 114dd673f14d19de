"""Groups of words that mean the same, as people write them: lines with commas, or YAML."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import yaml

from app.domain.search.rules import (
    GROUPS_MOST,
    SYNONYM_LONGEST,
    SYNONYM_PARTS_MOST,
    SYNONYMS_IN_GROUP,
    SYNONYMS_LEAST,
)
from app.kit import fulltext
from app.kit.i18n import lazy_gettext as _l
from app.kit.plain import checked_line
from app.kit.problems import Invalid

# Characters of a pasted list.
LIST_LONGEST = 200_000
# Before a line's words: "- ", "* ", "1. ".
_BULLET = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")
_BETWEEN = re.compile(r"[,;\n]")
_QUOTES = "\"'“”„«»"


@dataclass(frozen=True)
class WordGroup:
    """Words of one language that mean the same, as they were written."""

    language: str
    words: tuple[str, ...]


class _Reader(yaml.SafeLoader):
    """Reads words as words ("on" and "no" are no truths), and no references, which may be bombs."""

    yaml_implicit_resolvers: dict[str, Any] = {}

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError
        return super().compose_node(parent, index)


def read_groups(text: str, *, language: str) -> list[WordGroup]:
    """Read many groups: one a line, words between commas; or YAML, a list of lists.

    In YAML the lists may stand under codes of languages; elsewhere all are of ``language``.

    :raises Invalid: on ``text``, when it cannot be read or is too much.
    """
    if len(text) > LIST_LONGEST:
        raise Invalid("text", _l("At most %(most)s characters.", most=f"{LIST_LONGEST:,}"))
    groups = [WordGroup(code, tuple(words)) for code, words in _read(text, language)]
    if not groups:
        raise Invalid("text", _l("There are no words in this."))
    if len(groups) > GROUPS_MOST:
        raise Invalid("text", _l("At most %(most)s groups at once.", most=GROUPS_MOST))
    return groups


def _read(text: str, language: str) -> list[tuple[str, list[str]]]:
    lines = [line for line in map(_without_comment, text.splitlines()) if line.strip()]
    if not any(line.lstrip().startswith(("-", "[", "{")) for line in lines):
        found = [(language, split_words(line)) for line in lines]
        return [(code, words) for code, words in found if words]
    try:
        read = yaml.load(text, _Reader)  # noqa: S506 - a SafeLoader that knows strings alone
    except (yaml.YAMLError, RecursionError, ValueError):
        return [(language, split_words(_unmarked(line))) for line in lines]
    by_language = read if isinstance(read, dict) else {language: read}
    return [
        (str(code), [str(word) for word in group])
        for code, groups in by_language.items()
        for group in _lists_in(groups)
    ]


def _without_comment(line: str) -> str:
    return line.partition("#")[0]


def _unmarked(line: str) -> str:
    return _BULLET.sub("", line).strip().removeprefix("[").removesuffix("]")


def _lists_in(groups: Any) -> Iterable[list[Any]]:
    """Return the lists of a list; a word alone, as "- wifi, wlan" is read, is split."""
    if not isinstance(groups, list):
        raise Invalid("text", _l("Write a list of lists: each group's words together."))
    for group in groups:
        if isinstance(group, str):
            yield split_words(group)
        elif isinstance(group, list) and all(isinstance(word, str) for word in group):
            yield group
        else:
            raise Invalid("text", _l("Write a list of lists: each group's words together."))


def split_words(typed: str) -> list[str]:
    """Return the words and phrases between commas, semicolons or on lines of their own."""
    return [word for part in _BETWEEN.split(typed) if (word := part.strip().strip(_QUOTES).strip())]


def checked_group(words: Iterable[str], *, field: str = "words") -> list[str]:
    """Return the words of a group as they are kept, each once.

    :raises Invalid: when they are too few, too many, too long, or nothing one can search for.
    """
    kept: dict[str, str] = {}
    for word in words:
        plain = checked_line(field, word.replace('"', " "), SYNONYM_LONGEST)
        if not plain:
            continue
        if not fulltext.stems_of(plain) or len(plain.split()) > SYNONYM_PARTS_MOST:
            raise Invalid(
                field,
                _l(
                    "“%(word)s” cannot be searched for. Use words, at most %(most)s in a phrase.",
                    word=plain,
                    most=SYNONYM_PARTS_MOST,
                ),
            )
        kept.setdefault(key_of(plain), plain)
    if len(kept) < SYNONYMS_LEAST:
        raise Invalid(field, _l("Give at least two different words."))
    if len(kept) > SYNONYMS_IN_GROUP:
        raise Invalid(field, _l("At most %(most)s words in a group.", most=SYNONYMS_IN_GROUP))
    return list(kept.values())


def key_of(word: str) -> str:
    """Return what two ways of writing one word share: case and width do not matter."""
    return " ".join(unicodedata.normalize("NFKC", word).casefold().split())

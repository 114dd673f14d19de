"""What a text is made of: sections and marked passages, and which of them are as before.

A block keeps its key though its heading changes, so that whoever shows it goes on showing it. A
text is a list of parts (kit/markup) in which a section begins with a head.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from app.domain.knowledge.rules.words import lines_of

# So alike must two texts be to count as one that was edited, and so far apart may they stand.
ALIKE = 0.6
NEAR = 3
# Comparing texts costs; this many words of each tell enough.
COMPARED = 400
HEADING_LONGEST = 200


@dataclass(frozen=True)
class Section:
    """A section or marked passage as the text says it."""

    slug: str
    is_passage: bool
    # 2 for ##, 3 for ###; 0 for a passage.
    level: int
    heading: str
    parts: list[Any]
    # Its words below the heading, a line for each block element.
    body: str

    @property
    def words(self) -> str:
        """Its heading and what stands below it."""
        return self.body if self.is_passage else f"{self.heading}\n{self.body}".rstrip("\n")


@dataclass(frozen=True)
class Known:
    """A block as it is kept: what it was called and what it said last."""

    key: str
    # How the text in force calls it: its key, or the alias of a heading that was renamed.
    slug: str
    heading: str
    body: str
    is_passage: bool = False
    is_present: bool = True


@dataclass(frozen=True)
class Place:
    """Which block a section of the new text is: one that is known, or a new one."""

    section: Section
    key: str
    is_new: bool


def sections(parts: Sequence[Any]) -> list[Section]:
    """Return the sections and passages of a text in the order they begin, each with its own slug.

    A section runs to the next heading of the same or a higher level, a passage to its end.
    Headings that say the same are told apart by -2, -3.
    """
    found: list[Section] = []
    taken: set[str] = set()
    for start, part in enumerate(parts):
        if not isinstance(part, dict):
            continue
        if "head" in part:
            section = _section(parts, start, unused(str(part["head"]), taken))
        elif "passage" in part:
            section = _passage(parts, start, unused(str(part["passage"]), taken))
        else:
            continue
        taken.add(section.slug)
        found.append(section)
    return found


def _section(parts: Sequence[Any], start: int, slug: str) -> Section:
    level = int(parts[start]["level"])
    end = next(
        (i for i in range(start + 1, len(parts)) if _is_head(parts[i], at_most=level)), len(parts)
    )
    below = next((i for i in range(start, end) if "head_end" in _marks(parts[i])), start) + 1
    heading = lines_of(parts[start + 1 : below]).replace("\n", " ")[:HEADING_LONGEST]
    own = balanced(parts[start:end])
    return Section(slug, False, level, heading, own, lines_of(parts[below:end]))


def _passage(parts: Sequence[Any], start: int, slug: str) -> Section:
    key = parts[start]["passage"]
    end = next(
        (i for i in range(start + 1, len(parts)) if _marks(parts[i]).get("passage_end") == key),
        len(parts),
    )
    own = balanced(parts[start + 1 : end])
    return Section(slug, True, 0, "", own, lines_of(own))


def _is_head(part: Any, *, at_most: int) -> bool:
    return "head" in _marks(part) and int(part["level"]) <= at_most


def _marks(part: Any) -> dict[str, Any]:
    return part if isinstance(part, dict) else {}


def balanced(parts: Sequence[Any]) -> list[Any]:
    """Return the parts without marks of passages that begin or end outside of them."""
    begun = Counter(p["passage"] for p in parts if "passage" in _marks(p))
    ended = Counter(p["passage_end"] for p in parts if "passage_end" in _marks(p))
    whole = {key for key in begun if begun[key] == ended[key]}
    return [
        part
        for part in parts
        if _marks(part).get("passage", _marks(part).get("passage_end")) in whole
        or not {"passage", "passage_end"} & _marks(part).keys()
    ]


def unused(slug: str, taken: Collection[str]) -> str:
    """Return the slug, or with -2, -3 … the first that is not taken."""
    if slug not in taken:
        return slug
    number = 2
    while f"{slug}-{number}" in taken:
        number += 1
    return f"{slug}-{number}"


def rekeyed(parts: Sequence[Any], keys: Sequence[str]) -> list[Any]:
    """Return a text whose heads and passages bear these keys, given in the order they begin."""
    left = iter(keys)
    heads: list[str] = []
    open_passages: dict[str, str] = {}
    told: list[Any] = []
    for part in parts:
        marks = _marks(part)
        if "head" in marks:
            heads.append(next(left))
            told.append({**marks, "head": heads[-1]})
        elif "head_end" in marks and heads:
            told.append({**marks, "head_end": heads[-1]})
        elif "passage" in marks:
            open_passages[marks["passage"]] = next(left)
            told.append({**marks, "passage": open_passages[marks["passage"]]})
        elif "passage_end" in marks:
            name = marks["passage_end"]
            told.append({**marks, "passage_end": open_passages.get(name, name)})
        else:
            told.append(part)
    return told


def embeds_in(parts: Iterable[Any]) -> list[str]:
    """Return the references ("slug#key") that a text shows, each once."""
    return list(dict.fromkeys(str(p["embed"]) for p in parts if "embed" in _marks(p)))


# -- which block is which -------------------------------------------------------------------------


@dataclass
class _Matching:
    """The sections of the new text that have no block yet, and the blocks that have no section."""

    found: Sequence[Section]
    known: Sequence[Known]
    named: Collection[str]
    block_of: dict[int, int] = field(default_factory=dict)

    @property
    def open_sections(self) -> list[int]:
        return [i for i in range(len(self.found)) if i not in self.block_of]

    @property
    def open_blocks(self) -> list[int]:
        used = set(self.block_of.values())
        return [i for i in range(len(self.known)) if i not in used]

    def pair(self, same: Callable[[Section, Known], bool]) -> None:
        """Match each open section with the first open block that is the same."""
        for i in self.open_sections:
            for j in self.open_blocks:
                if same(self.found[i], self.known[j]):
                    self.block_of[i] = j
                    break

    def pair_alike(self) -> None:
        """Match what is left by likeness, the most alike first, near its old place only."""
        blocks = [j for j in self.open_blocks if self.known[j].is_present]
        pairs = [
            (_likeness(self.found[i], self.known[j]), -abs(a - b), i, j)
            for a, i in enumerate(self.open_sections)
            for b, j in enumerate(blocks)
            if abs(a - b) <= NEAR and self.found[i].is_passage == self.known[j].is_passage
        ]
        for likeness, _, i, j in sorted(pairs, key=lambda p: (-p[0], -p[1], p[2], p[3])):
            if likeness >= ALIKE and i not in self.block_of and j in self.open_blocks:
                self.block_of[i] = j


def places(
    found: Sequence[Section], known: Sequence[Known], named: Collection[str] = ()
) -> list[Place]:
    """Say of each section which block it is.

    By the key it names itself (``named``: written as {#key}), by the slug it had, by its key, by
    the same words, and last by the most similar text near its old place. What was removed comes
    back by its key alone.
    """
    matching = _Matching(found, known, named)
    matching.pair(lambda s, k: (s.slug in named or s.is_passage) and s.slug == k.key)
    twins = _twins([s.heading for s in found]) | _twins([k.heading for k in known])
    matching.pair(lambda s, k: k.is_present and s.heading in twins and _is_same(s, k))
    matching.pair(lambda s, k: k.is_present and s.slug == k.slug and s.is_passage == k.is_passage)
    matching.pair(lambda s, k: k.key == s.slug and s.is_passage == k.is_passage)
    matching.pair(lambda s, k: k.slug == s.slug and s.is_passage == k.is_passage)
    matching.pair(
        lambda s, k: k.is_present and s.is_passage == k.is_passage and s.body == k.body != ""
    )
    matching.pair_alike()
    return _placed(matching)


def _placed(matching: _Matching) -> list[Place]:
    taken = {block.key for block in matching.known}
    slugs = {section.slug for section in matching.found}
    result = []
    for i, section in enumerate(matching.found):
        at = matching.block_of.get(i)
        if at is not None:
            result.append(Place(section, matching.known[at].key, is_new=False))
            continue
        key = section.slug if section.slug not in taken else unused(section.slug, taken | slugs)
        taken.add(key)
        result.append(Place(section, key, is_new=True))
    return result


def _twins(headings: Iterable[str]) -> set[str]:
    return {heading for heading, times in Counter(headings).items() if times > 1 and heading}


def _is_same(section: Section, block: Known) -> bool:
    return section.heading == block.heading and section.body == block.body


def _likeness(section: Section, block: Known) -> float:
    mine, theirs = section.body.split()[:COMPARED], block.body.split()[:COMPARED]
    if not mine or not theirs:
        return 0.0
    return SequenceMatcher(None, mine, theirs, autojunk=False).ratio()

"""Sections in the Markdown itself: to fix one block of an article and leave the rest alone."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.domain.knowledge.rules.outline import sections
from app.kit.markup import key_of

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_KEY = re.compile(r"^(.*?)[ \t]*\{#([\w-]+)\}[ \t]*$")
_OPENING = re.compile(r":::[ \t]*#([\w-]+)[ \t]*$")
_CLOSING = re.compile(r":::[ \t]*$")


@dataclass(frozen=True)
class SourceSection:
    """Where a section or passage stands in the lines of a source."""

    slug: str
    is_passage: bool
    level: int
    # Its first line, the first below its heading (or opening mark), and the one after its last.
    start: int
    body: int
    end: int
    # Its author named the key with {#key}; passages always do.
    is_named: bool


def source_sections(source: str) -> list[SourceSection]:
    """Return the sections and passages of a Markdown source in the order they begin.

    Slugs are those the rendered text has: keys that its author wrote go first, and what is called
    the same is told apart by -2, -3.
    """
    lines = source.splitlines()
    found: list[SourceSection] = []
    fence = ""
    for number, line in enumerate(lines):
        fence, inside = _fenced(line, fence)
        section = None if inside else _beginning(lines, number)
        if section is not None:
            found.append(section)
    return _ended(_told_apart(found), lines)


def named_keys(source: str) -> frozenset[str]:
    """Return the keys that a text's author wrote out: ``{#key}`` and ``::: #key``."""
    return frozenset(section.slug for section in source_sections(source) if section.is_named)


def is_aligned(source: str, parts: Sequence[Any]) -> bool:
    """Say whether the sections read in a source are those of the rendered text, one by one.

    Where they are not (a heading in a list, of two lines …) no part can be cut out of the source.
    """
    read = [(section.level, section.is_passage) for section in source_sections(source)]
    return read == [(section.level, section.is_passage) for section in sections(parts)]


def cut(source: str, position: int) -> str:
    """Return the Markdown of the section that stands at this position of the text's outline."""
    section = source_sections(source)[position]
    return "\n".join(source.splitlines()[section.start : section.end]).strip("\n")


def put(source: str, position: int, replacement: str) -> str:
    """Return the source with the section at this position replaced."""
    section = source_sections(source)[position]
    lines = source.splitlines()
    above = "\n".join(lines[: section.start]).rstrip("\n")
    below = "\n".join(lines[section.end :]).strip("\n")
    pieces = (above, replacement.strip("\n"), below)
    return "\n\n".join(piece for piece in pieces if piece) + "\n"


def _fenced(line: str, fence: str) -> tuple[str, bool]:
    """Return the fence that is open after this line, and whether the line belongs to one."""
    match = _FENCE.match(line)
    if not fence:
        return (match.group(1), True) if match else ("", False)
    closes = match and match.group(1).startswith(fence) and not line.strip(" `~\t")
    return ("", True) if closes else (fence, True)


def _beginning(lines: list[str], number: int) -> SourceSection | None:
    line = lines[number]
    opening = _OPENING.match(line)
    if opening:
        return SourceSection(opening.group(1).lower(), True, 0, number, number + 1, 0, True)
    heading = _HEADING.match(line)
    if heading:
        level = max(2, len(heading.group(1)))
        return _headed(heading.group(2) or "", level, number, number + 1)
    underline = _UNDERLINE.match(lines[number + 1]) if number + 1 < len(lines) else None
    if underline and _is_prose(lines, number):
        return _headed(line.strip(), 2, number, number + 2)
    return None


def _is_prose(lines: list[str], number: int) -> bool:
    """Say whether a line may be a heading by the line drawn under it: a paragraph of one line."""
    line = lines[number]
    before = lines[number - 1].strip() if number else ""
    return bool(re.match(r" {0,3}[^\s>#|*+-]", line)) and not before


def _headed(text: str, level: int, start: int, body: int) -> SourceSection:
    named = _KEY.match(text)
    key = named.group(2).lower() if named else heading_key(text)
    return SourceSection(key, False, level, start, body, 0, named is not None)


def heading_key(text: str) -> str:
    """Return the key of a heading in Markdown: as the markup makes it of its words."""
    words = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return key_of(html.unescape(words).replace("*", "").replace("`", ""))


def _told_apart(found: list[SourceSection]) -> list[SourceSection]:
    slugs: dict[int, str] = {}
    taken: set[str] = set()
    times: Counter[str] = Counter()
    for index, section in sorted(enumerate(found), key=lambda pair: not pair[1].is_named):
        slug = section.slug
        while slug in taken:
            # Counted on, so that no number is tried twice.
            times[section.slug] += 1
            slug = f"{section.slug}-{times[section.slug] + 1}"
        taken.add(slug)
        slugs[index] = slug
    return [replace(section, slug=slugs[index]) for index, section in enumerate(found)]


def _ended(found: list[SourceSection], lines: list[str]) -> list[SourceSection]:
    ended = []
    passage_ends = _passage_ends(lines)
    # Read backwards: where the next heading of each level begins.
    next_heads: dict[int, int] = {}
    for section in reversed(found):
        if section.is_passage:
            end = passage_ends.get(section.start, len(lines))
        else:
            below = [at for level, at in next_heads.items() if level <= section.level]
            end = min(below, default=len(lines))
            next_heads[section.level] = section.start
        ended.append(replace(section, end=end))
    return ended[::-1]


def _passage_ends(lines: list[str]) -> dict[int, int]:
    """Return, by the line that begins a passage, the line after the one that ends it."""
    ends: dict[int, int] = {}
    begun: list[int] = []
    for number, line in enumerate(lines):
        if _OPENING.match(line):
            begun.append(number)
        elif begun and _CLOSING.match(line):
            ends[begun.pop()] = number + 1
    return ends

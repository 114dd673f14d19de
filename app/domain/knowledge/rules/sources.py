"""Sections in the Markdown itself: to fix one block of an article and leave the rest alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from app.domain.knowledge.rules.outline import unused

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_KEY = re.compile(r"^(.*?)[ \t]*\{#([\w-]+)\}[ \t]*$")
_OPENING = re.compile(r" {0,3}:::[ \t]*#([\w-]+)[ \t]*$")
_CLOSING = re.compile(r" {0,3}:::[ \t]*$")


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

    Slugs are those the rendered text has: told apart by -2, -3 where headings say the same.
    """
    lines = source.splitlines()
    found: list[SourceSection] = []
    taken: set[str] = set()
    fence = ""
    for number, line in enumerate(lines):
        fence, inside = _fenced(line, fence)
        section = None if inside else _beginning(lines, number)
        if section is not None:
            section = replace(section, slug=unused(section.slug, taken))
            taken.add(section.slug)
            found.append(section)
    return [_ended(section, found, lines) for section in found]


def named_keys(source: str) -> frozenset[str]:
    """Return the keys that a text's author wrote out: ``{#key}`` and ``::: #key``."""
    return frozenset(section.slug for section in source_sections(source) if section.is_named)


def cut(source: str, position: int) -> str:
    """Return the Markdown of the section that stands at this position of the text's outline."""
    section = source_sections(source)[position]
    return "\n".join(source.splitlines()[section.start : section.end]).strip("\n")


def put(source: str, position: int, replacement: str) -> str:
    """Return the source with the section at this position replaced."""
    section = source_sections(source)[position]
    lines = source.splitlines()
    before, after = lines[: section.start], lines[section.end :]
    middle = replacement.strip("\n").splitlines()
    if after and after[0].strip() and middle:
        middle.append("")
    return "\n".join([*before, *middle, *_apart(after)]) + "\n"


def _apart(after: list[str]) -> list[str]:
    return ["", *after] if after and after[0].strip() else after


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
        return SourceSection(opening.group(1), True, 0, number, number + 1, 0, True)
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
    key = named.group(2) if named else heading_key(text)
    return SourceSection(key, False, level, start, body, 0, named is not None)


def heading_key(text: str) -> str:
    """Return a heading's key: lower case, every run of other characters a hyphen."""
    words = re.sub(r"[*`]|!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"[\W_]+", "-", words.casefold()).strip("-") or "section"


def _ended(section: SourceSection, found: list[SourceSection], lines: list[str]) -> SourceSection:
    if section.is_passage:
        end = next(
            (i + 1 for i in range(section.body, len(lines)) if _CLOSING.match(lines[i])), len(lines)
        )
    else:
        end = next(
            (
                other.start
                for other in found
                if other.start > section.start
                and not other.is_passage
                and other.level <= section.level
            ),
            len(lines),
        )
    return replace(section, end=end)

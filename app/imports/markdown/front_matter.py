"""What a file says about itself, between two lines of dashes at its start."""

from __future__ import annotations

import re
from typing import Any

import yaml

from app.imports.markdown.faults import BadFile

LONGEST = 20_000
_FENCE = re.compile(r"-{3,}[ \t]*")
_END = re.compile(r"(?:-{3,}|\.{3})[ \t]*")
_PLAIN = re.compile(r"([A-Za-z][\w-]{0,39}):[ \t]+(\S.*)")

Values = dict[str, Any]


def split(text: str) -> tuple[Values, str, bool]:
    """Return what the file says about itself, its text, and whether that was well written.

    Broken YAML is read line by line as far as it goes: a title with a colon in it is no reason to
    leave an article out.

    :raises BadFile: when the front matter has no end, as in half a file.
    """
    lines = text.split("\n")
    if not _FENCE.fullmatch(lines[0]):
        return {}, text, True
    end = next((n for n, line in enumerate(lines[1:], 1) if _END.fullmatch(line)), None)
    if end is None:
        raise BadFile("has front matter without an end")
    head = "\n".join(lines[1:end])
    if len(head) > LONGEST:
        raise BadFile("has front matter longer than any we know")
    values, is_good = _read(head)
    return values, "\n".join(lines[end + 1 :]), is_good


def _read(head: str) -> tuple[Values, bool]:
    try:
        found = yaml.safe_load(head)
    except (yaml.YAMLError, ValueError, RecursionError):
        return _line_by_line(head), False
    if found is None:
        return {}, True
    if not isinstance(found, dict):
        return _line_by_line(head), False
    return {str(name): value for name, value in found.items() if isinstance(name, str)}, True


def _line_by_line(head: str) -> Values:
    found: Values = {}
    for line in head.split("\n"):
        if match := _PLAIN.fullmatch(line.rstrip()):
            found.setdefault(match[1], match[2].strip().strip("\"'"))
    return found


def words(values: Values, *names: str) -> str:
    """Return the first of these values that is text or a number, on one line; else nothing."""
    for name in names:
        value = values.get(name)
        if isinstance(value, (str, int, float)) and not isinstance(value, bool):
            return " ".join(str(value).split())
    return ""


def several(values: Values, name: str) -> list[str]:
    """Return a list of words, however it was written."""
    value = values.get(name)
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list):
        return []
    return [" ".join(each.split()) for each in value if isinstance(each, str) and each.strip()]


def is_true(values: Values, name: str) -> bool:
    """Say whether a value says yes."""
    value = values.get(name)
    return value is True or (isinstance(value, str) and value.lower() in {"true", "yes", "on"})

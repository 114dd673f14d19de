"""Plain text that stays plain when it is read as Markdown, with as few backslashes as possible.

People will edit these texts: ``snake_case``, ``[location]`` and ``2 * 3`` mean nothing to our
renderer and are left alone; only what would change its meaning is escaped.
"""

from __future__ import annotations

import re

# In order: an address, which our renderer takes whole, backslashes and all; a backslash before
# something it would escape; runs of emphasis characters; a bracket of what would become a link or
# a task box; entities; tags and addresses in angle brackets, which would be read as one piece.
_TEMPLATE = r"""{address}(?P<backslash>\\(?=[!-/:-@\[-`{{-~]|$))
      | (?P<tick>`)
      | (?P<stars>\*+)
      | (?P<scores>_+)
      | (?P<waves>~{{2,}})
      | (?P<bracket>{brackets})
      | (?P<amp>&(?=\w{{1,32}};|\#\w{{1,8}};))
      | (?P<angle><(?=[a-zA-Z/!?]))"""
_ADDRESS = r"""(?P<address>(?<![\w@./-])(?:https?://|www\.)(?=\w)[^\s<>`"]*) | """
_OPENING = r"\[(?=[\ xX]\]|[^\[\]]*(?:://|www\.))"
_IN_TEXT = re.compile(
    _TEMPLATE.format(address=_ADDRESS, brackets=rf"\](?=[(\[:]|$)|{_OPENING}"),
    re.VERBOSE | re.IGNORECASE,
)
# Within a link's words no address may become a link of its own.
_IN_LINK = re.compile(
    _TEMPLATE.format(address="", brackets=r"[\[\]]|(?:(?<=http)|(?<=https)):(?=//)|(?<=www)\."),
    re.VERBOSE | re.IGNORECASE,
)
_LINE_START = re.compile(
    r"""^(?P<indent>[ ]{0,3})(?:
        (?P<number>\d{1,9})(?P<dot>[.)])(?=\s|$)
      | (?P<mark>[-+](?=\s|$)|\#{1,6}(?=\s|$)|>|[-=]+(?=\s*$)|~{3})
      | (?P<dashes>[|:](?=[\s:|-]*$)|-(?=[\s:|-]*\|))
    )""",
    re.VERBOSE | re.MULTILINE,
)


def escape_text(text: str, *, in_link: bool = False) -> str:
    """Escape what would be markup anywhere in a line; addresses are left as they are."""
    return (_IN_LINK if in_link else _IN_TEXT).sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    kind = match.lastgroup
    if kind == "address" or (kind in {"stars", "scores"} and _harmless(match)):
        return match.group()
    return "".join("\\" + character for character in match.group())


def _harmless(match: re.Match[str]) -> bool:
    """Say whether a run of stars or underscores cannot begin or end emphasis."""
    text = match.string
    before = text[match.start() - 1] if match.start() else ""
    after = text[match.end()] if match.end() < len(text) else ""
    if before.isspace() and after.isspace():
        return True
    return match.lastgroup == "scores" and before.isalnum() and after.isalnum()


def escape_line_starts(text: str) -> str:
    """Escape what would begin a list, heading, quote or rule at the start of a line."""

    def escaped(match: re.Match[str]) -> str:
        if match.group("number"):
            return f"{match.group('indent')}{match.group('number')}\\{match.group('dot')}"
        return f"{match.group('indent')}\\{match.group('mark') or match.group('dashes')}"

    return _LINE_START.sub(escaped, text)

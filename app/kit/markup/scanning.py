"""The small pieces of CommonMark: labels, destinations, titles, entities, escapes."""

import re
from html.entities import html5
from typing import Final
from urllib.parse import quote

PUNCTUATION: Final = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
MAX_LABEL = 999
MAX_PARENTHESES = 32
REPLACEMENT = "\ufffd"
LAST_CODE_POINT = 0x10FFFF

# Possessive quantifiers throughout: no pattern here can go back on what it has read.
ENTITY = re.compile(
    r"&(?:#[0-9]{1,7}+|#[xX][0-9a-fA-F]{1,6}+|[A-Za-z][A-Za-z0-9]{1,31}+);",
)
ESCAPE_OR_ENTITY = re.compile(r"\\[!-/:-@\[-`{-~]|" + ENTITY.pattern)
LABEL = re.compile(r"\[([^\[\]\\]*+(?:\\.[^\[\]\\]*+|\\\n[^\[\]\\]*+)*+)\]", re.DOTALL)
ANGLE_DESTINATION = re.compile(r"<([^<>\n\\]*+(?:\\[^\n][^<>\n\\]*+)*+)>")
TITLES = {
    '"': re.compile(r'"([^"\\]*+(?:\\.[^"\\]*+)*+)"', re.DOTALL),
    "'": re.compile(r"'([^'\\]*+(?:\\.[^'\\]*+)*+)'", re.DOTALL),
    "(": re.compile(r"\(([^()\\]*+(?:\\.[^()\\]*+)*+)\)", re.DOTALL),
}
DESTINATION_STOP = re.compile(r"[\x00-\x20\x7f()\\]")
SPACES = re.compile(r"[ \t]*+")
ONE_BREAK = re.compile(r"[ \t]*+(?:\n[ \t]*+)?")
LONE_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")


def decoded(entity: str) -> str:
    """Give the characters of one whole entity, or the entity itself where there is none."""
    body = entity[1:-1]
    if not body.startswith("#"):
        return html5.get(body + ";", entity)
    digits, base = (body[2:], 16) if body[1] in "xX" else (body[1:], 10)
    return character(int(digits, base))


def character(number: int) -> str:
    """Give a code point that may stand in a page: controls and surrogates may not."""
    is_control = number < ord(" ") and number not in (9, 10, 13)
    is_surrogate = 0xD800 <= number <= 0xDFFF  # noqa: PLR2004 - the range that Unicode sets aside
    if number > LAST_CODE_POINT or is_control or is_surrogate:
        return REPLACEMENT
    return chr(number)


def unescaped(text: str) -> str:
    """Resolve backslashes before punctuation, and entities."""
    if "\\" not in text and "&" not in text:
        return text
    return ESCAPE_OR_ENTITY.sub(
        lambda match: match[0][1:] if match[0][0] == "\\" else decoded(match[0]),
        text,
    )


def normalised(label: str) -> str:
    """Make the key under which a reference is kept."""
    return " ".join(label.split()).casefold()


def encoded(url: str) -> str:
    """Percent-encode what may not stand in an address, leaving what is encoded already."""
    return quote(LONE_PERCENT.sub("%25", url), safe="!#$%&'()*+,-./:;=?@_~", errors="replace")


def scan_label(text: str, at: int) -> int | None:
    """Find the end of a `[label]`."""
    match = LABEL.match(text, at)
    if match is None or len(match[1]) > MAX_LABEL or not match[1].strip():
        return None
    return match.end()


def scan_destination(text: str, at: int) -> tuple[str, int] | None:
    """Read a link's address, in angle brackets or bare, and find its end."""
    if text.startswith("<", at):
        match = ANGLE_DESTINATION.match(text, at)
        return (unescaped(match[1]), match.end()) if match else None
    end = bare_destination_end(text, at)
    return None if end is None else (unescaped(text[at:end]), end)


def bare_destination_end(text: str, at: int) -> int | None:
    """Find the end of an address without angle brackets, whose parentheses are in balance."""
    depth, end = 0, at
    while match := DESTINATION_STOP.search(text, end):
        sign, end = match[0], match.end()
        if sign == "(":
            depth += 1
            if depth > MAX_PARENTHESES:
                return None
        elif sign == ")" and depth:
            depth -= 1
        elif sign == "\\":
            end += 1 if text[end : end + 1] in PUNCTUATION else 0
        else:
            return None if depth else match.start()
    return None if depth else len(text)


def scan_title(text: str, at: int) -> tuple[str, int] | None:
    """Read a title in quotes or parentheses and find its end."""
    pattern = TITLES.get(text[at : at + 1])
    match = pattern.match(text, at) if pattern else None
    return (unescaped(match[1]), match.end()) if match else None


def skip_spaces(text: str, at: int) -> int:
    """Move over spaces and tabs."""
    match = SPACES.match(text, at)
    return match.end() if match else at


def skip_break(text: str, at: int) -> int:
    """Move over spaces and at most one end of line."""
    match = ONE_BREAK.match(text, at)
    return match.end() if match else at

"""Addresses and handles that stand in running text by themselves."""

import re

SCHEME_ADDRESS = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\x00-\x20<>\x7f]*+)>")
MAIL_ADDRESS = re.compile(
    r"<([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}+@"
    r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*+)>",
)
BARE = r"(?<![\w@./-])(?:(?i:https?)://(?=\w)|(?i:www)\.(?=\w))"
BARE_START = re.compile(BARE)
BARE_BODY = re.compile(r"[^\s<>`\"\x00-\x20]++")
BARE_BODY_IN_BRACKETS = re.compile(r"[^\s<>`\"\x00-\x20\[\]]++")
TRAILING = "?!.,:;*_~'\u201d\u2019"
CLOSERS = {")": "(", "]": "[", "}": "{"}
MAX_ADDRESS = 2_000

HANDLE = re.compile(r"[\w.-]{2,30}+(?!\w)")
MIN_HANDLE = 2


def scan_angle_address(text: str, at: int) -> tuple[str, str, int] | None:
    """Read `<https://…>` or `<name@host>`: the address, its words, and its end."""
    match = SCHEME_ADDRESS.match(text, at)
    if match:
        return match[1], match[1], match.end()
    match = MAIL_ADDRESS.match(text, at)
    return ("mailto:" + match[1], match[1], match.end()) if match else None


def scan_bare_address(text: str, at: int, *, in_brackets: bool) -> tuple[str, str] | None:
    """Read an address without any marks around it: where it leads, and its words.

    Inside brackets it ends at the next one, for `[https://a](https://b)` is a link by hand.
    """
    if BARE_START.match(text, at) is None:
        return None
    body = (BARE_BODY_IN_BRACKETS if in_brackets else BARE_BODY).match(text, at)
    if body is None or len(body[0]) > MAX_ADDRESS:
        return None
    words = trimmed(body[0])
    _, _, host = words.rpartition("://") if "://" in words[:8] else ("", "", words)
    if not host or host.lower() == "www":
        return None
    is_full = words.lower().startswith("http")
    return (words if is_full else "https://" + words), words


def trimmed(address: str) -> str:
    """Leave out the signs at the end that belong to the sentence, not to the address."""
    end = len(address)
    surplus = {
        closer: address.count(closer) - address.count(opener) for closer, opener in CLOSERS.items()
    }
    while end:
        sign = address[end - 1]
        if sign in CLOSERS and surplus[sign] > 0:
            surplus[sign] -= 1
        elif sign not in TRAILING:
            break
        end -= 1
    return address[:end]


def scan_mention(text: str, at: int, *, stop: str) -> str:
    """Read the handle after an `@` that does not stand in a word or an address."""
    if at and (text[at - 1].isalnum() or text[at - 1] in "._-@/+"):
        return ""
    match = HANDLE.match(text, at + 1)
    if match is None or text.startswith("@", match.end()):
        return ""
    handle = match[0].rstrip(".-" + stop)
    return handle if len(handle) >= MIN_HANDLE and not handle.startswith((".", "-")) else ""

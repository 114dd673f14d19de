"""Readable addresses: text to lower-case words joined by hyphens."""

from __future__ import annotations

import re
import unicodedata

# Long enough to be read, short enough to be pasted.
LONGEST = 80


def slug(text: str, fallback: str = "") -> str:
    """Return ``text`` as a slug of letters, digits and hyphens, at most 80 characters.

    Letters of other scripts stay as they are; accents of Latin letters are dropped. Text with
    no letter or digit gives ``fallback``.
    """
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    plain = unicodedata.normalize("NFC", plain)
    words = re.findall(r"[^\W_]+", plain)
    result = ""
    for word in words:
        longer = f"{result}-{word}" if result else word
        if len(longer) > LONGEST:
            break
        result = longer
    return result or (words[0][:LONGEST] if words else fallback)

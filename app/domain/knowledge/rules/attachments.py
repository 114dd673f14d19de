"""What may be attached to an article: told by a file's content, never by its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePath

MOST_BYTES = 8 * 1024 * 1024
A_DAY = 60
AT_ONCE = 5
PICTURE_EDGE = 2048
# What no article and no draft names is swept when it is this old.
ORPHANED_AFTER = timedelta(hours=24)
TITLE_LONGEST = 120

# Lines looked at to tell a table from other text, and what parts its cells.
_LINES_LOOKED_AT = 20
_CELL_ENDS = (",", ";", "\t")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_NOT_IN_NAMES = re.compile(r"[^\w .,()+-]+")


@dataclass(frozen=True)
class FileKind:
    """A kind of file that may be attached."""

    media_type: str
    suffix: str


PDF = FileKind("application/pdf", "pdf")
ZIP = FileKind("application/zip", "zip")
TXT = FileKind("text/plain", "txt")
CSV = FileKind("text/csv", "csv")

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")


def is_picture(data: bytes) -> bool:
    """Say whether these bytes begin like a picture that can be drawn anew."""
    return data.startswith(_PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def kind_of(data: bytes) -> FileKind | None:
    """Return what these bytes are; None when it is nothing that may be attached."""
    if data.startswith(b"%PDF-"):
        return PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return ZIP
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if not text.strip() or _CONTROLS.search(text):
        return None
    return CSV if _is_table(text) else TXT


def download_name(given: str, suffix: str) -> str:
    """Return what a download is called: its owner's word for it, ending as its content demands."""
    stem = PurePath(given.replace("\\", "/")).stem
    plain = " ".join(_NOT_IN_NAMES.sub(" ", stem).split()).strip(". ")
    return f"{plain[: TITLE_LONGEST - len(suffix) - 1] or 'file'}.{suffix}"


def _is_table(text: str) -> bool:
    """Whether each line has as many cells as the first, and more than one."""
    lines = [line for line in text.splitlines() if line.strip()][:_LINES_LOOKED_AT]
    counts = [{line.count(end) for line in lines} for end in _CELL_ENDS]
    return len(lines) > 1 and any(len(found) == 1 and found != {0} for found in counts)

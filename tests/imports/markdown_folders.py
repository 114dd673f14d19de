"""Folders of Markdown files, made by hand for one test."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from PIL import Image

LONG = "Enough words that this may well be the text of an article about something."


def page(title: str = "Reset your board", number: int | None = None, body: str = LONG) -> str:
    """Return a file with front matter."""
    key = f"\nid: {number}" if number is not None else ""
    return f'---\ntitle: "{title}"{key}\n---\n\n{body}\n'


def write_pages(folder: Path, pages: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder and return it."""
    for name, text in pages.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def a_picture(colour: str = "red") -> bytes:
    """Return the bytes of a small PNG."""
    held = BytesIO()
    Image.new("RGB", (12, 8), colour).save(held, "PNG")
    return held.getvalue()

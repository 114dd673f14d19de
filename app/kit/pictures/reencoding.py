"""Uploaded pictures are drawn anew, so that nothing hidden in them travels on.

A child process decodes, with bounds on memory and time: what is wrong in a decoder, or too much
for it, ends the child and nothing else.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid

MOST_BYTES = 8 * 1024 * 1024
LONGEST_EDGE = 4096
TIME_LIMIT = 10.0

_CHILD = Path(__file__).with_name("child.py")
# Each child may take most of a gigabyte, so few may run at once; the rest wait their turn.
_turns = BoundedSemaphore(2)

_REASONS = {
    "empty": _l("The file is empty. Choose a picture."),
    "heavy": _l("The picture is larger than 8 MB. Save it smaller and try again."),
    "kind": _l("This is not a PNG, JPEG, WebP or GIF picture. Save it as one of these."),
    "pixels": _l("The picture has more than 40 million pixels. Scale it down and try again."),
    "frames": _l("The animation is too long: up to 200 frames are possible. Shorten it."),
    "broken": _l("The picture is damaged or incomplete. Open it, save it again and retry."),
    "overrun": _l("The picture takes too much work to read. Save it smaller or simpler."),
}


class BadPicture(Invalid):
    """The picture is refused; the reason says what to do."""

    def __init__(self, reason: Any) -> None:
        super().__init__("picture", reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that we encoded ourselves."""

    data: bytes
    media_type: str
    width: int
    height: int

    @property
    def suffix(self) -> str:
        """How the name of its file ends."""
        return self.media_type.rpartition("/")[2]


def reencode(data: bytes, *, max_edge: int, square: bool = False) -> Picture:
    """Draw a picture anew as WebP, upright, without metadata, no edge longer than `max_edge`.

    `square` cuts out the middle, and takes the first frame of an animation.
    """
    if not 1 <= max_edge <= LONGEST_EDGE:
        raise ValueError(f"max_edge is {max_edge}, not 1 to {LONGEST_EDGE}.")
    if not data:
        raise BadPicture(_REASONS["empty"])
    if len(data) > MOST_BYTES:
        raise BadPicture(_REASONS["heavy"])
    if not _looks_like_a_picture(data):
        raise BadPicture(_REASONS["kind"])
    answer, drawn = _ask_child(data, max_edge, square=square)
    if "refused" in answer:
        raise BadPicture(_REASONS[answer["refused"]])
    return Picture(drawn, "image/webp", answer["width"], answer["height"])


def _looks_like_a_picture(data: bytes) -> bool:
    """Only the four formats get as far as a decoder, by their first bytes, not by their name."""
    return data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")) or (
        data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    )


def _ask_child(data: bytes, max_edge: int, *, square: bool) -> tuple[dict[str, Any], bytes]:
    # Run by its path and isolated: it loads the decoder and nothing of the program.
    command = [sys.executable, "-I", str(_CHILD), str(max_edge), "square" if square else "whole"]
    with _turns:
        try:
            done = subprocess.run(  # noqa: S603 (every word of the command is ours)
                command,
                input=data,
                capture_output=True,
                timeout=TIME_LIMIT,
                check=False,
                cwd="/",
                env={},
            )
        except subprocess.TimeoutExpired:
            raise BadPicture(_REASONS["overrun"]) from None
    header, _, drawn = done.stdout.partition(b"\n")
    if done.returncode != 0 or not header:
        # Struck down by a limit, or by a decoder that fell over: either way it cannot be kept.
        raise BadPicture(_REASONS["overrun"])
    answer: dict[str, Any] = json.loads(header)
    return answer, drawn

"""The child process that decodes one picture and draws it anew: never imported, run by its path.

It reads the picture from standard input and writes a line of JSON, then the new picture. The
words it may answer with are those of `_REASONS` in reencoding.py.
"""

import io
import json
import math
import resource
import sys
from typing import Any

# A WebP of 40 million pixels takes its decoder three such canvases.
MEMORY = 896 * 1024 * 1024
SECONDS = 8
MOST_PIXELS = 40_000_000
MOST_FRAMES = 200
# What the frames of one animation may have together, before and after they are scaled down.
MOST_FRAME_PIXELS = 200_000_000
MOST_DRAWN_PIXELS = 40_000_000
# Without loss unless that costs much more: screenshots stay sharp, photographs stay small.
WORTH_SHARPNESS = 1.5
# Nobody sees the difference, and the encoder takes a tenth of the time.
SMALL_ENOUGH_TO_COMPARE = 6_000_000


class Refused(Exception):
    """The picture cannot be kept, for the reason named."""


def main() -> None:
    _set_limits()
    max_edge, shape = int(sys.argv[1]), sys.argv[2]
    data = sys.stdin.buffer.read()
    answer: dict[str, Any]
    try:
        drawn, width, height = redraw(data, max_edge, square=shape == "square")
        answer = {"width": width, "height": height}
    except Refused as refusal:
        drawn, answer = b"", {"refused": str(refusal)}
    except MemoryError:
        drawn, answer = b"", {"refused": "overrun"}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + drawn)


def _set_limits() -> None:
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))


def redraw(data: bytes, max_edge: int, *, square: bool) -> tuple[bytes, int, int]:
    """Give the new picture, its width and its height."""
    from PIL import Image  # noqa: PLC0415 (after the limits are set)

    Image.MAX_IMAGE_PIXELS = None  # our own bound is told apart from other damage
    try:
        # Opening reads the header alone; nothing is decoded before the size is known.
        picture = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP", "GIF"))
        frame_count = _measure(picture)
        if frame_count > 1 and not square:
            return _animation(picture, frame_count, max_edge)
        still = _still(picture, max_edge, square=square)
        return _encoded(still, is_photo=picture.format in {"JPEG", "WEBP"})
    except (Refused, MemoryError):
        raise
    except Exception as fault:  # decoders fail in every way on damaged files
        raise Refused("broken") from fault


def _measure(picture: Any) -> int:
    """Refuse what is too large to decode, and give the number of frames."""
    if picture.width * picture.height > MOST_PIXELS:
        raise Refused("pixels")
    if picture.format not in {"GIF", "WEBP"}:
        return 1
    frame_count: int = picture.n_frames
    if frame_count > MOST_FRAMES:
        raise Refused("frames")
    return frame_count


def _still(picture: Any, max_edge: int, *, square: bool) -> Any:
    from PIL import Image, ImageOps  # noqa: PLC0415

    # A JPEG can be decoded at an eighth of its size when no more is wanted.
    picture.draft(None, (max_edge, max_edge))
    picture.load()
    # Made roughly as small as wanted first: turning and colours then cost little memory.
    factor = min(picture.size) // (max_edge * 2)
    if factor > 1 and picture.mode in {"L", "RGB", "RGBA", "CMYK"}:
        picture = picture.reduce(factor)
    upright = _plain(picture)
    del picture
    ImageOps.exif_transpose(upright, in_place=True)
    if square:
        side = min(upright.size)
        return ImageOps.fit(upright, (min(side, max_edge),) * 2, Image.Resampling.LANCZOS)
    upright.thumbnail((max_edge, max_edge), Image.Resampling.LANCZOS)
    return upright


def _plain(picture: Any) -> Any:
    """Bring any mode to RGB or RGBA in the colours of the web; metadata stays until transposed."""
    if picture.mode.startswith(("I", "F")):
        # Sixteen bits of grey: the upper eight are what a screen shows.
        picture = picture.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in {"RGB", "RGBA", "CMYK", "L"}:
        picture = _in_web_colours(picture, profile)
    has_alpha = "A" in picture.mode or "a" in picture.mode or "transparency" in picture.info
    mode = "RGBA" if has_alpha else "RGB"
    return picture if picture.mode == mode else picture.convert(mode)


def _in_web_colours(picture: Any, profile: bytes) -> Any:
    from PIL import ImageCms  # noqa: PLC0415

    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        web = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, source, web, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        # A profile that cannot be read changes nothing; the colours stay as they are.
        return picture


def _encoded(still: Any, *, is_photo: bool) -> tuple[bytes, int, int]:
    lossy = _webp(still, quality=82 if is_photo else 90)
    small = still.width * still.height <= SMALL_ENOUGH_TO_COMPARE
    if not is_photo and small:
        exact = _webp(still, lossless=True, quality=40)
        if len(exact) <= len(lossy) * WORTH_SHARPNESS:
            return exact, still.width, still.height
    return lossy, still.width, still.height


def _animation(picture: Any, frame_count: int, max_edge: int) -> tuple[bytes, int, int]:
    from PIL import Image, ImageSequence  # noqa: PLC0415

    if frame_count * picture.width * picture.height > MOST_FRAME_PIXELS:
        raise Refused("frames")
    edge = min(max_edge, math.isqrt(MOST_DRAWN_PIXELS // frame_count))
    frames, durations = [], []
    for frame in ImageSequence.Iterator(picture):
        durations.append(max(20, int(frame.info.get("duration", 100))))
        drawn = frame.convert("RGBA")
        drawn.thumbnail((edge, edge), Image.Resampling.BILINEAR)
        drawn.info = {}
        frames.append(drawn)
    loop = int(picture.info.get("loop", 0))
    data = _webp(
        frames[0], save_all=True, append_images=frames[1:], duration=durations, loop=loop,
        quality=80, method=2,
    )  # fmt: skip
    return data, frames[0].width, frames[0].height


def _webp(picture: Any, **settings: Any) -> bytes:
    picture.info = {}
    out = io.BytesIO()
    picture.save(out, "WEBP", exif=b"", xmp=b"", icc_profile=None, **{"method": 3, **settings})
    return out.getvalue()


if __name__ == "__main__":
    main()

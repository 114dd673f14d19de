"""The picture of a member who has none: initials on one of the twelve colours of the design."""

import io
import math
import unicodedata

from PIL import Image, ImageDraw, ImageFont

# Degrees on the colour circle: number 1 to 12 is the class av-1 to av-12 of avatar.css.
HUES = (20, 50, 85, 120, 150, 180, 210, 240, 270, 300, 330, 0)
_PAPER = (0.9, 0.05)  # lightness and chroma, as in avatar.css
_INK = (0.36, 0.08)
# Drawn large and scaled down, which makes smooth edges of any shape.
_SCALE = 4

# The bundled font knows plain letters; strokes through them are drawn, marks above them too.
_STROKED = {"Ł": "L/", "Ø": "O/", "Đ": "D-", "Ð": "D-", "Ħ": "H-", "Ŧ": "T-"}
_SPELT = {"Æ": "A", "Œ": "O", "Þ": "P", "ẞ": "S", "ß": "S"}
_Point = tuple[float, float]
Colour = tuple[int, int, int]

# Where each mark stands, as a part of the letter's height, and its lines around that point in
# units of a fifth of the height, y upwards.
_ABOVE, _ACROSS, _BELOW = 1.18, 0.5, 0.0
_MARKS: dict[str, tuple[float, list[list[_Point]]]] = {
    "\u0300": (_ABOVE, [[(-0.5, 1), (0.3, 0)]]),
    "\u0301": (_ABOVE, [[(-0.3, 0), (0.5, 1)]]),
    "\u0302": (_ABOVE, [[(-0.6, 0), (0, 0.9), (0.6, 0)]]),
    "\u0303": (_ABOVE, [[(-0.8, 0.2), (-0.4, 0.7), (0.4, 0.3), (0.8, 0.8)]]),
    "\u0304": (_ABOVE, [[(-0.7, 0.4), (0.7, 0.4)]]),
    "\u0306": (_ABOVE, [[(-0.7, 0.9), (-0.35, 0.2), (0.35, 0.2), (0.7, 0.9)]]),
    "\u0307": (_ABOVE, [[(0, 0.4), (0, 0.45)]]),
    "\u0308": (_ABOVE, [[(-0.5, 0.4), (-0.5, 0.45)], [(0.5, 0.4), (0.5, 0.45)]]),
    "\u030a": (
        _ABOVE,
        [[(0.55 * math.cos(a / 4), 0.6 + 0.55 * math.sin(a / 4)) for a in range(27)]],
    ),
    "\u030b": (_ABOVE, [[(-0.6, 0), (-0.1, 1)], [(0.2, 0), (0.7, 1)]]),
    "\u030c": (_ABOVE, [[(-0.6, 0.9), (0, 0), (0.6, 0.9)]]),
    "/": (_ACROSS, [[(-1.4, -1.1), (1.4, 1.1)]]),
    "-": (_ACROSS, [[(-1.7, 0.2), (0, 0.2)]]),
    "\u0326": (_BELOW, [[(0.1, -0.3), (-0.2, -1)]]),
    "\u0327": (_BELOW, [[(0.05, 0), (0.3, -0.4), (0.1, -0.9), (-0.3, -0.9)]]),
    "\u0328": (_BELOW, [[(0.4, 0), (0.1, -0.5), (0.3, -0.9), (0.6, -0.8)]]),
}


def initials_picture(initials: str, hue: int, edge: int = 256) -> bytes:
    """Draw one or two initials as a square PNG, in colour number `hue`, 1 to 12.

    Where a letter is in a script that the font does not have, a figure stands for the person.
    """
    paper, ink = colours(hue)
    size = edge * _SCALE
    canvas = Image.new("RGB", (size, size), paper)
    joined = unicodedata.normalize("NFC", initials.upper())[:2]
    letters = [_taken_apart(letter) for letter in joined if not letter.isspace()]
    if letters and all(base.isascii() and base.isprintable() for base, _ in letters):
        _draw_letters(canvas, letters, ink)
    else:
        _draw_figure(canvas, ink)
    out = io.BytesIO()
    canvas.resize((edge, edge), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


def colours(hue: int) -> tuple[Colour, Colour]:
    """Give paper and ink of a colour number, as a browser mixes them in the light theme."""
    if not 1 <= hue <= len(HUES):
        raise ValueError(f"hue is {hue}, not 1 to {len(HUES)}.")
    degrees = HUES[hue - 1]
    return _from_oklch(*_PAPER, degrees), _from_oklch(*_INK, degrees)


def _taken_apart(letter: str) -> tuple[str, str]:
    """Give the plain letter and its marks; a stroke through it counts as one."""
    apart = _STROKED.get(letter) or unicodedata.normalize("NFD", _SPELT.get(letter, letter))
    return apart[0], apart[1:]


def _draw_letters(canvas: Image.Image, letters: list[tuple[str, str]], ink: Colour) -> None:
    size = canvas.width
    font = ImageFont.load_default(size=size * 0.4)
    draw = ImageDraw.Draw(canvas)
    weight = size // 110
    text = "".join(base for base, _ in letters)
    left = (size - draw.textlength(text, font=font)) / 2
    baseline = size * 0.5 + _height(font) / 2
    for base, marks in letters:
        width = draw.textlength(base, font=font)
        draw.text((left, baseline), base, ink, font, anchor="ls", stroke_width=weight)
        middle = left + width / 2
        for mark in marks:
            _draw_mark(draw, mark, (middle, baseline), font, ink)
        left += width


def _draw_mark(
    draw: ImageDraw.ImageDraw,
    mark: str,
    foot: _Point,
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont,
    ink: Colour,
) -> None:
    height = _height(font)
    unit, thick = height * 0.22, round(height * 0.13)
    x, baseline = foot
    rise, lines = _MARKS.get(mark, (0, []))
    y = baseline - height * rise
    for line in lines:
        points = [(x + right * unit, y - up * unit) for right, up in line]
        draw.line(points, ink, thick, joint="curve")
        for right, down in (points[0], points[-1]):
            radius = thick / 2
            draw.ellipse((right - radius, down - radius, right + radius, down + radius), ink)


def _height(font: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> float:
    """Give the height of a capital letter."""
    _, top, _, bottom = font.getbbox("H")
    return bottom - top


def _draw_figure(canvas: Image.Image, ink: Colour) -> None:
    size = canvas.width
    draw = ImageDraw.Draw(canvas)
    draw.ellipse((size * 0.35, size * 0.22, size * 0.65, size * 0.52), ink)
    draw.ellipse((size * 0.2, size * 0.6, size * 0.8, size * 1.3), ink)


def _from_oklch(lightness: float, chroma: float, degrees: float) -> Colour:
    """Mix an OKLCH colour as sRGB, by the matrices of Björn Ottosson's definition."""
    a = chroma * math.cos(math.radians(degrees))
    b = chroma * math.sin(math.radians(degrees))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _byte(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        _byte(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        _byte(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )


def _byte(linear: float) -> int:
    linear = min(1.0, max(0.0, linear))
    curved = 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055  # noqa: PLR2004
    return round(curved * 255)

"""The pictures of members who have none."""

import io

import pytest
from PIL import Image

from app.kit.pictures import HUES, initials_picture, reencode
from app.kit.pictures.initials import colours


def brightness(colour):
    def linear(part):
        part /= 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = map(linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("hue", range(1, len(HUES) + 1))
def test_initials_are_readable_on_every_colour(hue):
    paper, ink = colours(hue)
    assert (brightness(paper) + 0.05) / (brightness(ink) + 0.05) >= 4.5
    picture = Image.open(io.BytesIO(initials_picture("MK", hue)))
    assert picture.size == (256, 256)
    assert picture.getpixel((2, 2)) == paper
    assert ink in {colour for _, colour in picture.getcolors(100_000) or ()}


@pytest.mark.parametrize(
    "hue, paper, ink",
    [
        (1, (254, 210, 208), (96, 41, 43)),
        (3, (237, 220, 185), (80, 57, 0)),
        (8, (193, 227, 252), (4, 66, 98)),
        (12, (252, 209, 221), (94, 41, 59)),
    ],
)
def test_the_colours_are_those_that_chromium_mixes(hue, paper, ink):
    for ours, theirs in zip(colours(hue), (paper, ink), strict=True):
        assert all(abs(one - other) <= 1 for one, other in zip(ours, theirs, strict=True))


@pytest.mark.parametrize(
    "marked, plain",
    [("É", "E"), ("Š", "S"), ("Ł", "L"), ("Å", "A"), ("Ç", "C"), ("Ő", "O"), ("Đ", "D")],
)
def test_marks_of_letters_are_drawn(marked, plain):
    assert initials_picture(marked, 1) != initials_picture(plain, 1)
    assert initials_picture(marked, 1) == initials_picture(marked.lower(), 1)


def test_a_letter_reads_the_same_however_it_is_written():
    assert initials_picture("E\u0301", 1) == initials_picture("É", 1)


@pytest.mark.parametrize(
    "initials", ["", " ", "Ж", "李", "م", "🙂", "\0", "\ud800", "A\u0301\u0335"]
)
def test_any_initials_give_a_picture(initials):
    data = initials_picture(initials, 12, edge=64)
    assert Image.open(io.BytesIO(data)).size == (64, 64)
    assert reencode(data, max_edge=64, square=True)


@pytest.mark.parametrize("hue", [0, 13, 240])
def test_there_are_twelve_colours(hue):
    with pytest.raises(ValueError, match="hue"):
        initials_picture("AB", hue)

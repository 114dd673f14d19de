"""What may be uploaded as a picture, and what is left of it."""

import io
import struct
import time
import zipfile
import zlib

import pytest
from PIL import Image, ImageDraw

from app.kit.pictures import BadPicture, reencode, reencoding

RED, BLUE = (220, 30, 30), (30, 30, 220)


def halves(size=(64, 32), mode="RGB"):
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", size, RED)
    ImageDraw.Draw(picture).rectangle((size[0] // 2, 0, *size), BLUE)
    return picture.convert(mode)


def encoded(picture, kind, **settings):
    out = io.BytesIO()
    picture.save(out, kind, **settings)
    return out.getvalue()


def opened(picture):
    return Image.open(io.BytesIO(picture.data))


def is_near(colour, wanted):
    return all(abs(one - other) < 40 for one, other in zip(colour, wanted, strict=False))


def chunk(kind, body):
    checksum = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", checksum)


def png_of(width, height):
    """Claims its size truly, in few bytes: blank lines pack well."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = zlib.compress(bytes(10_000_000), 9)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", body), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_each_kind_becomes_webp_and_shows_the_same(kind):
    picture = reencode(encoded(halves(), kind), max_edge=100)
    assert (picture.media_type, picture.suffix) == ("image/webp", "webp")
    assert (picture.width, picture.height) == (64, 32) == opened(picture).size
    shown = opened(picture).convert("RGB")
    assert is_near(shown.getpixel((5, 16)), RED)
    assert is_near(shown.getpixel((58, 16)), BLUE)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "YCbCr"])
def test_any_mode_is_read(mode):
    source = Image.new("I;16", (64, 32), 40_000) if mode == "I;16" else halves(mode=mode)
    kind = "JPEG" if mode in {"CMYK", "YCbCr"} else "PNG"
    picture = reencode(encoded(source, kind), max_edge=32)
    assert (picture.width, picture.height) == (32, 16)


def test_sixteen_bits_of_grey_keep_their_brightness():
    picture = reencode(encoded(Image.new("I;16", (8, 8), 40_000), "PNG"), max_edge=8)
    assert is_near(opened(picture).convert("RGB").getpixel((4, 4)), (156, 156, 156))


def test_transparency_stays():
    clear = Image.new("RGBA", (8, 8), (0, 0, 0, 0))
    assert (
        opened(reencode(encoded(clear, "PNG"), max_edge=8)).convert("RGBA").getpixel((4, 4))[3] == 0
    )


def test_large_ones_are_scaled_and_small_ones_stay():
    assert reencode(encoded(halves((800, 400)), "PNG"), max_edge=100).width == 100
    assert reencode(encoded(halves((800, 400)), "JPEG"), max_edge=100).height == 50
    assert reencode(encoded(halves((40, 20)), "PNG"), max_edge=100).width == 40
    assert reencode(encoded(halves((3000, 2)), "PNG"), max_edge=100).height == 1


def test_a_square_is_the_middle():
    picture = reencode(encoded(halves((400, 100)), "PNG"), max_edge=64, square=True)
    assert (picture.width, picture.height) == (64, 64)
    shown = opened(picture).convert("RGB")
    assert is_near(shown.getpixel((5, 32)), RED)
    assert is_near(shown.getpixel((58, 32)), BLUE)


def test_a_small_square_is_not_blown_up():
    assert reencode(encoded(halves((20, 10)), "PNG"), max_edge=64, square=True).width == 10


def test_it_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held on its side
    picture = reencode(encoded(halves(), "JPEG", exif=exif), max_edge=100)
    assert (picture.width, picture.height) == (32, 64)
    shown = opened(picture).convert("RGB")
    assert is_near(shown.getpixel((16, 5)), RED)
    assert is_near(shown.getpixel((16, 58)), BLUE)
    assert 0x0112 not in opened(picture).getexif()


def a_talkative_exif():
    exif = Image.Exif()
    exif[0x010F] = "SecretMaker"
    exif[0x9286] = "SecretComment"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 30.0, 1.0), 29: "SecretDate"})
    return exif


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("square", [True, False])
def test_nothing_is_told_about_where_and_how(kind, square):
    told = {"exif": a_talkative_exif(), "xmp": b"<x>SecretPacket</x>"}
    if kind == "JPEG":
        told["comment"] = b"SecretRemark"
    data = encoded(halves(), kind, **told)
    assert b"Secret" in data
    picture = reencode(data, max_edge=100, square=square)
    assert b"Secret" not in picture.data
    for part in (b"EXIF", b"XMP ", b"ICCP", b"Exif"):
        assert part not in picture.data
    assert not opened(picture).getexif()


def a_gif(count, size=(40, 20)):
    frames = [Image.new("RGB", size, (number * 7 % 256, 90, 90)) for number in range(count)]
    return encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=50, loop=0)


def test_an_animation_goes_on_moving():
    picture = reencode(a_gif(12), max_edge=20)
    shown = opened(picture)
    assert (shown.n_frames, shown.size) == (12, (20, 10))
    assert (picture.width, picture.height) == (20, 10)


def test_a_square_of_an_animation_stands_still():
    assert getattr(opened(reencode(a_gif(12), max_edge=20, square=True)), "n_frames", 1) == 1


def test_an_endless_animation_is_refused():
    with pytest.raises(BadPicture, match="200 frames"):
        reencode(a_gif(201, (2, 2)), max_edge=20)
    assert reencode(a_gif(200, (2, 2)), max_edge=20)


def test_an_animation_of_large_frames_is_refused():
    data = bytearray(a_gif(30, (2, 2)))
    data[6:10] = struct.pack("<HH", 3000, 2500)  # what the header says all frames are drawn on
    with pytest.raises(BadPicture, match="too long"):
        reencode(bytes(data), max_edge=20)


@pytest.mark.parametrize(
    "data, reason",
    [
        (b"", "empty"),
        (b"not a picture", "not a PNG"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "not a PNG"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "not a PNG"),
        (b"<!doctype html><script>alert(1)</script>", "not a PNG"),
        (b"%PDF-1.7\n", "not a PNG"),
        (encoded(halves(), "TIFF"), "not a PNG"),
        (encoded(halves(), "BMP"), "not a PNG"),
        (b"RIFF\0\0\0\0WAVEfmt ", "not a PNG"),
        (b"GIF89a<script>alert(1)</script>", "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "damaged"),
        (b"\xff\xd8\xff\xe0", "damaged"),
        (b"RIFF\xff\xff\xff\xffWEBPVP8 ", "damaged"),
    ],
)
def test_what_is_no_picture_is_refused_with_a_reason(data, reason):
    with pytest.raises(BadPicture, match=reason) as refused:
        reencode(data, max_edge=100)
    assert refused.value.field == "picture"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
@pytest.mark.parametrize("part", [0.05, 0.5, 0.9])
def test_what_was_cut_off_is_refused(kind, part):
    noise = Image.effect_noise((200, 200), 100).convert("RGB")
    data = encoded(noise, kind)
    with pytest.raises(BadPicture):
        reencode(data[: int(len(data) * part)], max_edge=100)


def test_an_archive_behind_a_picture_is_left_behind():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as jar:
        jar.writestr("Evil.class", b"SecretCode")
    data = encoded(halves(mode="P"), "GIF") + archive.getvalue()
    assert zipfile.is_zipfile(io.BytesIO(data))
    picture = reencode(data, max_edge=100)
    assert not zipfile.is_zipfile(io.BytesIO(picture.data))
    assert b"SecretCode" not in picture.data


def test_html_in_a_picture_is_left_behind():
    script = b"<html><script>alert(1)</script></html>"
    data = encoded(halves(), "JPEG", comment=script) + script
    picture = reencode(data, max_edge=100)
    assert b"script" not in picture.data


def test_more_than_eight_megabytes_are_not_looked_at():
    with pytest.raises(BadPicture, match="8 MB"):
        reencode(encoded(halves(), "PNG") + bytes(reencoding.MOST_BYTES), max_edge=100)


def test_a_flood_of_pixels_is_refused_before_it_flows(monkeypatch, tmp_path):
    """A child with hardly more memory than the decoder itself needs can still say so."""
    frugal = tmp_path / "child.py"
    source = reencoding._CHILD.read_text()
    assert "MEMORY = 896 * 1024" in source
    frugal.write_text(source.replace("MEMORY = 896 * 1024", "MEMORY = 256 * 1024"))
    monkeypatch.setattr(reencoding, "_CHILD", frugal)
    data = png_of(50_000, 50_000)
    assert len(data) < 20_000
    began = time.monotonic()
    with pytest.raises(BadPicture, match="40 million"):
        reencode(data, max_edge=100)
    # It takes a fraction of a second; the bound leaves room for a busy machine.
    assert time.monotonic() - began < 20


def test_too_little_memory_is_told_as_too_much_work(monkeypatch, tmp_path):
    frugal = tmp_path / "child.py"
    source = reencoding._CHILD.read_text()
    frugal.write_text(source.replace("MEMORY = 896 * 1024", "MEMORY = 150 * 1024"))
    monkeypatch.setattr(reencoding, "_CHILD", frugal)
    with pytest.raises(BadPicture, match="too much work"):
        reencode(encoded(Image.new("RGB", (8000, 5000)), "PNG"), max_edge=100)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_the_largest_that_is_allowed_is_read(kind):
    exif = Image.Exif()
    exif[0x0112] = 6
    data = encoded(Image.new("RGB", (8000, 5000), RED), kind, exif=exif, method=0, compress_level=1)
    picture = reencode(data, max_edge=2000)
    assert (picture.width, picture.height) == (1250, 2000)


def test_a_child_that_takes_too_long_is_killed(monkeypatch):
    monkeypatch.setattr(reencoding, "TIME_LIMIT", 0.01)
    with pytest.raises(BadPicture, match="too much work"):
        reencode(encoded(halves(), "PNG"), max_edge=100)


@pytest.mark.parametrize("last_words", ["import os; os.kill(os.getpid(), 11)", "bytearray(2**40)"])
def test_a_child_that_falls_over_takes_nobody_along(monkeypatch, tmp_path, last_words):
    child = tmp_path / "child.py"
    child.write_text(last_words)
    monkeypatch.setattr(reencoding, "_CHILD", child)
    with pytest.raises(BadPicture, match="too much work"):
        reencode(encoded(halves(), "PNG"), max_edge=100)


@pytest.mark.parametrize("max_edge", [0, -1, 100_000])
def test_a_senseless_size_is_a_mistake_of_ours(max_edge):
    with pytest.raises(ValueError, match="max_edge"):
        reencode(encoded(halves(), "PNG"), max_edge=max_edge)

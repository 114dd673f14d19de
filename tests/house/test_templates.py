"""What every template keeps to: no unsafe text, nothing inline, small, shown in the gallery."""

import re
from pathlib import Path

import pytest

APP = Path(__file__).parents[2] / "app"
TEMPLATES = APP / "templates"
EVERY = sorted(path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".txt", ".xml"})
LETTERS = ("mail/", "layouts/mail", "ui/mail")


def named(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


def pages() -> list[Path]:
    """Return what browsers get; letters may carry styles, since mail programs need them."""
    return [
        path for path in EVERY if path.suffix == ".html" and not named(path).startswith(LETTERS)
    ]


def words_of(path: Path) -> str:
    """Return a template without its comments."""
    return re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("path", EVERY, ids=named)
def test_a_template_trusts_no_text(path: Path) -> None:
    text = words_of(path)
    assert not re.search(r"\|\s*safe\b", text)
    assert "autoescape" not in text
    assert "Markup(" not in text


@pytest.mark.parametrize("path", pages(), ids=named)
def test_a_page_carries_nothing_inline(path: Path) -> None:
    text = words_of(path)
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<[^>{}]*\son[a-z]+\s*=", text)
    assert "<style" not in text
    for opening in re.findall(r"<script[^>]*>", text):
        assert "src=" in opening or 'type="application/ld+json"' in opening
    assert "javascript:" not in text


@pytest.mark.parametrize("path", EVERY, ids=named)
def test_a_template_is_short_and_named_after_a_noun(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 120
    assert re.fullmatch(r"_?[a-z0-9]+(?:_[a-z0-9]+)*\.(?:subject\.)?(?:html|txt|xml)", path.name), (
        path.name
    )


@pytest.mark.parametrize("path", pages(), ids=named)
def test_only_an_underscore_may_be_included(path: Path) -> None:
    for included in re.findall(r"\{%-?\s*include\s+\"([^\"]+)\"", words_of(path)):
        assert included.rpartition("/")[2].startswith("_"), included


def test_every_icon_that_is_named_is_drawn() -> None:
    drawn = set(re.findall(r'id="([a-z-]+)"', (APP / "static" / "icons.svg").read_text("utf-8")))
    for path in pages():
        for name in re.findall(r"\bicon\('([a-z-]+)'", words_of(path)):
            assert name in drawn, f"{named(path)} names {name}"


def test_every_class_that_a_template_wears_is_in_a_sheet() -> None:
    sheets = "".join(path.read_text("utf-8") for path in (APP / "static" / "css").rglob("*.css"))
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", sheets))
    for path in pages():
        for worn in re.findall(r'class="([^"]*)"', words_of(path)):
            names = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", " ", worn).split()
            made_up = {name for name in names if not name.endswith("-")} - known
            # Highlighted code wears the names of its tokens, most of which look like the rest.
            assert made_up <= {"o"}, f"{named(path)}: {made_up}"


def test_the_gallery_shows_every_macro() -> None:
    shown = "".join(
        words_of(path)
        for path in [TEMPLATES / "gallery.html", *sorted((TEMPLATES / "gallery").iterdir())]
    )
    layouts = "".join(words_of(path) for path in (TEMPLATES / "layouts").iterdir())
    shelf = "".join(words_of(path) for path in (TEMPLATES / "ui").iterdir())
    for path in sorted((TEMPLATES / "ui").glob("*.html")):
        if path.name == "mail.html":
            continue
        for macro in re.findall(r"\{% macro (\w+)\(", words_of(path)):
            calls = len(re.findall(rf"\b{macro}\(", shelf)) - 1
            assert re.search(rf"\b{macro}\(", shown + layouts) or calls > 0, f"{path.name}: {macro}"

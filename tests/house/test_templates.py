"""What every template keeps to: no unsafe text, nothing inline, small; and the gallery shows all."""

import re
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, render_template
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    EmailField,
    FileField,
    Form,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from app.web.assets import Assets

APP = Path(__file__).parents[2] / "app"
TEMPLATES = APP / "templates"
EVERY = sorted(path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".txt", ".xml"})
LETTERS = ("mail/", "layouts/mail", "ui/mail")
MOMENT = datetime(2026, 11, 14, 19, 4, tzinfo=UTC)


def named(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


def pages() -> list[Path]:
    """Return what a browser gets; letters may carry styles, since mail programs need them."""
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


def shell(**changes: Any) -> SimpleNamespace:
    """Return what surrounds a page, as app/web/shell.py gives it."""
    visitor = SimpleNamespace(is_guest=True)
    usual = {
        "site_name": "Lumen Home", "actor": visitor, "unread": 0, "theme": "auto", "lang": "en", "locale_dir": "ltr",
        "figures": [("members", "48.2k", "48,213"), ("solved", "81%", "81%")],
        "nav": [("Questions", "/questions", True)], "helper": False, "staff": False,
        "csrf_token": lambda: pytest.fail("a visitor's page asks for no token"), "messages": [],
    }  # fmt: skip
    return SimpleNamespace(**(usual | changes))


def member_shell() -> SimpleNamespace:
    margo = SimpleNamespace(
        is_guest=False,
        handle="margo",
        name="Margo",
        picture="",
        role_label="",
        hue=5,
        initials="MO",
        url="/members/margo",
    )
    told = [("success", "Sent."), ("danger", "That did not work.")]
    return shell(
        actor=margo,
        unread=3,
        theme="dark",
        helper=True,
        csrf_token=lambda: "token-1",
        messages=told,
    )


def when(moment: datetime) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(moment.isoformat(), f"{moment:%d %B %Y}")


@pytest.fixture(scope="module")
def bare() -> Flask:
    """A program with nothing but the templates, their globals and their files."""
    app = Flask("bare", template_folder=str(TEMPLATES))
    app.jinja_env.globals.update(
        _=lambda words, **given: words % given if given else words,
        ngettext=lambda one, many, num, **given: (
            (one if num == 1 else many) % ({"num": num} | given)
        ),
        number=lambda count: f"{count:,}",
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        when=when, short=lambda count: f"{count / 1000:.1f}k" if count > 9999 else str(count)
    )
    Assets(APP / "static", "#8d2c5f").init_app(app)
    return app


class Specimen(Form):
    """One field of each kind a form may have."""

    title = StringField("Title", [InputRequired("Say what the problem is.")])
    address = EmailField("E-mail", description="Nobody else sees it.")
    word = PasswordField("Password")
    story = TextAreaField("What happens?")
    reason = SelectField("Reason", choices=[SelectChoice("a", "Unkind"), SelectChoice("b", "Spam")])
    mode = RadioField("Mail", choices=[SelectChoice("all", "Everything")])
    follow = BooleanField("Write to me")
    picture = FileField("Picture")


def gallery(app: Flask, around: SimpleNamespace) -> str:
    form = Specimen(MultiDict({"story": "<b>kept</b>", "word": "secret", "reason": "b"}))
    form.validate()
    with app.test_request_context("/gallery"):
        return render_template("gallery.html", shell=around, moment=MOMENT, form=form)


def test_the_gallery_renders_for_a_visitor_without_a_token(bare: Flask) -> None:
    html = gallery(bare, shell())
    assert 'href="/signin"' in html
    assert "bell-count" not in html
    assert "/signout" not in html


def test_the_gallery_renders_for_a_member(bare: Flask) -> None:
    html = gallery(bare, member_shell())
    assert 'data-theme="dark"' in html
    assert 'aria-label="Notices, 3 unread"' in html
    assert 'value="token-1"' in html
    assert "Sent." in html
    assert "That did not work." in html


def test_the_gallery_shows_every_macro(bare: Flask) -> None:
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


def test_a_form_that_comes_back_keeps_the_text_and_says_what_to_do(bare: Flask) -> None:
    html = gallery(bare, shell())
    assert "&lt;b&gt;kept&lt;/b&gt;" in html
    assert 'aria-invalid="true" aria-describedby="title-error"' in html
    assert "Say what the problem is." in html
    assert '<option value="b" selected>' in html
    assert "secret" not in html


def test_structured_data_cannot_close_its_block(bare: Flask) -> None:
    html = gallery(bare, shell())
    block = html.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert "\\u003c/script\\u003e" in block

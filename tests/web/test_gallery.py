"""The gallery shows the whole shelf, to visitors and members, in valid HTML anybody can use."""

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from flask import Flask, render_template
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

from tests.services.axe import assert_accessible
from tests.services.chromium import Window
from tests.web.bare import Site, bare_app, member_shell, shell

MOMENT = datetime(2026, 11, 14, 19, 4, tzinfo=UTC)
TOLD = [("success", "Sent."), ("danger", "That did not work.")]


@pytest.fixture(scope="module")
def bare() -> Flask:
    return bare_app()


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
    html = gallery(bare, member_shell(theme="dark", messages=TOLD))
    assert 'data-theme="dark"' in html
    assert 'aria-label="Notices, 3 unread"' in html
    assert 'value="token-1"' in html
    assert "Sent." in html
    assert "That did not work." in html


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


def test_the_gallery_is_valid_html(bare: Flask, nu: Callable[..., None]) -> None:
    nu([("visitor", gallery(bare, shell())), ("member", gallery(bare, member_shell()))])


@pytest.mark.loopback
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("brand", ["#8d2c5f", "#ffd400"])
def test_the_gallery_is_accessible_and_fits(
    open_window: Callable[..., Window], brand: str, width: int, *, dark: bool
) -> None:
    app = bare_app(brand)
    app.add_url_rule("/gallery", "gallery", lambda: gallery(app, member_shell(messages=TOLD)))
    with Site(app) as address:
        window = open_window(address, width=width, dark=dark)
        window.page.goto("/gallery")
        assert window.overflow() == 0
        assert_accessible(window.page)

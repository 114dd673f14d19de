"""Asking: what is refused, what is kept, what is counted."""

import pytest

from app.domain.forum.actions.asking import ask
from app.domain.forum.models.questions import Question
from app.kit.db import db
from app.kit.problems import Forbidden, Invalid, TooMany
from app.kit.work import write
from tests.factories.catalog import make_group, make_product, make_space, make_tag
from tests.factories.forum import make_text

TITLE = "Why does my lamp flicker at night?"


def count() -> int:
    return db.session.query(Question).count()


def test_a_question_stands_in_the_default_space_and_is_counted(alice, session):
    product = make_product()
    make_tag("wifi")
    question = write(
        ask, by=alice, title=f"  {TITLE} ", body=make_text(), product=product, tags=["WiFi"]
    )
    assert question.title == TITLE
    assert question.space.is_default
    assert question.language == "en"
    assert (alice.question_count, product.question_count) == (1, 1)
    assert question.tags[0].question_count == 1
    assert question.asker_spoke_last
    assert not question.is_solved


def test_a_guest_and_an_unconfirmed_member_cannot_ask(guest, ulla):
    for person in (guest, ulla):
        with pytest.raises(Forbidden):
            write(ask, by=person, title=TITLE, body=make_text())
    assert count() == 0


@pytest.mark.parametrize(
    "title",
    [
        "short",
        "a" * 201,
        "\u202eWhy does my lamp flicker",
        "Why does\u200f my lamp do it",
        "?" * 20,
    ],
)
def test_a_title_that_says_nothing_or_hides_something_is_refused(alice, title):
    with pytest.raises(Invalid) as refused:
        write(ask, by=alice, title=title, body=make_text())
    assert refused.value.field == "title"
    assert count() == 0


def test_a_title_is_composed(alice):
    question = write(ask, by=alice, title="Warum ist die Lampe gru\u0308n?", body=make_text())
    assert question.title == "Warum ist die Lampe gr\u00fcn?"


@pytest.mark.parametrize(
    "body", ["too short", "x" * 30_001, "nul \x00 is not for databases here", ">" * 500]
)
def test_a_body_out_of_bounds_is_refused(alice, body):
    with pytest.raises(Invalid) as refused:
        write(ask, by=alice, title=TITLE, body=make_text(body))
    assert refused.value.field == "body"
    assert count() == 0


@pytest.mark.parametrize(
    "text",
    [
        make_text(parts=["<p>" + '<a href="https://a.example">a</a>' * 3 + "</p>"]),
        make_text(parts=["<p>" + '<img src="/files/a.png" alt="">' * 2 + "</p>"]),
        make_text(mentions=(1, 2, 3)),
    ],
)
def test_a_newcomers_post_has_few_links_pictures_and_mentions(nora, alice, text):
    with pytest.raises(Invalid) as refused:
        write(ask, by=nora, title=TITLE, body=text)
    assert refused.value.field == "body"
    assert write(ask, by=alice, title=TITLE, body=text)


def test_a_newcomer_asks_five_times_a_day(nora):
    for _ in range(5):
        write(ask, by=nora, title=TITLE, body=make_text())
    with pytest.raises(TooMany):
        write(ask, by=nora, title=TITLE, body=make_text())
    assert count() == 5


def test_an_unknown_tag_needs_trust(alice, tess):
    with pytest.raises(Invalid) as refused:
        write(ask, by=alice, title=TITLE, body=make_text(), tags=["brand new"])
    assert refused.value.field == "tags"
    question = write(ask, by=tess, title=TITLE, body=make_text(), tags=["Brand new", "brand-new"])
    assert [tag.name for tag in question.tags] == ["brand-new"]


def test_more_than_five_tags_are_refused(tess):
    with pytest.raises(Invalid) as refused:
        write(ask, by=tess, title=TITLE, body=make_text(), tags=list("abcdef"))
    assert refused.value.field == "tags"


def test_only_fields_that_the_product_asks_for_are_kept(alice):
    lamps = make_product(
        "Lamps", fields=[{"name": "firmware", "label": "Firmware", "required": True}]
    )
    bulb = make_product("Bulb", parent=lamps)
    with pytest.raises(Invalid):
        write(ask, by=alice, title=TITLE, body=make_text(), product=bulb, fields={})
    with pytest.raises(Invalid):
        write(
            ask, by=alice, title=TITLE, body=make_text(), product=bulb,
            fields={"firmware": "3", "author_id": "1"},
        )  # fmt: skip
    question = write(
        ask, by=alice, title=TITLE, body=make_text(), product=bulb, fields={"firmware": " 3.2 "}
    )
    assert question.fields == {"firmware": "3.2"}


def test_nobody_asks_where_they_cannot_see(alice, bob):
    space = make_space("group", group=make_group(bob))
    with pytest.raises(Forbidden):
        write(ask, by=alice, title=TITLE, body=make_text(), space=space)
    question = write(ask, by=bob, title=TITLE, body=make_text(), space=space)
    assert question.space_id == space.id
    assert bob.question_count == 0, "public figures tell nothing of what is not public"


def test_the_same_form_asks_once(alice):
    first = write(ask, by=alice, title=TITLE, body=make_text(), nonce="n1")
    again = write(ask, by=alice, title=TITLE, body=make_text(), nonce="n1")
    assert again.id == first.id
    assert count() == 1
    with pytest.raises(Invalid):
        write(ask, by=alice, title=TITLE, body=make_text("Something else entirely."), nonce="n1")


def test_two_members_may_have_the_same_nonce(alice, bob):
    first = write(ask, by=alice, title=TITLE, body=make_text(), nonce="n1")
    other = write(ask, by=bob, title=TITLE, body=make_text(), nonce="n1")
    assert other.id != first.id

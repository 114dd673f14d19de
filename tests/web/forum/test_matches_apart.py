"""What the ask form looks for in other languages, and where one ask ends and another begins."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.forum.models.questions import Question
from app.domain.search import actions as search
from app.domain.search.actions.asks import hash_of
from app.domain.search.models import Ask
from app.kit.db import db
from tests.factories.catalog import make_space
from tests.factories.forum import make_question
from tests.web.asking import FORM, KEY, TITLE, look, make_near, say, text_of


@pytest.fixture
def near(session: Any) -> Question:
    """A solved question that matches what is typed."""
    return make_near()


def test_what_is_typed_is_read_in_the_language_of_its_space(client: Any, near: Question) -> None:
    house = make_space("public", language="de")
    lamp = make_question("Die Lampe an der Heizung", body="Im Flur.", space=house)
    search.rebuild()
    german = {"title": "Lampen neben Heizungen", "body": ""}
    for space in (house.slug, ""):
        assert f'data-match="question:{lamp.id}"' in look(client, space=space, **german)
    assert f'data-match="question:{near.id}"' in look(client, space="no-such-space")
    page = client.get("/questions/matches", query_string=german | {"space": house.slug})
    assert f'data-match="question:{lamp.id}"' in text_of(page)


def test_a_title_without_blanks_is_looked_for_from_its_fourth_sign(client: Any) -> None:
    lamp = make_question("灯泡灭了怎么办", body="昨天还好。")
    make_question("插座没电", body="一直这样。")
    search.rebuild()
    assert f'data-match="question:{lamp.id}"' in look(client, title="我的灯泡灭了", body="")
    assert "data-match" not in look(client, title="灯泡灭", body="")


@pytest.mark.parametrize("what", ["fixed", "followed"])
def test_another_question_is_another_ask(
    what: str, as_member: Any, alice: Any, erin: Any, near: Question
) -> None:
    asker = as_member(alice)
    look(asker)
    say(asker, what, near)
    # What was typed is there still, but it is no part of what has ended.
    form = text_of(asker.get("/questions/ask"))
    assert f'value="{TITLE}"' in form
    [number] = re.findall(r'name="ask" value="([\w-]{16,})"', form)
    assert number != KEY
    other = make_question("The narwhal heater hums in the hall")
    search.rebuild()
    mine = {
        "ask": number,
        "title": "My narwhal heater hums loudly",
        "body": "It does so whenever somebody walks past it.",
        "nonce": "n1",
    }
    look(asker, **mine)
    asked = asker.post("/questions/ask", data=FORM | mine)
    page = text_of(as_member(erin).get(asked.location.split("?")[0]))
    shown_before = page[page.index("Shown before this was asked") :]
    assert other.title in shown_before
    assert near.title not in shown_before
    asks = {ask.key_hash: ask for ask in db.session.scalars(select(Ask))}
    assert asks[hash_of(KEY) or ""].question_id is None
    assert asks[hash_of(number) or ""].question_id is not None

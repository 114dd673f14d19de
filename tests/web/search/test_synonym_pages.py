"""The pages of synonyms: shown by language, added, changed with conflicts told, removed, pasted."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.domain.search import actions
from app.domain.search.actions.synonyms import add_group
from app.domain.search.models import SynonymGroup
from app.kit.db import db
from app.kit.work import write
from tests.factories.forum import make_question

WHERE = "/search/synonyms"


def text(response):
    return response.get_data(as_text=True)


@pytest.fixture
def editor(as_member, erin):
    return as_member(erin)


@pytest.fixture
def group(session, erin):
    return write(add_group, "en", ["wifi", "wlan", "wireless network"], by=erin)


def kept():
    db.session.expire_all()
    return [(g.language, g.words) for g in db.session.scalars(select(SynonymGroup))]


def test_groups_are_shown_by_language(editor, erin, group):
    write(add_group, "de", ["Lampe", "Leuchte"], by=erin)
    assert "wireless network" in text(editor.get(WHERE))
    german = text(editor.get(f"{WHERE}?language=de"))
    assert "Leuchte" in german
    assert "wireless network" not in german


def test_added_from_commas_and_lines(editor, session):
    response = editor.post(WHERE, data={"language": "en", "words": "bulb, lamp\nlight bulb"})
    assert response.headers["Location"] == f"{WHERE}?language=en"
    assert kept() == [("en", ["bulb", "lamp", "light bulb"])]


@pytest.mark.parametrize("words", ["", "bulb", "wlan, WIFI", "bulb, ?!", "bulb, a\u202eb"])
def test_what_cannot_be_added_keeps_what_was_typed(editor, group, words):
    response = editor.post(WHERE, data={"language": "en", "words": words})
    assert response.status_code == 422
    assert len(kept()) == 1
    assert words.split(",")[0] in text(response)


def test_changed(editor, group):
    sent = {"language": "en", "words": "wifi, wlan", "edition": "1"}
    assert editor.post(f"{WHERE}/{group.id}/edit", data=sent).status_code == 303
    assert kept() == [("en", ["wifi", "wlan"])]


def test_two_who_change_one_group_see_both_lists(editor, as_member, ada, group):
    url = f"{WHERE}/{group.id}/edit"
    assert 'name="edition" value="1"' in text(editor.get(url))
    as_member(ada).post(url, data={"language": "en", "words": "wifi, wi-fi", "edition": "1"})
    sent = {"language": "en", "words": "wifi, radio", "edition": "1"}
    response = editor.post(url, data=sent)
    page = text(response)
    assert response.status_code == 422
    assert "Theirs are: wifi, wi-fi." in page
    assert "wifi, radio" in page
    assert 'name="edition" value="2"' in page
    assert editor.post(url, data=sent | {"edition": "2"}).status_code == 303
    assert kept() == [("en", ["wifi", "radio"])]


@pytest.mark.parametrize("edition", ["", "x", "-1", "9" * 400])
def test_an_odd_edition_is_a_conflict(editor, group, edition):
    sent = {"language": "en", "words": "wifi, radio", "edition": edition}
    assert editor.post(f"{WHERE}/{group.id}/edit", data=sent).status_code == 422


def test_removed(editor, group):
    assert editor.post(f"{WHERE}/{group.id}/removal").status_code == 303
    assert kept() == []
    assert editor.post(f"{WHERE}/{group.id}/removal").status_code == 404
    assert editor.get(f"{WHERE}/{group.id}/edit").status_code == 404


def test_many_are_pasted(editor, group):
    text_of = "- [wlan, wifi, wireless network]\n- [bulb, lamp]\n- [chime, gong]\n"
    response = editor.post(f"{WHERE}/many", data={"language": "en", "text": text_of})
    assert response.status_code == 303
    assert len(kept()) == 3
    assert "2 groups are new. 1 was there." in text(editor.get(WHERE))


def test_pasted_groups_that_cannot_be_kept_are_named(editor, session):
    response = editor.post(f"{WHERE}/many", data={"language": "en", "text": "bulb, lamp\nthe, and"})
    page = text(response)
    assert "1 group is new." in page
    assert "the, and" in page
    assert len(kept()) == 1


@pytest.mark.parametrize("given", ["", "- {a: b}", "# none", "x" * 200_001])
def test_a_list_that_cannot_be_read_is_refused(editor, session, given):
    sent = {"language": "en", "text": given}
    assert editor.post(f"{WHERE}/many", data=sent).status_code == 422


def test_a_search_is_tried(editor, group):
    page = text(editor.get(WHERE, query_string={"try": "wlan lamp -strip"}))
    shown = page[page.index('class="meanings"') :].split("</ul>")[0]
    assert "wireless network" in shown
    assert "wifi" in shown
    assert "<b" in shown
    assert "not" in shown


@pytest.mark.parametrize("tried", ["the", "\x00", '"', "x" * 5000, "-", "*?~"])
def test_odd_trials_are_answered(editor, group, tried):
    assert editor.get(WHERE, query_string={"try": tried}).status_code == 200


def test_words_come_along_from_the_report(editor, session):
    assert "telly remote" in text(editor.get(f"{WHERE}?words=telly+remote"))


def test_a_search_for_one_word_finds_the_other(editor, client, group):
    make_question("Slow wireless network upstairs")
    actions.rebuild()
    assert "Slow" in text(client.get("/search?q=wlan+upstairs"))


def test_members_keep_out(as_member, alice, group):
    member = as_member(alice)
    assert member.get(WHERE).status_code == 403
    assert member.post(WHERE, data={"language": "en", "words": "a1, b1"}).status_code == 403

"""First questions, as asker and reviewers meet them; with scripts and without."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from sqlalchemy import func, select

from app.domain.forum.actions.staging import ask_or_stage, publish_staged
from app.domain.forum.actions.suggesting import suggest
from app.domain.forum.models.questions import Question
from app.domain.forum.models.staging import StagedQuestion
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work, write
from tests.factories.catalog import make_product
from tests.factories.threads import asked, let_happen, words

TITLE = "Why does the speaker not listen?"
BODY = "I said it five times, and it does not do what I say."
BETTER = "I say “lights on”, and the ring turns red. I said it five times."
SCRIPTED = {"X-Fragment": "staged"}


@pytest.fixture
def speaker(session):
    """A product whose first questions are looked over."""
    return make_product("Speaker", stages_first=True)


@pytest.fixture
def staged(nora, speaker):
    return write(ask_or_stage, by=nora, title=TITLE, body=words(BODY), product=speaker)


def said(response: Any) -> str:
    return unescape(re.sub(r"<[^>]+>", "", response.get_data(as_text=True)))


def only_staged() -> StagedQuestion:
    return db.session.scalars(select(StagedQuestion)).one()


def question_count() -> int:
    return db.session.scalar(select(func.count()).select_from(Question)) or 0


@pytest.mark.parametrize("headers", [{}, SCRIPTED], ids=["plain", "scripted"])
def test_the_whole_way_of_a_first_question(nora, tess, speaker, as_member, outbox, headers):
    new, helper = as_member(nora), as_member(tess)
    # She is told beforehand, asks, and comes to a page that says what happens next.
    assert "looks over your first question" in said(
        new.get(f"/questions/ask?product={speaker.slug}")
    )
    sent = {"title": TITLE, "body": BODY, "product": speaker.slug, "nonce": "one-form"}
    home = new.post("/questions/ask", data=sent).headers["Location"]
    staged = only_staged()
    assert home == f"/staging/{staged.id}"
    assert "Somebody looks over it now" in said(new.get(home))
    # Tess finds it, suggests a text, and Nora is told by bell and mail.
    assert TITLE in said(helper.get("/staging"))
    given = {"note": "Say what you see.", "title": TITLE, "body": BETTER, "base_edition": "1"}
    answered = helper.post(f"{home}/notes", data=given, headers=headers)
    assert answered.status_code == (200 if headers else 303)
    let_happen()
    [letter] = [one for one in outbox if one.to == nora.email]
    for body in (letter.text, letter.html):
        assert "Say what you see." in body
        assert home in body
    assert "has a suggestion for your question" in said(new.get("/notices"))
    # She sees what would change, and takes it over.
    page = new.get(home)
    assert "There is a suggestion for you." in said(page)
    assert "<ins>" in page.text
    assert "<del>" in page.text
    taking = re.search(r'action="(/staging/notes/\d+/taking)"', page.text)
    assert taking is not None
    taken = new.post(taking.group(1), headers=headers)
    assert taken.status_code == (200 if headers else 303)
    assert "The suggested text was taken over." in said(new.get(home))
    # Tess publishes what she reads; everybody sees it, and both are led to it.
    read = {"base_edition": "2"}
    published = helper.post(f"{home}/publication", data=read, headers=headers)
    question = db.session.scalars(select(Question)).one()
    path = f"/questions/{question.id}-{question.slug}"
    assert published.headers["X-Location" if headers else "Location"] == path
    asked_now = said(helper.get(path))
    assert BETTER in asked_now
    assert "Tess looked over it before it was published" in asked_now
    assert path in new.get(home).text
    # From now on she asks like everybody else.
    assert "looks over" not in said(new.get(f"/questions/ask?product={speaker.slug}"))


def test_members_and_other_products_are_asked_for_no_patience(
    client, nora, alice, speaker, as_member
):
    assert "looks over" not in said(as_member(alice).get(f"/questions/ask?product={speaker.slug}"))
    lamp = make_product("Lamp")
    assert "looks over" in said(client.get(f"/questions/ask?product={speaker.slug}"))
    assert "looks over" not in said(as_member(nora).get(f"/questions/ask?product={lamp.slug}"))


def test_choosing_the_product_tells_of_it_in_place(nora, speaker, as_member):
    part = as_member(nora).get(
        f"/questions/ask?product={speaker.slug}", headers={"X-Fragment": "ask-parts"}
    )
    assert "Somebody looks over your first question." in said(part)
    assert "<html" not in part.text


def test_the_ask_form_leads_to_what_is_looked_over(nora, staged, as_member):
    assert f'href="/staging/{staged.id}"' in as_member(nora).get("/questions/ask").text


def test_the_queue_leads_to_it_for_those_who_may(tess, as_member):
    assert 'href="/staging"' in as_member(tess).get("/queue").text


def test_nobody_else_finds_it(client, alice, staged, as_member):
    assert as_member(alice).get(f"/staging/{staged.id}").status_code == 404
    assert as_member(alice).get("/staging").status_code == 403
    assert client.get(f"/staging/{staged.id}").headers["Location"].startswith("/signin")


def test_a_refused_note_keeps_what_was_typed(tess, staged, as_member):
    given = {"note": "Please look.", "title": "Why?", "body": BODY, "base_edition": "1"}
    for headers in ({}, SCRIPTED):
        page = as_member(tess).post(f"/staging/{staged.id}/notes", data=given, headers=headers)
        assert page.status_code == 422
        assert "Please look." in page.text
        assert '<details class="more" open>' in page.text


def test_a_note_about_a_text_that_changed_is_shown_the_new_one(nora, tess, staged, as_member):
    revise(as_member(nora), staged, BODY + " It is white.")
    given = {"note": "Which colour?", "base_edition": "1"}
    page = as_member(tess).post(f"/staging/{staged.id}/notes", data=given)
    assert page.status_code == 409
    assert "It is white." in said(page)
    assert "Which colour?" in page.text


def revise(browser: Any, staged: StagedQuestion, body: str, base: int = 1) -> Any:
    given = {"title": staged.title, "body": body, "base_edition": str(base), "product": ""}
    return browser.post(f"/staging/{staged.id}/edit", data=given)


def test_its_asker_changes_it_and_loses_nothing_to_another_window(nora, staged, as_member):
    browser = as_member(nora)
    assert BODY in browser.get(f"/staging/{staged.id}/edit").text
    assert revise(browser, staged, BODY + " It is white.").status_code == 303
    met = revise(browser, staged, BODY + " It is black.")
    assert met.status_code == 409
    assert "It is white." in met.text
    assert "It is black." in met.text
    assert 'name="base_edition" value="2"' in met.text


def test_a_suggestion_for_an_older_text_is_compared_first(nora, tess, staged, as_member):
    note = write(suggest, staged, by=tess, note="", body=words(BETTER))
    browser = as_member(nora)
    revise(browser, staged, BODY + " It is white.")
    led = browser.post(f"/staging/notes/{note.id}/taking").headers["Location"]
    page = browser.get(led)
    assert "It is white." in page.text
    assert "the ring turns red" in page.text
    assert "<ins>" in page.text


def test_a_suggestion_is_changed_first_where_its_asker_likes(nora, tess, staged, as_member):
    note = write(suggest, staged, by=tess, note="", body=words(BETTER))
    page = as_member(nora).get(f"/staging/{staged.id}/edit?note={note.id}")
    assert "The suggestion is in the form below." in said(page)
    assert "Somebody edited this" not in page.text
    other = as_member(nora).get(f"/staging/{staged.id}/edit?note=999999")
    assert other.status_code == 404


def test_what_is_typed_is_kept_as_a_draft(nora, staged, as_member):
    browser = as_member(nora)
    given = {"place": f"edit:staged:{staged.id}", "title": TITLE, "body": "Half a sentence"}
    assert browser.post("/drafts", data=given).status_code == 200
    assert "Half a sentence" in browser.get(f"/staging/{staged.id}/edit").text
    assert f'href="/staging/{staged.id}/edit"' in browser.get("/drafts").text


def test_a_preview_changes_nothing(nora, staged, as_member):
    given = {"title": TITLE, "body": "A **new** text", "base_edition": "1", "preview": "1"}
    page = as_member(nora).post(f"/staging/{staged.id}/edit", data=given)
    assert "<strong>new</strong>" in page.text
    assert only_staged().body == BODY


def test_after_a_day_its_asker_publishes_it_alone(nora, staged, as_member):
    browser = as_member(nora)
    assert browser.post(f"/staging/{staged.id}/publication").status_code == 403
    clock.freeze(clock.now() + timedelta(hours=25))
    assert "publish it yourself" in said(browser.get(f"/staging/{staged.id}"))
    read = {"base_edition": "1"}
    assert browser.post(f"/staging/{staged.id}/publication", data=read).status_code == 303
    assert question_count() == 1


@pytest.mark.parametrize("headers", [{}, SCRIPTED], ids=["plain", "scripted"])
def test_withdrawing_keeps_the_text_for_its_asker(nora, staged, as_member, headers):
    browser = as_member(nora)
    gone = browser.post(f"/staging/{staged.id}/withdrawal", headers=headers)
    assert gone.status_code == (200 if headers else 303)
    page = said(browser.get(f"/staging/{staged.id}"))
    assert "It was withdrawn." in page
    assert BODY in page
    assert question_count() == 0


def test_what_is_settled_offers_nothing_more(nora, tess, staged, as_member):
    write(publish_staged, staged, by=tess)
    page = as_member(nora).get(f"/staging/{staged.id}")
    assert "It is published." in said(page)
    assert "/notes" not in page.text
    edit = as_member(nora).get(f"/staging/{staged.id}/edit")
    assert edit.headers["Location"] == f"/staging/{staged.id}"


def test_markup_in_a_note_stays_text(nora, tess, staged, as_member):
    write(suggest, staged, by=tess, note="<script>alert(1)</script>", title="<b>Bold</b> speaker")
    page = as_member(nora).get(f"/staging/{staged.id}").text
    assert "<script>alert" not in page
    assert "<b>Bold" not in page


def test_the_list_has_pages_and_both_turns(nora, tess, staged, as_member, monkeypatch):
    monkeypatch.setattr("app.domain.forum.queries.staging.STAGED_A_PAGE", 1)
    with unit_of_work():
        db.session.add(
            StagedQuestion(
                author_id=nora.id, space_id=staged.space_id, title="The second one", body=BODY
            )
        )
    browser = as_member(tess)
    first = browser.get("/staging").text
    older = re.search(r'href="(/staging\?tab=waiting&amp;after=[^"]+)"', first)
    assert older is not None
    assert "The second one" not in first
    assert "The second one" in browser.get(unescape(older.group(1))).text
    write(suggest, staged, by=tess, note="Say what you see.")
    assert TITLE in browser.get("/staging?tab=suggested").text
    assert TITLE not in browser.get("/staging").text


def test_pages_keep_their_budget(nora, tess, sue, staged, as_member, statements):
    def cost(path: str) -> int:
        browser = as_member(tess)
        browser.get(path)
        with statements() as ran:
            assert browser.get(path).status_code == 200
        return len(ran)

    few = (cost("/staging"), cost(f"/staging/{staged.id}"))
    for number in range(3):
        write(suggest, staged, by=tess, note=f"Number {number}.")
        write(suggest, staged, by=sue, note=f"And {number}.")
    many = (cost("/staging?tab=suggested"), cost(f"/staging/{staged.id}"))
    assert many == few
    assert max(few) <= 14


def test_the_letter_to_a_reviewer_and_that_of_publication(nora, tess, staged, as_member, outbox):
    write(suggest, staged, by=tess, note="Which colour has the ring?")
    as_member(nora).post(f"/staging/{staged.id}/notes", data={"note": "It is red."})
    let_happen()
    [answered] = [one for one in outbox if one.to == tess.email]
    assert answered.subject == "Nora answered your suggestion"
    assert "It is red." in answered.text
    write(publish_staged, staged, by=tess)
    let_happen()
    letter = [one for one in outbox if one.to == nora.email][-1]
    assert letter.subject == "Your question is published"
    assert f"/questions/{staged.question_id}-" in letter.html


def test_a_letter_about_what_was_settled_meanwhile_is_not_sent(nora, tess, staged, outbox):
    write(suggest, staged, by=tess, note="Which colour has the ring?")
    write(publish_staged, staged, by=tess)
    let_happen()
    subjects = [one.subject for one in outbox if one.to == nora.email]
    assert subjects == ["Your question is published"]


def test_an_admin_turns_it_on_for_a_product(ada, as_member):
    lamp = make_product("Lamp")
    browser = as_member(ada)
    same = {"name": "Lamp", "about": "", "parent": "", "position": "0", "fields_text": ""}
    assert "Look over first questions" in said(browser.get(f"/admin/products/{lamp.slug}"))
    for ticked, wanted in (({"stages_first": "y"}, True), ({}, False)):
        browser.post(f"/admin/products/{lamp.slug}", data=same | ticked)
        db.session.refresh(lamp)
        assert lamp.stages_first is wanted


def test_who_has_asked_before_asks_at_once(nora, speaker, as_member):
    asked(nora)
    sent = {"title": TITLE, "body": BODY, "product": speaker.slug}
    led = as_member(nora).post("/questions/ask", data=sent).headers["Location"]
    assert led.startswith("/questions/")

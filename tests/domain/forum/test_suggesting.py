"""What is suggested for a first question, and what its asker makes of it."""

from __future__ import annotations

import pytest

from app.domain.forum.actions.suggesting import answer_note, suggest, take_suggestion
from app.kit.problems import Conflict, Forbidden, Invalid
from app.kit.work import write
from tests.factories.catalog import make_product
from tests.factories.staging import BODY, revised, staged_by, suggested, told
from tests.factories.threads import words


@pytest.fixture
def speaker(session):
    """A product whose first questions are looked over."""
    return make_product("Speaker", stages_first=True)


def test_a_suggestion_is_taken_over_and_the_turn_goes_back(nora, tess, speaker):
    staged = staged_by(nora, speaker)
    better = "I say “lights on”, and the ring turns red. I said it five times."
    note = write(
        suggest,
        staged,
        by=tess,
        note="Say what you see.",
        title="The speaker turns red and does nothing",
        body=words(better),
    )
    assert (staged.stage, told(nora)) == ("suggested", ["suggested"])
    write(take_suggestion, note, by=nora, body=words(better))
    assert (staged.stage, staged.edition) == ("waiting", 2)
    assert (staged.title, staged.body) == ("The speaker turns red and does nothing", better)
    assert told(tess) == ["answered"]
    write(take_suggestion, note, by=nora, body=words(better))  # a second click
    assert staged.edition == 2


def test_a_suggestion_for_an_older_text_undoes_nothing(nora, tess, speaker):
    staged = staged_by(nora, speaker)
    note = suggested(staged, tess, "I say “lights on”, and nothing happens at all.")
    revised(staged, nora, BODY + " It is white.")
    with pytest.raises(Conflict) as met:
        write(take_suggestion, note, by=nora, body=words(note.body or ""))
    assert met.value.details["theirs"] == BODY + " It is white."
    assert met.value.details["yours"] == note.body
    assert staged.body == BODY + " It is white."


def test_two_changes_at_once_keep_both_texts(nora, speaker):
    staged = staged_by(nora, speaker)
    revised(staged, nora, BODY + " It is white.")
    with pytest.raises(Conflict) as met:
        revised(staged, nora, BODY + " It is black.", base=1)
    assert met.value.details["yours"].endswith("It is black.")
    assert met.value.details["theirs"].endswith("It is white.")


def test_a_suggestion_for_what_was_not_read_is_refused(nora, tess, speaker):
    staged = staged_by(nora, speaker)
    revised(staged, nora, BODY + " It is white.")
    with pytest.raises(Conflict):
        write(suggest, staged, by=tess, note="Which?", base_edition=1)


def test_an_answer_reaches_everybody_who_took_part(nora, tess, morgan, sue, speaker):
    staged = staged_by(nora, speaker)
    suggested(staged, tess)
    suggested(staged, morgan)
    write(answer_note, staged, by=nora, note="The ring turns red.")
    assert staged.stage == "waiting"
    assert told(tess) == told(morgan) == ["answered"]
    assert told(sue) == []


def test_a_second_click_says_it_once(nora, tess, speaker):
    staged = staged_by(nora, speaker)
    assert suggested(staged, tess).id == suggested(staged, tess).id
    assert told(nora) == ["suggested"]


def test_who_may_not_review_suggests_nothing(nora, alice, speaker):
    staged = staged_by(nora, speaker)
    with pytest.raises(Forbidden):
        suggested(staged, alice)
    with pytest.raises(Forbidden):
        suggested(staged, nora)
    with pytest.raises(Forbidden):
        write(answer_note, staged, by=alice, note="Me, too!")
    with pytest.raises(Forbidden):
        revised(staged, alice, BODY)


def test_an_empty_note_without_a_text_is_refused(nora, tess, speaker):
    staged = staged_by(nora, speaker)
    with pytest.raises(Invalid) as refused:
        write(suggest, staged, by=tess, note=" ", title=staged.title, body=words(BODY))
    assert refused.value.field == "note"

"""Soft claims: ten minutes, one helper, never one's own question."""

from datetime import timedelta

import pytest

from app.domain.forum.actions.claims import claim, release_claim
from app.kit import clock
from app.kit.problems import Conflict, Forbidden
from app.kit.work import write
from tests.factories.forum import make_question


def test_a_claim_lasts_ten_minutes_and_keeps_others_away(tess, sue):
    start = clock.now()
    clock.freeze(start)
    question = make_question()
    write(claim, question, by=tess)
    clock.freeze(start + timedelta(minutes=9))
    with pytest.raises(Conflict) as conflict:
        write(claim, question, by=sue)
    assert conflict.value.details["claimed_by_id"] == tess.id
    write(claim, question, by=tess)
    clock.freeze(start + timedelta(minutes=18))
    with pytest.raises(Conflict):
        write(claim, question, by=sue)
    clock.freeze(start + timedelta(minutes=20))
    write(claim, question, by=sue)
    assert question.claimed_by_id == sue.id


def test_releasing_frees_only_ones_own(tess, sue):
    question = make_question()
    write(claim, question, by=tess)
    write(release_claim, question, by=sue)
    assert question.claimed_by_id == tess.id
    write(release_claim, question, by=tess)
    assert question.claimed_until is None


def test_claims_are_for_helpers_and_not_for_ones_own(bob, nora, tess, guest):
    question = make_question()
    for person in (bob, nora, guest):
        with pytest.raises(Forbidden):
            write(claim, question, by=person)
    with pytest.raises(Forbidden):
        write(claim, make_question(author=tess), by=tess)

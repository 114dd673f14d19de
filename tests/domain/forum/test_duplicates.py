"""Duplicates and merging: nothing is lost, nothing is counted twice, no address dies."""

import pytest

from app.domain.accounts.models import Guest
from app.domain.forum.actions.accepting import accept_answer
from app.domain.forum.actions.drafts import save_draft
from app.domain.forum.actions.duplicates import mark_duplicate, merge_question, unmark_duplicate
from app.domain.forum.actions.sharing import share
from app.domain.forum.actions.states import hide_post
from app.domain.forum.actions.voting import vote
from app.domain.forum.models.questions import MeToo, QuestionLink
from app.domain.forum.models.votes import Vote
from app.domain.forum.queries.posts import draft_at, find_answer, find_question, redirect_of
from app.domain.forum.queries.question_pages import question_page
from app.kit.db import db
from app.kit.problems import Forbidden, Invalid, NotFound
from app.kit.work import unit_of_work, write
from tests.factories.catalog import make_product, make_space, make_tag
from tests.factories.forum import make_answer, make_question, make_reply


def test_a_duplicate_names_the_canonical_and_the_other_way_round(tess, guest):
    canonical, other = make_question(), make_question()
    write(mark_duplicate, other, of=canonical, by=tess)
    page = question_page(other.id, actor=guest)
    assert page.duplicate_of.id == canonical.id
    back = question_page(canonical.id, actor=guest)
    assert [row.id for row in back.duplicates] == [other.id]
    assert back.duplicate_of is None
    write(unmark_duplicate, other, by=tess)
    assert question_page(other.id, actor=guest).duplicate_of is None


def test_pointing_never_makes_a_chain_or_a_circle(tess):
    first, second, third = make_question(), make_question(), make_question()
    write(mark_duplicate, second, of=third, by=tess)
    write(mark_duplicate, first, of=second, by=tess)
    assert first.duplicate_of_id == third.id
    with pytest.raises(Invalid):
        write(mark_duplicate, third, of=first, by=tess)
    with pytest.raises(Invalid):
        write(mark_duplicate, first, of=first, by=tess)
    fourth = make_question()
    write(mark_duplicate, third, of=fourth, by=tess)
    db.session.expire_all()
    assert first.duplicate_of_id == second.duplicate_of_id == third.duplicate_of_id == fourth.id


def test_helpers_mark_and_staff_merge(alice, bob, tess, hanna):
    question, other = make_question(author=alice), make_question()
    for person in (alice, bob, Guest()):
        with pytest.raises(Forbidden):
            write(mark_duplicate, question, of=other, by=person)
    with pytest.raises(Forbidden):
        write(merge_question, question, into=other, by=tess)
    write(merge_question, question, into=other, by=hanna)
    assert question.merged_into_id == other.id


def test_merging_gives_everything_to_the_other(alice, bob, tess, morgan, guest):
    product = make_product()
    source = make_question(
        author=alice, product=product, tags=(make_tag("wifi"),), view_count=100,
        imported_score=5, score=5, imported_too=3, too_count=3,
    )  # fmt: skip
    target = make_question(author=bob, view_count=11, imported_score=2, score=2)
    answer = make_answer(source)
    below = make_reply(answer=answer)
    plain = make_reply(source)
    write(vote, source, by=tess, value=1)
    write(vote, target, by=tess, value=1)
    write(vote, source, by=morgan, value=1)
    write(vote, source, by=bob, value=1)
    write(share, source, who="g:1", by=guest)
    write(share, target, who="g:1", by=guest)
    write(share, source, who=f"m:{bob.id}", by=bob)
    write(accept_answer, answer, by=alice)
    write(save_draft, f"m:{tess.id}", f"answer:{source.id}", {"body": "half"})

    write(merge_question, source, into=target, by=morgan)

    db.session.expire_all()
    assert {answer.question_id, below.question_id, plain.question_id} == {target.id}
    # Tess once, Morgan carried; Bob asked the target, and nobody votes for themselves.
    assert target.score == 2 + 5 + 2
    # The guest once, three imported, and Alice, who asked the same.
    assert target.too_count == 3 + 2
    assert target.view_count == 111
    assert (target.answer_count, target.reply_count) == (1, 1)
    assert (target.accepted_answer_id, target.accepted_by_id) == (answer.id, alice.id)
    assert target.is_solved
    assert (source.accepted_answer_id, source.answer_count) == (None, 0)
    assert product.question_count == 0
    assert alice.question_count == 0
    assert draft_at(f"m:{tess.id}", f"answer:{target.id}") == {"body": "half"}
    assert redirect_of(source.id) == target.id
    with pytest.raises(NotFound):
        find_question(source.id, morgan)
    assert find_answer(answer.id, guest).question_id == target.id
    assert [row.id for row in question_page(target.id, actor=guest).merged_here] == [source.id]


def test_the_target_keeps_its_solution(alice, morgan):
    source, target = make_question(author=alice), make_question()
    mine, theirs = make_answer(source, accepted=True), make_answer(target, accepted=True)
    write(merge_question, source, into=target, by=morgan)
    db.session.expire_all()
    assert target.accepted_answer_id == theirs.id
    assert mine.also_works_at is not None


def test_addresses_lead_to_the_last_of_a_chain(morgan):
    first, second, third = make_question(), make_question(), make_question()
    write(merge_question, first, into=second, by=morgan)
    write(merge_question, second, into=third, by=morgan)
    assert redirect_of(first.id) == redirect_of(second.id) == third.id
    assert redirect_of(third.id) is None
    assert redirect_of(0) is None


def test_a_redirect_tells_nothing_of_what_may_not_be_seen(morgan, bob):
    space = make_space("group")
    first, second = make_question(space=space), make_question(space=space)
    write(merge_question, first, into=second, by=morgan)
    assert redirect_of(first.id, actor=bob) is None
    assert redirect_of(first.id, actor=morgan) == second.id


def test_what_was_written_for_few_is_not_merged_into_what_many_read(morgan):
    private, public = make_question(space=make_space("members")), make_question()
    answer = make_answer(private)
    with pytest.raises(Invalid):
        write(merge_question, private, into=public, by=morgan)
    with pytest.raises(Invalid):
        write(mark_duplicate, private, of=public, by=morgan)
    assert answer.question_id == private.id


def test_hidden_merged_and_own_are_no_targets(morgan):
    source, hidden, merged, other = (make_question() for _ in range(4))
    write(hide_post, hidden, by=morgan)
    write(merge_question, merged, into=other, by=morgan)
    for target in (source, hidden, merged):
        with pytest.raises(Invalid):
            write(merge_question, source, into=target, by=morgan)
    assert source.merged_into_id is None


def test_links_move_and_never_point_to_themselves(morgan, guest):
    source, target, other = make_question(), make_question(), make_question()
    with unit_of_work():
        for one, two in ((source, other), (source, target), (other, source)):
            db.session.add(QuestionLink(question_id=one.id, related_id=two.id))
    write(merge_question, source, into=target, by=morgan)
    assert [row.id for row in question_page(target.id, actor=guest).links] == [other.id]


def test_votes_and_me_toos_of_the_source_are_kept(bob, morgan, guest):
    source, target = make_question(), make_question()
    write(vote, source, by=bob, value=-1)
    write(share, source, who="g:1", by=guest)
    write(merge_question, source, into=target, by=morgan)
    assert db.session.query(Vote).filter_by(subject_id=source.id).count() == 1
    assert db.session.query(MeToo).filter_by(question_id=source.id).count() == 1
    assert target.score == -1

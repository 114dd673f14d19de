"""Votes struck out as fraud: they count for nothing, whatever is done with them."""

import random
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.accounts.models import Operator
from app.domain.forum.actions.duplicates import merge_question
from app.domain.forum.actions.recounting import miscounts, recount_all
from app.domain.forum.actions.voiding import reinstate_votes, void_votes
from app.domain.forum.actions.voting import vote
from app.domain.forum.events import PostVoted, VoteReinstated, VoteVoided
from app.domain.forum.models.votes import Vote
from app.domain.forum.queries.overlays import viewer_overlay
from app.domain.forum.queries.posts import kind_of
from app.domain.forum.queries.question_pages import question_page
from app.kit import clock
from app.kit.db import db
from app.kit.problems import Forbidden
from app.kit.work import write
from tests.factories.announcing import announced
from tests.factories.forum import make_answer, make_question, make_reply
from tests.people import make_member


def key(voter, post):
    return (voter.id, kind_of(post), post.id)


@pytest.mark.parametrize("make", [make_question, make_answer, make_reply])
def test_a_vote_is_struck_out_and_let_count_again_once_each(make, bob, tess, morgan):
    post = make()
    write(vote, post, by=bob, value=1)
    write(vote, post, by=tess, value=-1)
    with announced(VoteVoided, VoteReinstated) as heard:
        assert write(void_votes, [key(bob, post)], by=morgan) == 1
        assert write(void_votes, [key(bob, post)], by=morgan) == 0
        assert post.score == -1
        assert write(reinstate_votes, [key(bob, post), key(tess, post)], by=morgan) == 1
        assert write(reinstate_votes, [key(bob, post)], by=morgan) == 0
        assert post.score == 0
    about = (kind_of(post), post.id, post.author_id, bob.id)
    assert heard == [VoteVoided(*about), VoteReinstated(*about)]


def test_only_those_who_judge_votes_strike_them_out(bob, sue):
    post = make_answer()
    write(vote, post, by=bob, value=1)
    for verb in (void_votes, reinstate_votes):
        with pytest.raises(Forbidden):
            write(verb, [key(bob, post)], by=sue)
    assert post.score == 1


def test_a_struck_out_vote_stays_so_whatever_its_voter_does(bob):
    post = make_answer()
    write(vote, post, by=bob, value=1)
    write(void_votes, [key(bob, post)], by=Operator())
    with announced(PostVoted) as heard:
        for value in (-1, 0, 1, 0, -1):
            assert write(vote, post, by=bob, value=value) == 0
    assert heard == []
    assert db.session.scalar(select(Vote.voided_at)) is not None
    write(reinstate_votes, [key(bob, post)], by=Operator())
    assert post.score == -1  # as it stands now
    assert not any(miscounts().values())


def test_a_vote_withdrawn_meanwhile_is_left_alone(bob, tess):
    post = make_answer()
    write(vote, post, by=tess, value=1)
    gone = key(bob, post)
    assert (
        write(void_votes, [gone, (bob.id, "answer", 99_999), key(tess, post)], by=Operator()) == 1
    )
    assert post.score == 0


def test_the_voter_still_sees_the_vote(bob):
    answer = make_answer()
    write(vote, answer, by=bob, value=1)
    write(void_votes, [key(bob, answer)], by=Operator())
    page = question_page(answer.question_id, actor=bob)
    assert viewer_overlay(page, bob).votes == {f"answer:{answer.id}": 1}


def test_a_recount_leaves_struck_out_votes_out(bob, tess):
    post = make_answer(imported_score=5, score=5)
    write(vote, post, by=bob, value=1)
    write(vote, post, by=tess, value=1)
    write(void_votes, [key(bob, post)], by=Operator())
    assert not any(miscounts().values())
    recount_all()
    db.session.expire_all()
    assert post.score == 6


def test_a_merge_carries_a_struck_out_vote_as_such(bob, tess, morgan):
    source, into = make_question(), make_question()
    for voter in (bob, tess):
        write(vote, source, by=voter, value=1)
    write(void_votes, [key(bob, source)], by=morgan)
    write(merge_question, source, into=into, by=morgan)
    db.session.expire_all()
    assert into.score == 1
    # What was decided before the merge is taken back after it: the copy follows.
    write(reinstate_votes, [key(bob, source)], by=morgan)
    assert into.score == 2
    write(void_votes, [key(bob, source)], by=morgan)
    assert into.score == 1
    assert not any(miscounts().values())


def test_striking_out_leaves_a_vote_of_its_own_on_the_other_question(bob, morgan):
    source, into = make_question(), make_question()
    clock.freeze(clock.now().replace(minute=1))
    write(vote, source, by=bob, value=1)
    clock.freeze(clock.now().replace(minute=2))
    write(vote, into, by=bob, value=1)
    write(merge_question, source, into=into, by=morgan)
    write(void_votes, [key(bob, source)], by=morgan)
    db.session.expire_all()
    assert (source.score, into.score) == (0, 1)


@pytest.mark.parametrize("seed", range(4))
def test_any_order_of_clicks_and_decisions_leaves_provable_scores(seed, morgan):
    draw = random.Random(seed)  # noqa: S311 - the same in each run
    question = make_question()
    posts: list[Any] = [question, make_answer(question), make_reply(question)]
    voters = [make_member(f"voter{seed}{n}") for n in range(4)]
    for _ in range(40):
        post, voter = draw.choice(posts), draw.choice(voters)
        act = draw.choice(["vote", "vote", "void", "reinstate"])
        if act == "vote":
            write(vote, post, by=voter, value=draw.choice([-1, 0, 1]))
        else:
            verb = void_votes if act == "void" else reinstate_votes
            some = [key(it, draw.choice(posts)) for it in draw.sample(voters, 2)]
            write(verb, some, by=morgan)
    assert not any(miscounts().values())
    for post in posts:
        counted = select(Vote.value).where(
            Vote.subject_kind == kind_of(post),
            Vote.subject_id == post.id,
            Vote.voided_at.is_(None),
        )
        assert post.score == sum(db.session.scalars(counted))

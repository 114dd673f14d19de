"""The demo community's ideas: all of them, as their files say, on a board that looks alive."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from sqlalchemy import func, select

from app.demo import loading, reading
from app.demo.ideas import status_of
from app.domain.ideas.actions.counting import miscounts
from app.domain.ideas.models.ideas import Idea, IdeaNote, OfficialReply, StatusChange, Theme
from app.domain.ideas.models.rounds import Purse, Round, RoundIdea, Stake, Story
from app.domain.ideas.models.voices import IdeaComment, IdeaLink, IdeaVote, Petition
from app.domain.ideas.rules.machine import Machine
from app.domain.ideas.rules.reasons import checked_reason
from app.kit import clock
from app.kit.db import db


def named(name: str) -> Idea:
    return db.session.scalars(select(Idea).where(Idea.external_id == name)).one()


def total(kind: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def test_every_file_is_an_idea_with_its_votes_and_its_status(loaded: dict[str, int]) -> None:
    files = reading.ideas()
    assert loaded["ideas"] == total(Idea) == len(files) >= 41
    for name, entry in files.items():
        idea = named(name)
        assert (idea.title, idea.author.handle) == (entry["title"], entry["by"])
        assert idea.vote_count == entry["votes"]
        assert idea.status == status_of(entry["history"][-1]["status"])
        assert {tag.name for tag in idea.tags}
        assert (
            not entry.get("official")
            or db.session.scalars(
                select(OfficialReply.id).where(OfficialReply.idea_id == idea.id)
            ).all()
        )


def test_every_counter_is_true(loaded: dict[str, int]) -> None:
    assert not any(miscounts().values())


def test_no_step_of_an_idea_goes_where_the_machine_does_not(loaded: dict[str, int]) -> None:
    machine = Machine()
    steps = db.session.scalars(
        select(StatusChange).order_by(StatusChange.idea_id, StatusChange.at, StatusChange.id)
    ).all()
    assert len(steps) > 120
    for before, after in pairwise(steps):
        if before.idea_id == after.idea_id:
            assert after.before == before.after
            assert machine.allows(before.after, after.after), (before.after, after.after)
            assert checked_reason(after.reason, needed=machine.needs_reason(after.after))


def test_joined_ideas_gave_away_what_was_said(loaded: dict[str, int]) -> None:
    joined = named("blink-my-lamp-when-the-bell-rings")
    target = named("bulbs-that-flash-when-the-bell-rings")
    assert joined.merged_into_id == target.id
    came = db.session.scalars(select(IdeaComment).where(IdeaComment.came_from_id == joined.id))
    assert {comment.idea_id for comment in came} == {target.id}
    assert joined.comment_count == 0


def test_the_clock_of_the_first_reply_was_kept(loaded: dict[str, int]) -> None:
    late = named("share-one-clip-with-a-neighbour")
    assert late.review_at is not None
    assert late.replied_at is None
    assert late.reply_due_at is not None
    assert late.reply_due_at < clock.now()
    answered = named("unlock-by-voice")
    assert answered.replied_at is not None
    assert answered.reply_due_at is not None
    assert answered.replied_at < answered.reply_due_at


def test_one_round_is_open_and_one_has_a_result(loaded: dict[str, int]) -> None:
    rounds = db.session.scalars(select(Round).order_by(Round.opened_at)).all()
    assert [each.closed_at is not None for each in rounds] == [True, False]
    for each in rounds:
        spent = db.session.scalar(select(func.sum(Purse.spent)).where(Purse.round_id == each.id))
        staked = db.session.scalar(select(func.sum(Stake.coins)).where(Stake.round_id == each.id))
        listed = db.session.scalar(
            select(func.sum(RoundIdea.coins)).where(RoundIdea.round_id == each.id)
        )
        assert spent == staked == listed
        assert (spent or 0) > 500
    won = db.session.scalars(select(RoundIdea).where(RoundIdea.round_id == rounds[0].id)).all()
    coins = {row.idea.external_id: row.coins for row in won}
    assert coins["slower-and-clearer-speech"] > sum(coins.values()) / 2, "as its conclusion says"


def test_the_board_has_what_makes_it_alive(loaded: dict[str, int]) -> None:
    assert total(Theme) == loaded["themes"] >= 4
    assert total(Story) == loaded["stories"] == 3
    assert total(IdeaLink) > 30
    assert total(IdeaVote) > 300
    assert total(IdeaNote) == 4
    assert total(Petition) == 7
    assert named("a-red-button-for-everything").is_held


def test_a_second_run_adds_nothing(loaded: dict[str, int]) -> None:
    before = [total(kind) for kind in (Idea, IdeaVote, IdeaComment, Stake, Story, IdeaLink)]
    assert loading.load_demo() == {}
    assert before == [total(kind) for kind in (Idea, IdeaVote, IdeaComment, Stake, Story, IdeaLink)]

"""Many at once around one idea: each thread is told once, and nobody is counted twice."""

from __future__ import annotations

from functools import partial
from typing import Any

from app.application import Community
from app.domain.accounts.models import User
from app.domain.forum.actions.sharing import share
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.domain.ideas.models.ideas import Idea
from app.domain.loop.actions.closing import prepare_telling, say_solved, tell_thread
from app.domain.loop.actions.paining import wrong_counts
from app.domain.loop.models import Closing
from app.kit.db import db
from app.kit.jobs import run_all
from app.kit.work import write
from tests.factories.forum import make_question
from tests.factories.loop import a_linked_idea, delivered
from tests.people import make_member
from tests.services.racing import all_at_once


def test_workers_at_once_tell_a_thread_once_and_it_is_solved_once(own_site: Community) -> None:
    hanna = make_member("hanna", trust="trusted", staff_roles=["product team"])
    alice = make_member("alice")
    question = make_question(author=alice)
    idea = a_linked_idea(question, by=hanna)
    place = (idea.id, question.id, delivered(idea, by=hanna, run=False))
    telling = prepare_telling(*place)
    assert telling is not None
    said = all_at_once(own_site, [partial(write, tell_thread, *place, telling)] * 24)
    assert said == {"ok": 24}
    assert db.session.query(Answer).count() == 1

    def solved(by_id: int) -> Any:
        closing = db.session.get_one(Closing, place[:2])
        return write(say_solved, closing, by=db.session.get_one(User, by_id), solved=True)

    assert all_at_once(own_site, [partial(solved, alice.id)] * 12) == {"ok": 12}
    db.session.expire_all()
    assert db.session.get_one(Closing, place[:2]).state == "solved"


def test_me_toos_at_once_are_all_counted(own_site: Community) -> None:
    tess = make_member("tess", trust="trusted")
    question = make_question()
    idea = a_linked_idea(question, by=tess)
    members = [make_member(f"member{number}").id for number in range(24)]
    asked, number = idea.id, question.id

    def too(by_id: int) -> Any:
        by = db.session.get_one(User, by_id)
        return write(share, db.session.get_one(Question, number), who=f"m:{by_id}", by=by)

    assert all_at_once(own_site, [partial(too, by_id) for by_id in members]) == {"ok": 24}
    run_all()
    db.session.expire_all()
    assert db.session.get_one(Idea, asked).affected_count == 25
    assert wrong_counts() == {}

"""Many people at the same moment: the bell counts exactly, and nobody is told twice."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app import create_app
from app.application import Community
from app.domain.accounts.models import User
from app.domain.catalog.models import Space
from app.domain.forum.actions.answering import answer
from app.domain.forum.models.questions import Question
from app.domain.notifications.actions.notices import read_thread
from app.domain.notifications.models import Letter, Notice
from app.domain.notifications.queries import recent_notices, unread_count
from app.kit import mail
from app.kit.db import db
from app.kit.jobs import run_due
from app.kit.work import unit_of_work, write
from tests.conftest import settings_for
from tests.factories.threads import asked, words
from tests.people import make_member

PEOPLE = 6


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgresql"))]
)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Community]:
    """A site of its own whose transactions are real: threads must see one another's work."""
    url = f"sqlite:///{tmp_path / 'pukka.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("new_postgresql_database")()
    made = create_app(settings_for(tmp_path, url))
    with made.app_context():
        db.create_all()
        with unit_of_work():
            db.session.add(Space(slug="community", name="Community", is_default=True))
        yield made
        db.session.remove()
        db.drop_all()
        db.engine.dispose()


def all_at_once(site: Community, acts: list[Any]) -> None:
    start = threading.Barrier(len(acts))
    failed: list[BaseException] = []

    def run(act: Any) -> None:
        with site.app_context():
            try:
                start.wait(60)
                act()
            except BaseException as error:  # noqa: BLE001 - told below, in the test's own thread
                failed.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []


def test_answers_at_the_same_moment_are_one_exact_line(site):
    alice = make_member("alice")
    people = [make_member(f"helper{n}").id for n in range(PEOPLE)]
    question_id = asked(alice).id
    db.session.commit()

    def answering(member_id: int) -> Any:
        def act() -> None:
            def verb() -> None:
                by = db.session.get_one(User, member_id)
                body = words(f"Helper {member_id} says: turn it off, wait, turn it on again.")
                answer(db.session.get_one(Question, question_id), by=by, body=body)

            write(verb)

        return act

    all_at_once(site, [answering(member_id) for member_id in people])
    db.session.rollback()
    assert unread_count(alice) == 1
    [line] = recent_notices(alice)
    assert (line.people_count, line.post_count) == (PEOPLE, PEOPLE)
    assert db.session.scalar(select(Notice.count).where(Notice.user_id == alice.id)) == PEOPLE
    assert db.session.scalar(select(func.count()).select_from(Letter)) == PEOPLE


def test_reading_while_an_answer_arrives_loses_neither(site):
    alice, bob = make_member("alice"), make_member("bob").id
    question_id, alice_id = asked(alice).id, alice.id
    db.session.commit()

    def arrive() -> None:
        def verb() -> None:
            body = words("One more: turn it off, wait a little, and turn it on again.")
            by = db.session.get_one(User, bob)
            answer(db.session.get_one(Question, question_id), by=by, body=body)

        write(verb)

    def look() -> None:
        write(lambda: read_thread(question_id, by=db.session.get_one(User, alice_id)))

    all_at_once(site, [arrive, look])
    db.session.rollback()
    lines = db.session.scalars(select(Notice).where(Notice.user_id == alice_id)).all()
    assert len(lines) == 1
    assert (lines[0].read_at is None) == (lines[0].open_key is not None)


def test_two_workers_send_a_letter_once(site):
    alice, bob = make_member("alice"), make_member("bob")
    for _ in range(3):
        question = asked(alice)
        body = words("Turn it off, wait a little while, and turn it on again.")
        write(answer, question, by=bob, body=body)
    outbox = mail.MemoryMailer()
    mail.use(outbox)
    db.session.commit()
    all_at_once(site, [lambda: run_due(), lambda: run_due()])  # noqa: PLW0108 - each its own
    db.session.rollback()
    for _ in range(3):
        run_due()
    told = "".join(sent.text for sent in outbox.sent)
    titles = db.session.scalars(select(Question.title)).all()
    assert all(f"{title}\n" in told for title in titles)
    settled = db.session.scalars(select(Letter.sent_at)).all()
    assert all(settled)
    assert len(outbox.sent) <= len(titles)

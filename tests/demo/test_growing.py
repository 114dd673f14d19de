"""Grown communities: exact sums, true counters, honest HTML, the same for the same seed."""

from __future__ import annotations

import random
import statistics
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from app.demo.growing.growth import Impossible, grow
from app.demo.growing.history import tell_history
from app.demo.growing.members import handle_of
from app.demo.growing.prose import ANSWER_WORDS, QUESTION_WORDS, REPLY_WORDS, Writer
from app.demo.growing.spread import answers_of, posts_by_thread, two_thirds
from app.demo.growing.vocabulary import STOP_WORDS, Vocabulary
from app.domain.accounts.models import User, Visit
from app.domain.accounts.names import handle_key
from app.domain.catalog.models import Product, Tag
from app.domain.forum.actions.recounting import miscounts
from app.domain.forum.models.posts import Answer, Reply
from app.domain.forum.models.questions import MeToo, Question
from app.domain.forum.models.votes import Vote
from app.domain.forum.rules import TITLE_LONGEST, TITLE_SHORTEST
from app.domain.notifications.models import Letter, Notice
from app.domain.reputation.actions.recounting import check
from app.domain.reputation.actions.standings import check_standings
from app.domain.reputation.models.ledger import Entry
from app.kit import clock, markup
from app.kit.db import db
from app.kit.jobs import Job
from tests.factories.threads import asked
from tests.people import make_member


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(7)


@pytest.fixture
def writer(vocabulary: Vocabulary) -> Writer:
    return Writer(vocabulary, drawing(7))


def drawing(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - repeatable is what it should be


def total(kind: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


# -- words and numbers, without a database ---------------------------------------------------------


def test_html_is_what_rendering_gives(writer: Writer) -> None:
    posts = [writer.post(QUESTION_WORDS) for _ in range(300)]
    everything = "".join(post.html for post in posts)
    for tag in ("<ul>", "<ol>", "<pre", "<strong>", "<code>"):
        assert tag in everything
    for post, rendered in zip(
        posts, markup.render_many([post.source for post in posts]), strict=True
    ):
        assert list(rendered.parts) == [post.html], post.source


def test_posts_have_about_as_many_words_as_people_write(writer: Writer) -> None:
    lengths = [
        len(writer.post(kind).source.split())
        for kind in (QUESTION_WORDS, ANSWER_WORDS, ANSWER_WORDS, REPLY_WORDS)
        for _ in range(500)
    ]
    assert 100 < statistics.mean(lengths) < 140


def test_titles_are_four_to_nine_words_that_fit(writer: Writer) -> None:
    titles = [writer.title() for _ in range(2000)]
    assert {len(title.split()) for title in titles} == set(range(4, 10))
    assert all(TITLE_SHORTEST <= len(title) <= TITLE_LONGEST for title in titles)


def test_common_words_are_common_and_rare_ones_rare(vocabulary: Vocabulary) -> None:
    counted = Counter(vocabulary.bag)
    assert counted["the"] > counted["a"] > 20 * counted[vocabulary.content[1000]]
    assert set(counted) == {*STOP_WORDS, *vocabulary.content}


def test_another_seed_has_other_words(vocabulary: Vocabulary) -> None:
    assert Vocabulary(7).content == vocabulary.content
    assert Vocabulary(8).content != vocabulary.content


@pytest.mark.parametrize("threads, posts", [(1, 0), (1, 5), (7, 3), (400, 3320), (1000, 1)])
def test_sums_are_exact(threads: int, posts: int) -> None:
    shares = posts_by_thread(drawing(1), threads, posts)
    assert (len(shares), sum(shares)) == (threads, posts)
    answers = answers_of(shares)
    assert sum(answers) == two_thirds(posts)
    assert all(0 <= count <= share for count, share in zip(answers, shares, strict=True))


def test_few_threads_are_long_and_many_short() -> None:
    shares = posts_by_thread(drawing(1), 5000, 41_500)
    assert max(shares) > 100
    assert statistics.median(shares) < statistics.mean(shares)
    assert shares.count(0) > 200
    assert shares.count(10) > 50


def test_no_two_handles_look_alike() -> None:
    keys = {handle_key(handle_of(number)) for number in range(20_000)}
    assert len(keys) == 20_000


# -- a small community -----------------------------------------------------------------------------


@pytest.fixture
def grown(session: Any) -> dict[str, int]:
    clock.freeze(datetime(2026, 5, 1, 12, tzinfo=UTC))
    return grow(members=300, questions=150, replies=1001, seed=3)


def test_there_is_exactly_as_much_as_was_asked_for(grown: dict[str, int]) -> None:
    assert grown == {"members": 300, "questions": 150, "answers": 667, "replies": 334}
    assert (total(User), total(Question), total(Answer), total(Reply)) == (300, 150, 667, 334)
    assert total(Tag) == 200
    assert total(Product) == 20
    assert total(Vote) > 500
    assert total(MeToo) > 50


def test_some_were_here_lately_and_nobody_before_joining(grown: dict[str, int]) -> None:
    rows = db.session.execute(
        select(Visit.day, Visit.threads_read, User.joined_at).join(User, User.id == Visit.user_id)
    ).all()
    today = clock.now().date()
    assert len({row.day for row in rows}) > 50
    assert all(row.joined_at.date() <= row.day <= today for row in rows)
    assert all(row.threads_read >= 1 for row in rows)


def test_every_recount_agrees(grown: dict[str, int]) -> None:
    assert set(miscounts().values()) == {0}


def test_most_questions_are_solved_by_their_own_answers(grown: dict[str, int]) -> None:
    solved = db.session.execute(
        select(Question, Answer).join(Answer, Question.accepted_answer_id == Answer.id)
    ).all()
    assert 70 <= len(solved) <= 110
    for question, answer in solved:
        assert answer.question_id == question.id
        assert question.solved_at is not None
        assert answer.posted_at <= question.solved_at <= clock.now()


def test_replies_stand_where_their_parents_do(grown: dict[str, int]) -> None:
    replies = {reply.id: reply for reply in db.session.scalars(select(Reply))}
    answers = {answer.id: answer for answer in db.session.scalars(select(Answer))}
    assert any(reply.parent_id for reply in replies.values())
    for reply in replies.values():
        if reply.parent_id:
            parent = replies[reply.parent_id]
            assert (parent.question_id, parent.answer_id) == (reply.question_id, reply.answer_id)
            assert parent.posted_at <= reply.posted_at
        if reply.answer_id:
            assert answers[reply.answer_id].question_id == reply.question_id


def test_nobody_writes_before_joining_or_in_the_future(grown: dict[str, int]) -> None:
    for kind, moment in ((Question, Question.asked_at), (Answer, Answer.posted_at)):
        joined = select(func.count()).select_from(kind).join(User, User.id == kind.author_id)
        assert db.session.scalar(joined.where(moment < User.joined_at)) == 0
        assert db.session.scalars(select(func.max(moment))).one() <= clock.now()


def test_the_last_post_is_the_last(grown: dict[str, int]) -> None:
    for question in db.session.scalars(select(Question)):
        moments = [
            moment
            for kind in (Answer, Reply)
            for moment in db.session.scalars(
                select(kind.posted_at).where(kind.question_id == question.id)
            )
        ]
        assert question.last_post_at == max(moments, default=None)
        assert question.active_at == max(moments, default=question.asked_at)


def test_ordinary_posts_find_free_ids_afterwards(grown: dict[str, int]) -> None:
    question = asked(make_member("alice"))
    assert question.id > 150


def content() -> list[Any]:
    questions = db.session.execute(
        select(Question.title, Question.body, Question.score, Question.asked_at)
        .order_by(Question.asked_at)
    )  # fmt: skip
    answers = db.session.execute(select(Answer.body, Answer.score).order_by(Answer.posted_at))
    visits = db.session.execute(
        select(Visit.day, Visit.threads_read, User.name).join(User, User.id == Visit.user_id)
    )
    return [*map(tuple, questions), *map(tuple, answers), *map(tuple, visits)]


def test_the_same_seed_gives_the_same_community(grown: dict[str, int]) -> None:
    first = content()
    grow(members=300, questions=150, replies=1001, seed=3)
    everything = Counter(content())
    assert all(everything[row] == 2 * count for row, count in Counter(first).items())


@pytest.fixture
def earned(grown: dict[str, int]) -> dict[str, int]:
    return tell_history()


def test_everybody_earned_what_the_facts_say(earned: dict[str, int]) -> None:
    assert earned["facts settled"] >= earned["lines of the ledger"] > 500
    assert total(Entry) == earned["lines of the ledger"]
    assert db.session.scalar(select(func.sum(User.points))) == db.session.scalar(
        select(func.sum(Entry.delta))
    )
    assert set(check().values()) == {0}
    assert set(check_standings().values()) == {0}


def test_history_is_told_once_and_to_nobody(earned: dict[str, int]) -> None:
    again = tell_history()
    assert set(again.values()) == {0}
    assert (total(Notice), total(Letter), total(Job)) == (0, 0, 0)


def test_lines_are_dated_by_their_facts(earned: dict[str, int]) -> None:
    early = select(func.count()).select_from(Entry).join(User, User.id == Entry.user_id)
    assert db.session.scalar(early.where(Entry.at < User.joined_at)) == 0
    years = {at.year for at in db.session.scalars(select(Entry.at))}
    assert len(years) >= 3


def test_another_seed_adds_another_community(grown: dict[str, int]) -> None:
    grow(members=30, questions=20, replies=60, seed=4)
    assert (total(User), total(Question), total(Product)) == (330, 170, 20)
    assert set(miscounts().values()) == {0}


def test_members_alone_can_be_grown_and_then_write(session: Any) -> None:
    grow(members=10, questions=0, replies=0)
    grow(members=0, questions=5, replies=9)
    assert (total(User), total(Question)) == (10, 5)


@pytest.mark.parametrize(
    "members, questions, replies, told",
    [(5, 0, 3, "Replies need questions"), (0, 3, 0, "Questions need members")],
)
def test_what_cannot_be_is_refused(
    session: Any, members: int, questions: int, replies: int, told: str
) -> None:
    with pytest.raises(Impossible, match=told):
        grow(members=members, questions=questions, replies=replies)
    assert total(User) == 0

"""Many show one part at once, and many edit one post: no row is double, none lost, counts true."""

from __future__ import annotations

from functools import partial

from app.application import Community
from app.domain.accounts.models import User
from app.domain.forum.actions.answering import answer
from app.domain.forum.actions.editing import edit_answer
from app.domain.forum.actions.states import hide_post, restore_post
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.domain.knowledge.actions.embedding import miscounts
from app.domain.knowledge.actions.uses import wrong_reuses
from app.domain.knowledge.models.blocks import Embed
from app.domain.knowledge.models.use import ArticleUse
from app.kit.db import db
from app.kit.work import write
from tests.factories.embeds import (
    a_body,
    an_answer_showing,
    embeds_by,
    reference_to,
    showing,
)
from tests.factories.forum import make_question
from tests.factories.knowledge import an_article, block_of
from tests.people import make_member
from tests.services.racing import all_at_once

MANY = 12


def test_many_who_show_one_part_at_once_are_all_counted(own_site: Community) -> None:
    article = an_article(body=a_body())
    shown, block = showing(reference_to(article)), block_of(article, "reset")
    questions = [make_question().id for _ in range(MANY)]
    writers = [make_member(f"racer{number}").id for number in range(MANY)]

    def post(question_id: int, writer_id: int) -> None:
        question = db.session.get_one(Question, question_id)
        write(answer, question, by=db.session.get_one(User, writer_id), body=shown)

    calls = [partial(post, *pair) for pair in zip(questions, writers, strict=True)]
    assert all_at_once(own_site, calls) == {"ok": MANY}
    db.session.expire_all()
    assert (block.embed_count, miscounts(), wrong_reuses()) == (MANY, 0, 0)
    assert len(embeds_by(article)) == db.session.query(ArticleUse).count() == MANY


def test_many_edits_of_one_post_leave_the_rows_of_the_one_that_won(own_site: Community) -> None:
    one, other = an_article(body=a_body()), an_article(body=a_body())
    writer = make_member("writer")
    post = an_answer_showing(reference_to(one), by=writer)
    texts = [
        showing(),
        showing(reference_to(other)),
        showing(reference_to(one), reference_to(other)),
    ]
    post_id, writer_id = post.id, writer.id

    def edit(number: int) -> None:
        found = db.session.get_one(Answer, post_id)
        by, text = db.session.get_one(User, writer_id), texts[number % len(texts)]
        write(edit_answer, found, by=by, body=text, base_edition=1)

    results = all_at_once(own_site, [partial(edit, number) for number in range(MANY)])
    assert results["ok"] >= 1
    assert set(results) <= {"ok", "Conflict"}
    db.session.expire_all()
    kept = {row.reference for row in db.session.query(Embed)}
    shown = {part["embed"] for part in post.body_parts if isinstance(part, dict)}
    assert kept == shown
    assert db.session.query(Embed).count() == len(kept)
    assert miscounts() == 0


def test_hiding_and_restoring_at_once_leaves_the_counts_true(own_site: Community) -> None:
    article = an_article(body=a_body())
    posts = [an_answer_showing(reference_to(article)).id for _ in range(4)]
    judge = make_member("judge", trust="trusted", staff_roles=["moderator"]).id

    def turn(post_id: int, number: int) -> None:
        found = db.session.get_one(Answer, post_id)
        act = hide_post if number % 2 else restore_post
        write(act, found, by=db.session.get_one(User, judge))

    calls = [partial(turn, post_id, number) for number in range(4) for post_id in posts]
    assert set(all_at_once(own_site, calls)) == {"ok"}
    db.session.expire_all()
    assert miscounts() == 0
    visible = db.session.query(Answer).filter(Answer.hidden_at.is_(None)).count()
    assert block_of(article, "reset").embed_count == visible

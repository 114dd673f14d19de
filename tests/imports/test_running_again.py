"""Imports that are repeated, stopped, or meet a busy index: exact all the same."""

import pytest
from sqlalchemy import select

from app.domain.accounts.models import User
from app.domain.catalog.models import Tag
from app.domain.forum.actions.recounting import miscounts, recount_all
from app.domain.forum.models.posts import Answer, Reply
from app.domain.forum.models.questions import Question, QuestionLink
from app.domain.forum.models.votes import Vote
from app.domain.forum.models.writing import Revision
from app.domain.notifications.models import Follow, Letter, Notice
from app.domain.search import actions as search
from app.imports.stackexchange.writing import closing, posts, target
from app.kit import fulltext, jobs
from app.kit.db import db
from app.kit.fulltext import IndexBusy, Query
from app.kit.work import unit_of_work
from tests.imports.dumps import (
    answer,
    link,
    question,
)
from tests.imports.full_dump import FULL, count, created, one


def test_a_recount_changes_nothing(bring):
    bring(**FULL)
    assert set(miscounts().values()) == {0}
    before = db.session.execute(select(Question.score, Question.answer_count)).all()
    recount_all()
    assert db.session.execute(select(Question.score, Question.answer_count)).all() == before
    assert count(Vote) == 0


def test_nobody_is_told_and_nothing_is_queued(bring):
    bring(**FULL)
    assert [count(kind) for kind in (Notice, Letter, Follow, jobs.Job)] == [0, 0, 0, 0]


def test_a_second_run_adds_nothing(bring):
    first = bring(**FULL)
    before = [count(kind) for kind in (User, Question, Answer, Reply, Revision, QuestionLink, Tag)]
    second = bring(**FULL)
    after = [count(kind) for kind in (User, Question, Answer, Reply, Revision, QuestionLink, Tag)]
    assert after == before
    assert created(second) == {}
    there = {kind: line.already_there for kind, line in second.lines.items() if line.already_there}
    assert there == created(first)


def test_a_later_dump_adds_what_is_new(bring):
    bring(**FULL)
    more = FULL | {
        "Posts": [*FULL["Posts"], question(12), answer(22, 11, OwnerUserId=1)],
        "PostLinks": [*FULL["PostLinks"], link(62, 12, 10)],
    }
    table = bring(**more)
    assert created(table) == {"questions": 1, "answers": 1, "links": 1}
    assert one(Question, 11).answer_count == 1
    assert set(miscounts().values()) == {0}


def test_what_was_decided_here_is_not_decided_again(bring):
    bring(**FULL)
    with unit_of_work():
        one(Question, 10).reopen()
        one(Question, 11).duplicate_of_id = None
        db.session.query(QuestionLink).delete()
    bring(**FULL)
    assert one(Question, 10).accepted_answer_id is None
    assert one(Question, 11).duplicate_of_id is None
    assert count(QuestionLink) == 0


@pytest.mark.parametrize(
    "stage", [(posts, "_add_answers"), (posts, "_add_replies"), (closing, "recount_tags")]
)
def test_a_stopped_run_is_finished_by_running_it_again(bring, monkeypatch, stage):
    place, name = stage
    monkeypatch.setattr(target.batches, "__defaults__", (1,))
    whole, calls = getattr(place, name), []

    def stopping(*args):
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return whole(*args)

    monkeypatch.setattr(place, name, stopping)
    with pytest.raises(KeyboardInterrupt):
        bring(**FULL)
    monkeypatch.setattr(place, name, whole)
    db.session.rollback()
    bring(**FULL)
    assert [count(kind) for kind in (Question, Answer, Reply, Revision)] == [2, 2, 2, 2]
    assert one(Question, 10).is_solved
    assert set(miscounts().values()) == {0}
    assert search.check().is_none


# -- found ----------------------------------------------------------------------------------------


def test_what_was_imported_is_found(bring):
    bring(**FULL)
    hits = fulltext.current().find(Query("another question")).hits
    assert f"question:{one(Question, 11).id}" in {hit.key for hit in hits}
    assert search.check().is_none


def test_only_what_the_index_lacks_is_put_into_it(bring, monkeypatch):
    bring(**FULL)
    engine, put = fulltext.current(), []
    whole = engine.put

    def noted(documents):
        put.extend(documents)
        whole(documents)

    monkeypatch.setattr(engine, "put", noted)
    bring(**FULL)
    assert put == []
    bring(**FULL | {"Posts": [*FULL["Posts"], question(12)]})
    threads = {document.key for document in put if document.kind == "question"}
    assert threads == {f"question:{one(Question, 12).id}"}


def test_while_another_keeps_the_index_the_worker_is_asked(bring, monkeypatch):
    engine = fulltext.current()
    whole = engine.put

    def busy(_documents):
        raise IndexBusy

    monkeypatch.setattr(engine, "put", busy)
    bring(**FULL)
    assert count(jobs.Job) > 2
    monkeypatch.setattr(engine, "put", whole)
    jobs.run_all()
    assert search.check().is_none

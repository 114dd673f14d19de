"""The last steps: counters around the threads, and the search index."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.domain.accounts.models import User
from app.domain.forum.actions.counting import recount_members, recount_products, recount_tags
from app.domain.forum.events import QuestionAsked
from app.domain.forum.models.questions import Question
from app.domain.search.actions import rebuild
from app.domain.search.documents import documents_of
from app.domain.search.reactions import refresh
from app.imports.stackexchange.writing.target import Target, batches, imported
from app.kit import fulltext, jobs
from app.kit.db import db, learn_sizes
from app.kit.fulltext import IndexBusy
from app.kit.work import write


def count_around(target: Target) -> None:
    """Count anew what is counted in public questions: members, tags, the product."""
    write(learn_sizes)
    write(recount_products, [target.product_id])
    for tag_ids in batches(sorted(set(target.tag_ids.values()))):
        write(recount_tags, tag_ids)
    with target.stage("Counting", "users") as bar:
        for batch in imported(User, target.source):
            write(recount_members, batch)
            bar.update(len(batch))


def index(target: Target) -> int:
    """Make the imported threads be found; return how many of them were left to the worker.

    Where another process keeps the index, the rest is queued. An index that is not there, or does
    not know everything, is built as a whole.
    """
    engine = fulltext.current()
    with target.stage("Indexing", "questions") as bar:
        if engine.health() is not fulltext.Health.READY:
            try:
                rebuild()
            except IndexBusy:
                return sum(_queued(ids) for ids in imported(Question, target.source))
            return 0
        # Only what the index lacks is put, so that a stopped run is taken up where it was.
        known = dict(engine.keys())
        left = 0
        for ids in imported(Question, target.source):
            lacking = [each for each in documents_of(ids) if known.get(each.key) != each.version]
            # The index commit takes its time: no reading transaction waits open for it.
            db.session.rollback()
            if lacking and (left or not _put(lacking)):
                left += _queued(ids)
            bar.update(len(ids))
    return left


def _put(documents: list[fulltext.Document]) -> bool:
    try:
        fulltext.current().put(documents)
    except IndexBusy:
        return False
    return True


def _queued(question_ids: Sequence[int]) -> int:
    """Leave these threads to the worker; return how many."""
    write(_queue, question_ids)
    return len(question_ids)


def _queue(question_ids: Sequence[int]) -> None:
    rows = db.session.execute(
        select(Question.id, Question.author_id).where(Question.id.in_(question_ids))
    )
    for row in rows:
        payload = {"question_id": row.id, "author_id": row.author_id}
        jobs.put(refresh, QuestionAsked.__name__, payload)

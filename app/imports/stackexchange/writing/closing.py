"""The last steps: counters around the threads, and the search index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from sqlalchemy import select

from app.domain.accounts.models import User
from app.domain.forum.actions.counting import recount_members, recount_products, recount_tags
from app.domain.forum.events import QuestionAsked
from app.domain.forum.models.questions import Question
from app.domain.search.actions import rebuild
from app.domain.search.actions.lexicon import learn
from app.domain.search.documents import BY_KIND
from app.domain.search.queueing import queue_members, queue_tags
from app.domain.search.reactions import refresh
from app.domain.subjects import Kind
from app.imports.stackexchange.writing.target import Target, batches, imported
from app.kit import fulltext, jobs
from app.kit.db import db, learn_sizes
from app.kit.fulltext import IndexBusy
from app.kit.work import write

Queue = Callable[[Sequence[int]], None]


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
    """Make what was imported be found; return how many threads were left to the worker.

    Where another process keeps the index, the rest is queued. An index that is not there, or does
    not know everything, is built as a whole.
    """
    engine = fulltext.current()
    left: Counter[Kind] = Counter()
    with target.stage("Indexing", "questions") as bar:
        if engine.health() is not fulltext.Health.READY:
            try:
                rebuild()
            except IndexBusy:
                left.update({kind: _leave(queue, ids) for kind, ids, queue in _findable(target)})
            return left["question"]
        # Only what the index lacks is put, so that a stopped run is taken up where it was.
        known = dict(engine.keys())
        for kind, groups, queue in _findable(target):
            for ids in groups:
                if not _put(kind, ids, known, is_left=bool(left)):
                    left[kind] += _leave(queue, [ids])
                bar.update(len(ids) if kind == "question" else 0)
    return left["question"]


def _findable(target: Target) -> Iterator[tuple[Kind, Iterable[Sequence[int]], Queue]]:
    """Give what the import brought that can be found: by kind, and how it is left to the worker."""
    yield "question", imported(Question, target.source), _queue_threads
    yield "member", imported(User, target.source), queue_members
    yield "tag", batches(sorted(set(target.tag_ids.values()))), queue_tags


def _put(kind: Kind, ids: Sequence[int], known: Mapping[str, int], *, is_left: bool) -> bool:
    """Put what the index lacks of these; say whether nothing of it is left to the worker.

    :param is_left: another process keeps the index: it is not asked again.
    """
    documents = BY_KIND[kind].documents_of(ids)
    lacking = [each for each in documents if known.get(each.key) != each.version]
    # The index commit takes its time: no reading transaction waits open for it.
    db.session.rollback()
    if not lacking:
        return True
    if is_left:
        return False
    try:
        fulltext.current().put(lacking)
    except IndexBusy:
        return False
    learn(lacking)
    return True


def _leave(queue: Queue, groups: Iterable[Sequence[int]]) -> int:
    """Leave these to the worker; return how many."""
    count = 0
    for ids in groups:
        write(queue, ids)
        count += len(ids)
    return count


def _queue_threads(question_ids: Sequence[int]) -> None:
    rows = db.session.execute(
        select(Question.id, Question.author_id).where(Question.id.in_(question_ids))
    )
    for row in rows:
        payload = {"question_id": row.id, "author_id": row.author_id}
        jobs.put(refresh, QuestionAsked.__name__, payload)

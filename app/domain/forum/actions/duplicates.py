"""Duplicates: pointing to the canonical question, and merging into it without losing anything."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, exists, literal, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.domain.accounts.models import Actor
from app.domain.forum.actions.counting import (
    recount_around,
    recount_members,
    recount_products,
    recount_tags,
)
from app.domain.forum.actions.posting import find_ends, id_of, lock
from app.domain.forum.actions.recounting import set_question_counts
from app.domain.forum.events import DuplicateMarked, QuestionMerged
from app.domain.forum.models.posts import Answer, Reply
from app.domain.forum.models.questions import MeToo, Question, QuestionLink
from app.domain.forum.models.votes import Vote
from app.domain.forum.models.writing import Draft, Upload
from app.domain.forum.policy import may_mark_duplicate, may_merge, may_see
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid

# -- pointing -------------------------------------------------------------------------------------


def mark_duplicate(question: Question, *, of: Question, by: Actor) -> None:
    """Say that a question is asked and answered elsewhere. Both stay; each names the other.

    :raises Invalid: on ``of``, when it cannot be the canonical one.
    """
    _lock_both(question, of)
    require(may_mark_duplicate(by, question))
    canonical = _canonical(of)
    if question.id in {of.id, canonical.id} or not may_see(by, canonical):
        raise Invalid("of", _l("Choose another question than this one."))
    _refuse_wider_audience(question, canonical, "of")
    if question.duplicate_of_id == canonical.id:
        return
    question.duplicate_of_id = canonical.id
    # What pointed here points on, so that nobody follows a chain.
    _point_on(question.id, canonical.id)
    db.session.flush()
    publish(DuplicateMarked(question.id, canonical.id, id_of(by)))


def unmark_duplicate(question: Question, *, by: Actor) -> None:
    """The question stands for itself again."""
    lock(question)
    require(may_mark_duplicate(by, question))
    if question.duplicate_of_id is None:
        return
    question.duplicate_of_id = None
    db.session.flush()
    publish(DuplicateMarked(question.id, None, id_of(by)))


def _canonical(question: Question) -> Question:
    if question.merged_into_id is not None:
        return db.session.get_one(Question, question.merged_into_id)
    if question.duplicate_of_id is not None:
        return db.session.get_one(Question, question.duplicate_of_id)
    return question


# -- merging --------------------------------------------------------------------------------------


def merge_question(source: Question, *, into: Question, by: Actor) -> None:
    """Give everything of one question to another; the address of the first leads to the second.

    Answers, replies, votes, me toos, views, links and pictures move. Whoever voted or had the
    question on both sides counts once. The target keeps its solution, else it takes the source's.

    :raises Invalid: on ``into``, when it cannot take the other.
    """
    _lock_both(source, into)
    require(may_merge(by, source))
    if source.id == into.id or source.merged_into_id or into.merged_into_id:
        raise Invalid("into", _l("Choose another question that was not merged itself."))
    if not may_see(by, into) or into.is_hidden or source.is_hidden:
        raise Invalid("into", _l("A hidden question cannot be merged. Restore it first."))
    _refuse_wider_audience(source, into, "into")
    _move_solution(source, into)
    source.merged_into_id, source.duplicate_of_id = into.id, None
    source.claimed_by_id = source.claimed_until = None
    if into.duplicate_of_id == source.id:
        into.duplicate_of_id = None
    db.session.flush()
    _move_posts(source.id, into.id)
    _carry_voters(source, into)
    _carry_me_toos(source, into)
    _carry_sums(source, into)
    _carry_links(source.id, into.id)
    _point_on(source.id, into.id)
    _settle(source, into)
    publish(
        QuestionMerged(
            source.id, into.id, id_of(by), into.space_id, solution_id=into.accepted_answer_id
        )
    )


def _lock_both(one: Question, other: Question) -> None:
    # Always in the same order, so that two merges of one pair do not wait for each other.
    for question in sorted({one, other}, key=lambda it: it.id):
        lock(question)


def _refuse_wider_audience(question: Question, other: Question, field: str) -> None:
    """Keep what was written for few from those who see the other question, and its title too."""
    same = question.space_id == other.space_id
    both_public = {question.space.visibility, other.space.visibility} == {"public"}
    if not same and not both_public:
        raise Invalid(field, _l("The questions have different readers. Move one of them first."))


def _move_solution(source: Question, into: Question) -> None:
    accepted_id = source.accepted_answer_id
    if accepted_id is None:
        return
    accepted_by, solved_at = source.accepted_by_id, source.solved_at
    source.reopen()
    db.session.flush()  # an answer is the solution of one question at a time
    if into.accepted_answer_id is None and accepted_by is not None and solved_at is not None:
        into.accept(accepted_id, by_id=accepted_by, at=solved_at)
        return
    solution = db.session.get_one(Answer, accepted_id)
    solution.also_works_at, solution.also_works_by_id = solved_at or clock.now(), accepted_by


def _move_posts(source_id: int, into_id: int) -> None:
    for kind in (Answer, Reply, Upload):
        _update(kind, kind.question_id == source_id, question_id=into_id)
    # What somebody types for the one is found under the other.
    for place in ("answer:{}", "reply:question:{}"):
        mine, theirs = place.format(source_id), place.format(into_id)
        other = Draft.__table__.alias("other")
        taken = exists().where(other.c.owner == Draft.owner, other.c.place == theirs)
        _update(Draft, and_(Draft.place == mine, ~taken), place=theirs)
        _update(Draft, Draft.place == mine, place=f"{theirs}:{source_id}")


def _carry_voters(source: Question, into: Question) -> None:
    votes = Vote.__table__
    mine = votes.alias("mine")
    carried = select(
        mine.c.voter_id,
        mine.c.subject_kind,
        literal(into.id),
        mine.c.value,
        mine.c.at,
        mine.c.voided_at,
    ).where(
        mine.c.subject_kind == "question",
        mine.c.subject_id == source.id,
        # Nobody votes for themselves.
        mine.c.voter_id != into.author_id,
    )
    _insert_missing(
        Vote,
        ["voter_id", "subject_kind", "subject_id", "value", "at", "voided_at"],
        carried,
        ["voter_id", "subject_kind", "subject_id"],
    )


def _carry_me_toos(source: Question, into: Question) -> None:
    asker = f"m:{into.author_id}"
    carried = select(literal(into.id), MeToo.who, MeToo.at).where(
        MeToo.question_id == source.id, MeToo.who != asker
    )
    key = ["question_id", "who"]
    _insert_missing(MeToo, ["question_id", "who", "at"], carried, key)
    if source.author_id != into.author_id:  # who asked the same has it, too
        insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
        row = {"question_id": into.id, "who": f"m:{source.author_id}", "at": source.asked_at}
        db.session.execute(insert(MeToo).values(**row).on_conflict_do_nothing(index_elements=key))


def _carry_sums(source: Question, into: Question) -> None:
    into.imported_score += source.imported_score
    into.imported_too += source.imported_too
    into.view_count += source.view_count
    # Given away, not copied: what is merged back and forth must not grow.
    source.imported_score = source.imported_too = source.view_count = 0
    into.active_at = max(into.active_at, source.active_at)
    db.session.flush()


def _carry_links(source_id: int, into_id: int) -> None:
    links = QuestionLink
    one = select(literal(into_id), links.related_id).where(
        links.question_id == source_id, links.related_id != into_id
    )
    other = select(links.question_id, literal(into_id)).where(
        links.related_id == source_id, links.question_id != into_id
    )
    columns = ["question_id", "related_id"]
    for carried in (one, other):
        _insert_missing(links, columns, carried, columns)


def _point_on(old_id: int, new_id: int) -> None:
    pointing = and_(Question.duplicate_of_id == old_id, Question.id != new_id)
    _update(Question, pointing, duplicate_of_id=new_id)
    _update(Question, Question.merged_into_id == old_id, merged_into_id=new_id)


def _settle(source: Question, into: Question) -> None:
    set_question_counts([source.id, into.id])
    db.session.refresh(into)
    find_ends(into)
    db.session.flush()
    recount_around(into)
    recount_products([source.product_id])
    recount_tags([tag.id for tag in source.tags])
    recount_members([source.author_id])


def _insert_missing(kind: Any, columns: list[str], rows: Any, key: list[str]) -> None:
    insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    statement = insert(kind).from_select(columns, rows)
    db.session.execute(statement.on_conflict_do_nothing(index_elements=key))


def _update(kind: Any, condition: Any, **values: Any) -> None:
    db.session.execute(
        update(kind).where(condition).values(**values).execution_options(synchronize_session=False)
    )

"""What is behind an idea: said by a person, suggested by search, and the pain it comes to."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.domain.accounts.models import Actor
from app.domain.ideas.actions.locks import id_of, lock
from app.domain.ideas.events import IdeaLinked, IdeaUnlinked
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import LINK_KINDS, IdeaLink
from app.domain.ideas.policy import may_link
from app.domain.subjects import Subject
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Conflict, Invalid


@dataclass(frozen=True)
class Pain:
    """How much hurts behind an idea, as its confirmed links say."""

    questions: int = 0
    # Different people: whoever asked, and whoever has it too. Imported sums are added.
    people: int = 0
    too: int = 0
    # From asking to solved, or to now; of all questions together.
    hours: int = 0


def link(idea: Idea, subject: Subject, *, by: Actor, author_id: int | None = None) -> None:
    """Somebody says that this is behind an idea; said again it changes nothing.

    :param author_id: whoever wrote the subject, who may always say so.
    :raises Invalid: on ``subject``, when it is of a kind that has no links.
    """
    require(may_link(by, idea, author_id))
    lock(idea)
    _check(idea, subject)
    found = _between(idea.id, subject.kind, subject.id)
    if found is not None and found.state == "confirmed":
        return
    if found is None:
        found = IdeaLink(idea_id=idea.id, subject_kind=subject.kind, subject_id=subject.id)
        db.session.add(found)
    found.state, found.by_id, found.at = "confirmed", id_of(by), clock.now()
    db.session.flush()
    publish(IdeaLinked(idea.id, subject.kind, subject.id, id_of(by)))


def unlink(idea: Idea, subject: Subject, *, by: Actor, author_id: int | None = None) -> None:
    """Somebody says that it is not behind the idea, or not any more.

    The row stays and says who decided: search does not suggest it again.
    """
    require(may_link(by, idea, author_id))
    lock(idea)
    found = _between(idea.id, subject.kind, subject.id)
    if found is None or found.state == "rejected":
        return
    found.state, found.by_id, found.at = "rejected", id_of(by), clock.now()
    db.session.flush()
    publish(IdeaUnlinked(idea.id, subject.kind, subject.id, id_of(by)))


def reject(idea: Idea, subject: Subject, *, by: Actor, author_id: int | None = None) -> None:
    """Somebody says that what search suggested does not belong together."""
    unlink(idea, subject, by=by, author_id=author_id)


def suggest(idea_id: int, subject: Subject, score: float) -> bool:
    """Note that search finds them alike; what a person decided stands. True when it is new."""
    insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    added = db.session.execute(
        insert(IdeaLink)
        .values(
            idea_id=idea_id,
            subject_kind=subject.kind,
            subject_id=subject.id,
            state="suggested",
            score=score,
            suggested_at=clock.now(),
        )
        .on_conflict_do_nothing(index_elements=["idea_id", "subject_kind", "subject_id"])
        .returning(IdeaLink.idea_id)
    ).first()
    return added is not None


def settle_pain(idea: Idea, pain: Pain) -> bool:
    """Keep on an idea how much hurts behind it; True when that changed."""
    before = (idea.question_count, idea.affected_count, idea.too_count, idea.waited_hours)
    after = (pain.questions, pain.people, pain.too, pain.hours)
    if before == after:
        return False
    idea.question_count, idea.affected_count, idea.too_count, idea.waited_hours = after
    db.session.flush()
    return True


def move_links(kind: str, subject_id: int, into_id: int) -> list[int]:
    """Let the links of a merged question point to where it went; their ideas are returned.

    What was said about that one before stands, but for a mere suggestion.
    """
    moved = select(IdeaLink).where(IdeaLink.subject_kind == kind, IdeaLink.subject_id == subject_id)
    links = db.session.scalars(moved).all()
    for one in links:
        there = _between(one.idea_id, kind, into_id)
        _bring(one, there, subject_id=into_id)
        db.session.delete(one)
    db.session.flush()
    return sorted({one.idea_id for one in links})


def _bring(one: IdeaLink, there: IdeaLink | None, **place: int) -> None:
    """Say of a link's new place what was said of the old one."""
    if there is None:
        values = {row.key: getattr(one, row.key) for row in IdeaLink.__table__.c}
        db.session.add(IdeaLink(**(values | place)))
    elif there.state == "suggested" and one.state == "confirmed":
        there.state, there.by_id, there.at = one.state, one.by_id, one.at


def _between(idea_id: int, kind: str, subject_id: int) -> IdeaLink | None:
    return db.session.get(IdeaLink, (idea_id, kind, subject_id))


def _check(idea: Idea, subject: Subject) -> None:
    if subject.kind not in LINK_KINDS:
        raise Invalid("subject", _l("Only questions can be linked to an idea."))
    if idea.merged_into_id is not None:
        raise Conflict(_l("This idea was joined with another. Link it there."))

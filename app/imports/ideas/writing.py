"""Checked ideas into the database, some at a time; stopped, running it again finishes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select

from app.domain.accounts.models import User
from app.domain.accounts.texts import Text
from app.domain.catalog.models import Tag
from app.domain.ideas.actions.wording import take_text
from app.domain.ideas.models.ideas import Idea, StatusChange
from app.domain.ideas.models.voices import IdeaComment
from app.domain.ideas.rules import TAGS_MOST
from app.domain.ideas.rules.machine import TERMINAL
from app.domain.ideas.rules.trend import trend, trend_of_sum
from app.imports.ideas.records import Record
from app.imports.stackexchange.writing.members import DELETED, add_members, former_member
from app.imports.stackexchange.writing.wording import rendered, tags_of
from app.kit.db import db
from app.kit.work import write

AT_ONCE = 25
_KEY_LONGEST = 80


class Bar(Protocol):
    """Something that is told how many more ideas are done."""

    def update(self, n_steps: int) -> Any: ...


@dataclass(frozen=True)
class Target:
    """Where an import goes, and what became of it so far."""

    space_id: int
    product_id: int | None = None
    counts: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class _Made:
    """An idea with its texts ready to be kept."""

    record: Record
    body: Text
    said: Sequence[Text]


def import_ideas(target: Target, records: Sequence[Record], bar: Bar) -> list[int]:
    """Keep the ideas that are not here yet; return their ids. Opens its own units."""
    made: list[int] = []
    for first in range(0, len(records), AT_ONCE):
        some = records[first : first + AT_ONCE]
        new = [record for record in some if not _is_here(record)]
        target.counts["ideas already here"] += len(some) - len(new)
        made += write(_keep, target, _prepared(new))
        bar.update(len(some))
    return made


def _is_here(record: Record) -> bool:
    same = select(Idea.id).where(
        Idea.external_source == record.site, Idea.external_id == record.key
    )
    return db.session.scalar(same) is not None


def _prepared(records: Sequence[Record]) -> list[_Made]:
    """Render outside the unit: a handle in a text is somebody of the other site."""
    bodies = rendered([record.markdown for record in records], excerpts=True)
    said = iter(rendered([each.markdown for record in records for each in record.said]))
    return [
        _Made(record, body, [next(said) for _ in record.said])
        for record, body in zip(records, bodies, strict=True)
    ]


def _keep(target: Target, made: Sequence[_Made]) -> list[int]:
    authors = _authors(made)
    tags, new_tags = _tags({tag for each in made for tag in tags_of(each.record.tags)})
    ids = []
    for each in made:
        idea = _idea(target, each, authors, tags)
        ids.append(idea.id)
        _say(idea, each, authors)
    target.counts.update(
        {
            "ideas created": len(made),
            "comments created": sum(len(each.said) for each in made),
            "tags created": new_tags,
        }
    )
    return ids


def _idea(
    target: Target, each: _Made, authors: dict[tuple[str, str], int], tags: dict[str, Tag]
) -> Idea:
    record = each.record
    idea = Idea(
        space_id=target.space_id,
        product_id=target.product_id,
        author_id=authors[record.site, record.author],
        title=record.title,
        proposed_at=record.at,
        active_at=max([record.at, record.decided_at, *(said.at for said in record.said)]),
        vote_count=record.votes,
        imported_votes=record.votes,
        comment_count=len(each.said),
        external_source=record.site,
        external_id=record.key,
        external_url=record.url or None,
        external_licence=record.licence or None,
    )
    take_text(idea, each.body)
    # All its votes as if they had come in the middle of what was said: nobody knows when.
    middle = record.at + (idea.active_at - record.at) / 2
    idea.imported_trend = trend_of_sum(record.votes, middle)
    idea.trend = trend(record.at, [], idea.imported_trend)
    idea.tags = [tags[name] for name in tags_of(record.tags)[:TAGS_MOST]]
    db.session.add(idea)
    db.session.flush()
    _decide(idea, record)
    return idea


def _decide(idea: Idea, record: Record) -> None:
    """Tell in the history what was decided there, by nobody of this place, and where to read it."""
    db.session.add(_change(idea, None, "new", record.at, ""))
    if record.status == "needs-votes":
        db.session.add(_change(idea, "new", "needs-votes", record.at, ""))
        idea.status_since = record.at
    else:
        where = record.url or record.site
        words = f"Decided where it was first suggested, as “{record.status_there}”: {where}"
        db.session.add(_change(idea, "new", record.status, record.decided_at, words))
        idea.status_since = record.decided_at
    idea.status = record.status
    if record.status in TERMINAL:
        idea.active_at = max(idea.active_at, record.decided_at)


def _change(idea: Idea, before: str | None, after: str, at: datetime, reason: str) -> StatusChange:
    return StatusChange(
        idea_id=idea.id, before=before, after=after, at=at, reason=reason, code="import"
    )


def _say(idea: Idea, each: _Made, authors: dict[tuple[str, str], int]) -> None:
    for said, text in zip(each.record.said, each.said, strict=True):
        comment = IdeaComment(
            idea_id=idea.id,
            author_id=authors[each.record.site, said.author],
            posted_at=said.at,
            score=said.score,
            imported_score=said.score,
            external_source=each.record.site,
            external_id=f"{each.record.key}:{said.key}",
        )
        take_text(comment, text)
        db.session.add(comment)


def _authors(made: Sequence[_Made]) -> dict[tuple[str, str], int]:
    """Return the members behind the names; whoever is not here yet becomes one, unclaimed."""
    firsts: dict[tuple[str, str], datetime] = {}
    for each in made:
        wrote = [(each.record.author, each.record.at)]
        wrote += [(said.author, said.at) for said in each.record.said]
        for name, at in wrote:
            key = each.record.site, name
            firsts[key] = min(at, firsts.get(key, at))
    found: dict[tuple[str, str], int] = {}
    for site in {site for site, _name in firsts}:
        names = {name: at for (of, name), at in firsts.items() if of == site}
        for name, member_id in _members(site, names).items():
            found[site, name] = member_id
    return found


def _members(site: str, firsts: dict[str, datetime]) -> dict[str, int]:
    keys = {f"{DELETED}{name}"[:_KEY_LONGEST]: at for name, at in firsts.items()}
    there = _ids(site, keys)
    absent = sorted(keys.keys() - there.keys())
    if absent:
        add_members([former_member(key, keys[key], site) for key in absent])
        there |= _ids(site, absent)
    return {name: there[f"{DELETED}{name}"[:_KEY_LONGEST]] for name in firsts}


def _ids(site: str, keys: Any) -> dict[str, int]:
    rows = db.session.execute(
        select(User.external_id, User.id).where(
            User.external_source == site, User.external_id.in_(keys)
        )
    )
    return {str(key): member_id for key, member_id in rows}


def _tags(names: set[str]) -> tuple[dict[str, Tag], int]:
    """Return the tags of these names, and how many were made."""
    there = {tag.name: tag for tag in db.session.scalars(select(Tag).where(Tag.name.in_(names)))}
    new = [Tag(name=name) for name in sorted(names - there.keys())]
    db.session.add_all(new)
    db.session.flush()
    return there | {tag.name: tag for tag in new}, len(new)

"""Striking votes out as fraud, and letting them count again. The rows stay, to be seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import select, tuple_, update
from sqlalchemy.orm import aliased

from app.domain.accounts.models import Actor
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import may
from app.domain.forum.events import VoteReinstated, VoteVoided
from app.domain.forum.models.questions import Question
from app.domain.forum.models.votes import Vote
from app.domain.forum.queries.posts import KINDS
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish

# Who voted, on what: the key of a vote.
Key = tuple[int, str, int]
T = TypeVar("T")
# The most keys that one statement names.
_AT_ONCE = 300


@dataclass(frozen=True)
class _Turned:
    """A vote that counted and no longer does, or the other way round."""

    voter_id: int
    subject_kind: str
    subject_id: int
    author_id: int


def void_votes(keys: Iterable[Key], *, by: Actor) -> int:
    """Strike votes out: they stay to be seen, and count neither for scores nor for points.

    Those that are struck out already, or were withdrawn meanwhile, are left alone. How many
    stopped counting is returned.
    """
    require(may(by, Permission.JUDGE_VOTES))
    turned = _turn(keys, void=True)
    for vote in turned:
        publish(VoteVoided(vote.subject_kind, vote.subject_id, vote.author_id, vote.voter_id))
    return len(turned)


def reinstate_votes(keys: Iterable[Key], *, by: Actor) -> int:
    """Let votes that had been struck out count again, as they stand now; return how many do."""
    require(may(by, Permission.JUDGE_VOTES))
    turned = _turn(keys, void=False)
    for vote in turned:
        publish(VoteReinstated(vote.subject_kind, vote.subject_id, vote.author_id, vote.voter_id))
    return len(turned)


def _turn(keys: Iterable[Key], *, void: bool) -> list[_Turned]:
    wanted = set(keys)
    wanted |= _carried(wanted)
    # Whoever holds the posts' rows is the only one to change their votes and scores just now.
    authors = _lock_posts({(kind, post_id) for _, kind, post_id in wanted})
    found = _votes(wanted, Vote.voided_at.is_(None) if void else Vote.voided_at.is_not(None))
    # Those who follow hold rows of their own for each author: in one order, whoever comes first.
    # The last vote goes first and comes back last, so that no other takes its place in between.
    found.sort(key=lambda vote: vote.at, reverse=void)
    found.sort(key=lambda vote: authors[vote.subject_kind, vote.subject_id])
    moment = clock.now() if void else None
    for some in _cut([vote[:3] for vote in found]):
        db.session.execute(update(Vote).where(_named(some)).values(voided_at=moment))
    sums: Counter[tuple[str, int]] = Counter()
    for vote in found:
        sums[vote.subject_kind, vote.subject_id] += -vote.value if void else vote.value
    _add_to_scores(sums)
    return [
        _Turned(
            it.voter_id, it.subject_kind, it.subject_id, authors[it.subject_kind, it.subject_id]
        )
        for it in found
    ]


def _carried(keys: Collection[Key]) -> set[Key]:
    """Return the copies of these votes that a merge made: same voter, same moment."""
    copy = aliased(Vote)
    found: set[Key] = set()
    for some in _cut([key for key in keys if key[1] == "question"]):
        rows = db.session.execute(
            select(copy.voter_id, copy.subject_id)
            .select_from(Vote)
            .join(Question, Question.id == Vote.subject_id)
            .join(copy, (copy.voter_id == Vote.voter_id) & (copy.at == Vote.at))
            .where(
                _named(some),
                copy.subject_kind == "question",
                copy.subject_id == Question.merged_into_id,
            )
        )
        found |= {(voter_id, "question", post_id) for voter_id, post_id in rows}
    return found


def _lock_posts(posts: Collection[tuple[str, int]]) -> dict[tuple[str, int], int]:
    """Hold posts until the unit ends, always in the same order; return who wrote them."""
    authors: dict[tuple[str, int], int] = {}
    for name, kind in KINDS.items():
        model: Any = kind
        for some in _cut(sorted(post_id for it, post_id in posts if it == name)):
            rows = db.session.execute(
                select(model.id, model.author_id)
                .where(model.id.in_(some))
                .order_by(model.id)
                .with_for_update(key_share=True)
            )
            authors |= {(name, post_id): author_id for post_id, author_id in rows}
    return authors


def _votes(keys: Collection[Key], standing: Any) -> list[Any]:
    columns = (Vote.voter_id, Vote.subject_kind, Vote.subject_id, Vote.value, Vote.at)
    return [
        row
        for some in _cut(sorted(keys))
        for row in db.session.execute(select(*columns).where(_named(some), standing))
    ]


def _add_to_scores(sums: Counter[tuple[str, int]]) -> None:
    for (name, post_id), difference in sorted(sums.items()):
        kind: Any = KINDS[name]
        db.session.execute(
            update(kind).where(kind.id == post_id).values(score=kind.score + difference)
        )


def _named(keys: Sequence[Any]) -> Any:
    return tuple_(Vote.voter_id, Vote.subject_kind, Vote.subject_id).in_(keys)


def _cut(things: Sequence[T]) -> Iterator[Sequence[T]]:
    return (things[i : i + _AT_ONCE] for i in range(0, len(things), _AT_ONCE))

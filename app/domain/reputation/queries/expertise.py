"""Who knows what: topics of a member, and the mark of the best beside what they answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    cast,
    desc,
    func,
    null,
    select,
    union_all,
)

from app.domain.accounts.models import Actor, User
from app.domain.catalog.models import Product, Tag
from app.domain.catalog.queries import owned_products
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.domain.forum.queries.queues import Topics
from app.domain.reputation.models.boards import Cutoff, Standing
from app.domain.reputation.rules import FOREVER, PERCENT_PEOPLE, PERCENTS, PLACES
from app.kit.db import db

TOPICS_SHOWN = 6
# Topics whose questions stand in a helper's own queue, and the latest answers read for them.
TOPICS_FOLLOWED = 20
ANSWERS_READ = 50

standings = Standing.__table__
_s = standings.c
_c = Cutoff.__table__.c
_p = Product.__table__.c
_t = Tag.__table__.c


@dataclass(frozen=True, slots=True)
class Mark:
    """That somebody is among the best of a topic: by percent where many know it, else by place."""

    topic: str
    slug: str
    kind: str
    percent: int | None = None
    place: int | None = None
    people: int = 0


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A product or tag that a member knows about; ``bar`` is relative to what they know best."""

    id: int
    name: str
    slug: str
    kind: str
    accepted: int
    points: int
    bar: int
    mark: Mark | None


def is_expert(c: Any = _s) -> ColumnElement[bool]:
    """Return the condition on a standing that it speaks of knowledge: something was accepted."""
    return and_(
        c.scope.in_(("product", "tag")),
        c.period == "all",
        c.starts_on == FOREVER,
        c.accepted > 0,
        c.points > 0,
    )


def is_ranked(c: Any = User) -> ColumnElement[bool]:
    """Return the condition on ``User`` for those who are compared with others in public.

    Members who did not ask to be left out; staff are left out, for boards are of customers among
    themselves.
    """
    return and_(c.on_boards, c.active, c.staff_roles == [])


def knows_about(member_id: int, n: int = TOPICS_SHOWN) -> list[TopicRow]:
    """Return what a member knows about, best first. One statement."""
    found = db.session.execute(_KNOWN, {"member_ids": [member_id]}).all()
    best = sorted(found, key=lambda row: (-row.accepted, -row.points, row.scope, row.scope_id))
    told = _without_wholes(best)[:n]
    most = max((row.accepted for row in told), default=1)
    return [
        TopicRow(
            id=row.scope_id,
            name=row.name,
            slug=row.slug,
            kind=row.scope,
            accepted=row.accepted,
            points=row.points,
            bar=max(4, round(100 * row.accepted / most)),
            mark=_mark(row),
        )
        for row in told
    ]


def topics_of(actor: Actor, n: int = TOPICS_FOLLOWED) -> Topics:
    """Return the topics whose questions wait for a helper: what they know about.

    For whom nothing was accepted yet: what they have at home and what they answered about lately.
    One statement, or three.
    """
    if actor.id is None:
        return Topics()
    known = db.session.execute(
        select(_s.scope, _s.scope_id)
        .where(_s.user_id == actor.id, is_expert())
        .order_by(desc(_s.accepted), desc(_s.points), _s.scope, _s.scope_id)
        .limit(n)
    ).all()
    if not known:
        return Topics(product_ids=frozenset(owned_products(actor) | _answered_about(actor.id)))
    return Topics(
        product_ids=frozenset(scope_id for scope, scope_id in known if scope == "product"),
        tag_ids=frozenset(scope_id for scope, scope_id in known if scope == "tag"),
    )


def _answered_about(member_id: int) -> set[int]:
    latest = (
        select(Answer.question_id)
        .where(Answer.author_id == member_id)
        .order_by(desc(Answer.posted_at), desc(Answer.id))
        .limit(ANSWERS_READ)
        .subquery()
    )
    found = select(Question.product_id).join(latest, latest.c.question_id == Question.id)
    return set(db.session.scalars(found.where(Question.product_id.is_not(None)).distinct()))


def marks_beside(
    member_ids: Collection[int], product_ids: Sequence[int], tags: Collection[str]
) -> dict[int, Mark]:
    """Return the best mark of each of these members in a thread's topics. One statement.

    :param product_ids: the thread's product and those above it, the nearest last.
    """
    if not member_ids or not (product_ids or tags):
        return {}
    values = {
        "member_ids": sorted(set(member_ids)),
        "product_ids": list(product_ids) or [0],
        "tags": sorted(tags) or [""],
    }
    found: dict[int, tuple[tuple[int, ...], Mark]] = {}
    for row in db.session.execute(_BESIDE, values):
        mark = _mark(row)
        if mark is None:
            continue
        nearness = -product_ids.index(row.scope_id) if row.scope == "product" else 1
        # The rarest mark says most; then the nearest product, then a tag.
        weight = (mark.percent or PERCENTS[-1] + (mark.place or 0), nearness, row.scope_id)
        if row.user_id not in found or weight < found[row.user_id][0]:
            found[row.user_id] = (weight, mark)
    return {member_id: mark for member_id, (_, mark) in found.items()}


def _mark(row: Any) -> Mark | None:
    if row.people is None or not row.ranked:
        return None
    topic = (row.name, row.slug, row.scope)
    if row.people < PERCENT_PEOPLE:
        return Mark(*topic, place=row.reached, people=row.people) if row.reached <= PLACES else None
    cutoffs = {percent: getattr(row, f"top_{percent}") for percent in PERCENTS}
    reached = [percent for percent, points in cutoffs.items() if row.points >= points]
    return Mark(*topic, percent=min(reached), people=row.people) if reached else None


def _without_wholes(rows: Sequence[Any]) -> list[Any]:
    """Leave out products of which the member knows just one part: the part says it better."""
    parts = {(row.parent_id, row.points, row.accepted) for row in rows if row.scope == "product"}
    return [
        row
        for row in rows
        if row.scope != "product" or (row.scope_id, row.points, row.accepted) not in parts
    ]


def _reached() -> ColumnElement[Any]:
    """How many have as many points or more, where they are few enough to be told by place."""
    others, people = standings.alias("others"), User.__table__.alias("people")
    same = and_(others.c.scope == _s.scope, others.c.scope_id == _s.scope_id)
    count = (
        select(func.count())
        .select_from(others.join(people, people.c.id == others.c.user_id))
        .where(same, is_expert(others.c), others.c.points >= _s.points, is_ranked(people.c))
        .correlate(standings)
        .scalar_subquery()
    )
    return case((_c.people < PERCENT_PEOPLE, count))


def _topics(scope: str, name: Any, slug: Any, parent: Any, topic: Any) -> Select[Any]:
    return (
        select(
            *(_s.user_id, _s.scope, _s.scope_id, _s.accepted, _s.points),
            *(name.label("name"), slug.label("slug"), parent.label("parent_id")),
            *(_c.people, _c.top_1, _c.top_5, _c.top_10),
            is_ranked().label("ranked"),
            _reached().label("reached"),
        )
        .select_from(standings)
        .join(topic, topic.c.id == _s.scope_id)
        .join(User, User.id == _s.user_id)
        .outerjoin(Cutoff, and_(_c.scope == _s.scope, _c.scope_id == _s.scope_id))
        .where(
            _s.scope == scope,
            is_expert(),
            _s.user_id.in_(bindparam("member_ids", expanding=True)),
        )
    )


_PRODUCTS = _topics("product", _p.name, _p.slug, _p.parent_id, Product.__table__)
_TAGS = _topics("tag", _t.name, _t.name, cast(null(), Integer), Tag.__table__)
_KNOWN = union_all(_PRODUCTS, _TAGS)
_BESIDE = union_all(
    _PRODUCTS.where(_s.scope_id.in_(bindparam("product_ids", expanding=True))),
    _TAGS.where(_t.name.in_(bindparam("tags", expanding=True))),
)

"""What staff gave in the demo community, in public, and what rights ask for in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import select

from app.demo.reading import Entry as Content
from app.demo.stage import Stage
from app.domain.accounts.models import User
from app.domain.accounts.permissions import Permission, Requirement
from app.domain.badges.actions.making import BadgeDraft, add_badge
from app.domain.badges.models import Award, CustomBadge
from app.domain.badges.rules import criterion_from
from app.domain.reputation.actions.booking import add_points, hold_members, write_entries
from app.domain.reputation.actions.economies import change_economy
from app.domain.reputation.models.ledger import Entry
from app.domain.reputation.queries.economies import version_now
from app.domain.reputation.rules import AWARD, LAUNCH
from app.kit.db import db


def set_economy(stage: Stage, content: Mapping[str, object]) -> int:
    """Say what rights ask for, where nobody said so yet. Call inside a unit of work."""
    if version_now().number:
        return 0
    needs = content["privileges"]
    assert isinstance(needs, dict)  # noqa: S101 - said for the type checker
    privileges = {
        Permission[name]: Requirement(int(points), str(trust))
        for name, (points, trust) in needs.items()
    }
    change_economy(
        preset="custom",
        economy=replace(LAUNCH, privileges=dict(LAUNCH.privileges) | privileges),
        reason=str(content["reason"]),
        by=_member(stage, str(content["by"])),
    )
    return 1


def give_points(stage: Stage, number: int, content: Content) -> int:
    """Write an award of the past; say whether it was new. Call inside a unit of work.

    Dated by the content rather than by the clock: last winter's award is not this week's.
    """
    by, to = stage.member(content["by"]), stage.member(content["to"])
    key = f"{AWARD}:{by}:demo-{number}"
    if db.session.scalar(select(Entry.id).where(Entry.reason_key == key)) is not None:
        return 0
    hold_members([to])
    row = {
        "user_id": to, "delta": int(content["points"]), "reason": AWARD, "fact": None,
        "reason_key": key, "subject_kind": "member", "subject_id": to, "question_id": None,
        "actor_id": by, "version": 0, "reverses_id": None, "note": content["why"],
        "at": stage.at(content["ago"]), "product_id": None, "space_id": None, "tag_ids": [],
    }  # fmt: skip
    write_entries([row])
    add_points({to: int(content["points"])})
    return 1


def make_badge(stage: Stage, content: Content) -> int:
    """Make a badge and give it to whom the content names; say whether it was new. In a unit."""
    known = select(CustomBadge.id).where(CustomBadge.name == content["name"])
    if db.session.scalar(known.limit(1)) is not None:
        return 0
    by = _member(stage, content["by"])
    made = add_badge(
        BadgeDraft(
            name=content["name"],
            about=content["about"],
            icon=content["icon"],
            tier=content["tier"],
            criterion=criterion_from(content.get("criterion", {})),
        ),
        by=by,
    )
    made.made_at = stage.at(content["ago"])
    for handle in content.get("held", []):
        db.session.add(
            Award(
                badge=made.key,
                user_id=stage.member(handle),
                awarded_at=made.made_at,
                by_id=by.id,
                reason=content["why"],
            )
        )
    return 1


def _member(stage: Stage, handle: str) -> User:
    return db.session.get_one(User, stage.member(handle))

"""How trust works, and where a member stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint

from app.domain.accounts.models import Actor, User
from app.domain.accounts.policy import is_self
from app.domain.reputation.queries.trust import LevelShown, trust_progress, trust_rules
from app.web.guards import public
from app.web.partials import page
from app.web.reputation.rights import WORDS
from app.web.shell import actor
from app.web.words import listed, number

bp = Blueprint("trust", __name__)


@dataclass(frozen=True)
class Rung:
    """A level on the page: what it asks for, and in words what it opens."""

    level: LevelShown
    opens: list[str]
    # (from so many points, the rights that open with them)
    later: list[tuple[str, str]]
    is_mine: bool


@bp.get("/trust")
@public("how trust works is no secret")
def show() -> Any:
    """Show the four levels with the numbers in force, and members where they stand."""
    who, rules = actor(), trust_rules()
    return page(
        "reputation/trust.html",
        rules=rules,
        rungs=[_rung(level, who) for level in rules.levels],
        **(trust_shown(who, who) if isinstance(who, User) else {"trust_progress": None}),
    )


def trust_shown(member: User, actor: Actor) -> dict[str, Any]:
    """Return what ``reputation/_trust.html`` needs: nothing for others than the member and staff.

    What somebody read, and how near they are to a fall, is theirs to know.
    """
    allowed = is_self(actor, member) or actor.is_staff
    return {"trust_progress": trust_progress(member) if allowed else None}


def _rung(level: LevelShown, who: Actor) -> Rung:
    by_points: dict[int, list[str]] = {}
    for right, points in level.with_points:
        by_points.setdefault(points, []).append(str(WORDS[right]))
    return Rung(
        level,
        [str(WORDS[right]) for right in level.grants],
        [(number(points), listed(words)) for points, words in sorted(by_points.items())],
        is_mine=not who.is_guest and who.trust == level.name,
    )

"""Points that staff give or take back, with a reason, in public."""

from __future__ import annotations

from sqlalchemy import select

from app.domain.accounts.models import Actor, User
from app.domain.reputation.actions.booking import add_points, hold_members, tell, write_entries
from app.domain.reputation.events import PointsAwarded
from app.domain.reputation.models.ledger import Entry
from app.domain.reputation.policy import may_award_points
from app.domain.reputation.queries.economies import version_now
from app.domain.reputation.rules import AWARD, AWARD_MOST, NOTE_LONGEST, NOTE_SHORTEST
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Forbidden, Invalid

NONCE_LONGEST = 50


def award_points(member: User, points: int, *, reason: str, by: Actor, nonce: str) -> Entry:
    """Give a member points, or take some back (negative). The same form sent twice gives once.

    :raises Invalid: on ``points``, ``reason`` or ``nonce``.
    """
    require(may_award_points(by, member))
    if by.id is None:
        raise Forbidden(_l("Points are awarded under a name: sign in."))
    why = checked_reason(reason)
    if not points or abs(points) > AWARD_MOST:
        raise Invalid("points", _l("Between 1 and %(most)s, or as many back.", most=AWARD_MOST))
    if not nonce or len(nonce) > NONCE_LONGEST:
        raise Invalid("nonce", _l("Open the form again."))
    had = hold_members([member.id])
    key = f"{AWARD}:{by.id}:{nonce}"
    made = db.session.scalar(select(Entry).where(Entry.reason_key == key))
    if made is not None:
        if (made.user_id, made.delta, made.note) != (member.id, points, why):
            raise Invalid("nonce", _l("This form was sent already. Open it again."))
        return made
    entry = _write(member, points, why, by, key)
    add_points({member.id: points})
    publish(PointsAwarded(member.id, entry.id, points, by.id))
    tell(had, {member.id: points})
    return entry


def checked_reason(reason: str) -> str:
    """Return what staff said, without space around it.

    :raises Invalid: on ``reason``, when it is too short to be one, or too long.
    """
    why = reason.strip()
    if len(why) < NOTE_SHORTEST or "\x00" in why:
        raise Invalid(
            "reason", _l("Say why, in at least %(least)s characters.", least=NOTE_SHORTEST)
        )
    if len(why) > NOTE_LONGEST:
        raise Invalid("reason", _l("At most %(most)s characters.", most=NOTE_LONGEST))
    return why


def _write(member: User, points: int, why: str, by: Actor, key: str) -> Entry:
    row = {
        "user_id": member.id,
        "delta": points,
        "reason": AWARD,
        "fact": None,
        "reason_key": key,
        "subject_kind": "member",
        "subject_id": member.id,
        "question_id": None,
        "actor_id": by.id,
        "version": version_now().number,
        "reverses_id": None,
        "note": why,
        "at": clock.now(),
        "product_id": None,
        "space_id": None,
        "tag_ids": [],
    }
    (entry_id,) = write_entries([row])
    return db.session.get_one(Entry, entry_id)

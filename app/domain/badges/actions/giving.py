"""Giving and taking back by hand: staff do it in public, with a reason."""

from __future__ import annotations

from app.domain.accounts.models import Actor, User
from app.domain.badges.events import BadgeAwarded, BadgeRevoked
from app.domain.badges.models import Award
from app.domain.badges.policy import may_award_badge, may_revoke_badge
from app.domain.badges.queries import BadgeRow, award_of
from app.domain.badges.rules import REASON_LONGEST, REASON_SHORTEST
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Conflict, Invalid


def award_badge(badge: BadgeRow, member: User, *, by: Actor, reason: str) -> Award:
    """Staff give a member a badge. Whoever holds it keeps it as it was; a revoked one comes back.

    A badge that can be had many times is given by hand once a day.

    :raises Invalid: on ``reason``, when it is too short or too long.
    """
    require(may_award_badge(by, member))
    reason = _checked(reason)
    if badge.is_retired:
        raise Conflict(_l("This badge is retired: nobody gets it any more."))
    moment = clock.now()
    occasion = f"hand:{moment:%Y-%m-%d}" if badge.is_repeatable else ""
    award = award_of(badge.key, member.id, occasion)
    if award is not None and award.revoked_at is None:
        return award
    if award is None:
        award = Award(badge=badge.key, user_id=member.id, occasion=occasion)
        db.session.add(award)
    award.awarded_at, award.by_id, award.reason = moment, by.id, reason
    award.revoked_at = award.revoked_by_id = None
    award.revoked_reason = ""
    db.session.flush()
    publish(BadgeAwarded(member.id, badge.key, occasion, by.id))
    return award


def revoke_badge(
    badge: BadgeRow, member: User, occasion: str = "", *, by: Actor, reason: str
) -> Award:
    """Staff take a badge back. The rules do not give it again for this occasion, only staff do.

    :raises Conflict: when the member never held it.
    :raises Invalid: on ``reason``, when it is too short or too long.
    """
    require(may_revoke_badge(by, member))
    reason = _checked(reason)
    award = award_of(badge.key, member.id, occasion)
    if award is None:
        raise Conflict(_l("The member does not hold this badge."))
    if award.revoked_at is not None:
        return award
    award.revoked_at, award.revoked_by_id, award.revoked_reason = clock.now(), by.id, reason
    db.session.flush()
    publish(BadgeRevoked(member.id, badge.key, occasion, by.id or 0))
    return award


def _checked(reason: str) -> str:
    reason = reason.strip()
    if not REASON_SHORTEST <= len(reason) <= REASON_LONGEST:
        raise Invalid("reason", _l("Say why, in 10 to 300 characters. Everybody can read it."))
    return reason

"""How often somebody may do what on the ideas board."""

from __future__ import annotations

from datetime import timedelta

from app.domain.accounts.models import Actor
from app.domain.ideas import rules
from app.kit.i18n import lazy_gettext as _l
from app.kit.limits import Limit, hit

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)

IDEAS = Limit(
    "ideas",
    rules.IDEAS_A_DAY,
    DAY,
    _l("That is enough ideas for a day. Try again tomorrow; what you typed is kept."),
)
COMMENTS = Limit(
    "idea-comments",
    rules.COMMENTS_A_MINUTE,
    MINUTE,
    _l("You are posting very quickly. Wait a minute; what you typed is kept."),
)
VOTES = Limit(
    "idea-votes", rules.VOTES_A_MINUTE, MINUTE, _l("You are voting very quickly. Wait a minute.")
)
EDITS = Limit(
    "idea-edits",
    rules.EDITS_A_MINUTE,
    MINUTE,
    _l("You are editing very quickly. Wait a minute; what you typed is kept."),
)


def count(limit: Limit, by: Actor) -> None:
    """Count one act of a member.

    :raises TooMany: when it is one too many.
    """
    hit(limit, f"m:{by.id}")

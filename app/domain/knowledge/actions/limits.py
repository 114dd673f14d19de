"""How often somebody may send texts of articles."""

from __future__ import annotations

from datetime import timedelta

from app.domain.accounts.models import Actor
from app.domain.knowledge.rules import TEXTS_A_DAY, TEXTS_A_MINUTE
from app.kit.i18n import lazy_gettext as _l
from app.kit.limits import Limit, hit

QUICK = Limit(
    "article-texts-quick",
    TEXTS_A_MINUTE,
    timedelta(minutes=1),
    _l("You are saving very quickly. Wait a minute; what you typed is kept."),
)
DAILY = Limit(
    "article-texts",
    TEXTS_A_DAY,
    timedelta(days=1),
    _l("That is enough changes to articles for a day. Try again tomorrow; what you typed is kept."),
)


def count_text(by: Actor) -> None:
    """Count a draft or a proposal.

    :raises TooMany: when it is one too many.
    """
    for limit in (QUICK, DAILY):
        hit(limit, f"m:{by.id}")

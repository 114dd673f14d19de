"""What every reader's sign has in common: who gives it, and how often."""

from __future__ import annotations

from datetime import timedelta

from app.domain.accounts.models import Actor
from app.kit.i18n import lazy_gettext as _l
from app.kit.limits import Limit, hit
from app.kit.problems import Forbidden

_DAY = timedelta(days=1)
_TOO_MANY = _l("That is enough for a day. Thank you; come back tomorrow.")
SIGNS = Limit("article-signs", 200, _DAY, _TOO_MANY)
GUEST_SIGNS = Limit(
    "article-signs-guest",
    40,
    _DAY,
    _l("That is enough for a day from this browser. Sign in to go on."),
)
# A household or an office shares an address.
ADDRESS_SIGNS = Limit(
    "article-signs-address",
    200,
    _DAY,
    _l("That is enough for a day from this address. Sign in to go on."),
)
FLAGS = Limit(
    "article-flags", 30, _DAY, _l("That is enough flags for a day. The editors look at them first.")
)
GUEST_FLAGS = Limit(
    "article-flags-guest",
    5,
    _DAY,
    _l("That is enough flags for a day from this browser. Sign in to go on."),
)
ADDRESS_FLAGS = Limit(
    "article-flags-address",
    25,
    _DAY,
    _l("That is enough flags for a day from this address. Sign in to go on."),
)


def count_sign(by: Actor, who: str, address: str) -> None:
    """Count one click about an article; a guest's by browser and by network address."""
    if not by.is_guest:
        hit(SIGNS, who)
        return
    hit(GUEST_SIGNS, _named(who))
    if address:
        hit(ADDRESS_SIGNS, address)


def count_flag(by: Actor, who: str, address: str) -> None:
    """Count one flag; a guest's by browser and by network address."""
    if not by.is_guest:
        hit(FLAGS, who)
        return
    hit(GUEST_FLAGS, _named(who))
    if address:
        hit(ADDRESS_FLAGS, address)


def teller(by: Actor, who: str) -> tuple[int | None, str | None]:
    """Return how a row names who gave a sign: a member's id, or a guest's browser.

    :param who: "m:<id>" for a member, "g:<hash of a random key in the browser>" for a guest.
    """
    return (None, _named(who)) if by.is_guest else (by.id, None)


def _named(who: str) -> str:
    if len(who) <= len("g:"):
        raise Forbidden(_l("Your browser keeps nothing, so you cannot be told from others."))
    return who

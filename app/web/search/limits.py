"""How often visitors may search: bounded by network, counted in each process by itself.

A row for each search would cost more than the search. Whoever is on the way to wear the site out is
stopped all the same, and a limit per process only ever lets more through, never less.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import ip_address
from threading import Lock

from flask import current_app, request

from app.kit import clock
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import TooMany
from app.web.accounts.limits import network
from app.web.shell import actor

A_MINUTE = timedelta(minutes=1)
# Typing asks for suggestions a few times a word; a page is asked for by hand.
MOST = {"search": 60, "suggestions": 240, "matches": 120}
# So many networks are told apart in a minute; more than that is an attack that this cannot stop.
NETWORKS_MOST = 20_000


@dataclass
class Counter:
    """What each network did in this minute."""

    begun: datetime = field(default_factory=clock.now)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def count(self, what: str, who: str) -> tuple[int, int]:
        """Count one more; return how many that makes, and the seconds until it is forgotten."""
        moment = clock.now()
        with self.lock:
            if not timedelta(0) <= moment - self.begun < A_MINUTE:
                self.begun, self.counts = moment, {}
            seconds = int((self.begun + A_MINUTE - moment).total_seconds()) + 1
            if (what, who) not in self.counts and len(self.counts) >= NETWORKS_MOST:
                return 0, seconds
            made = self.counts[what, who] = self.counts.get((what, who), 0) + 1
            return made, seconds


def count_search(what: str = "search") -> None:
    """Count a search of a visitor.

    :raises TooMany: when their network searched too often in this minute.
    """
    if not actor().is_guest or _is_of_this_machine():
        return
    made, seconds = _counter().count(what, network())
    if made > MOST[what]:
        raise TooMany(
            _l("Those were many searches in a short time. Wait a minute, then go on."),
            retry_after=seconds,
        )


def _counter() -> Counter:
    kept: Counter = current_app.extensions.setdefault("searches", Counter())
    return kept


def _is_of_this_machine() -> bool:
    """A proxy on this machine that does not say for whom it asks asks for everybody at once."""
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False

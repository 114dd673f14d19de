"""The helpers' desk: queues derived from facts, dense, by keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from app.domain.accounts.permissions import Permission
from app.domain.forum.queries.figures import ReplyFigures, reply_figures
from app.domain.forum.queries.queues import QUEUES, SORTS, queue, queue_counts
from app.domain.forum.queries.rows import QueueRow
from app.domain.reputation.queries.expertise import topics_of
from app.kit import clock
from app.kit.i18n import gettext
from app.kit.pages import Page
from app.web.guards import demands
from app.web.listing import product_choices
from app.web.partials import page
from app.web.people import person
from app.web.rows import shown_question
from app.web.shell import actor
from app.web.words import span

bp = Blueprint("queue", __name__)


@bp.get("/queue")
@demands(Permission.SEE_QUEUE)
def index() -> Response:
    """Show one queue, and how many stand in each."""
    who = actor()
    topics = topics_of(who)
    # Who has no topics yet begins with what waits for anybody.
    tab = chosen("tab", QUEUES if topics else (*QUEUES[1:], QUEUES[0]))
    # What most people wait for comes first in one's own queue, what moved last in the others.
    sort = chosen("sort", SORTS[::-1] if tab == "yours" else SORTS)
    product = request.args.get("product") or None
    after, before = request.args.get("after"), request.args.get("before")
    found = queue(
        tab, actor=who, product=product, topics=topics, sort=sort, after=after, before=before
    )
    return page(
        "forum/queue.html",
        rows=[_shown(row, who) for row in found.items],
        here={"tab": tab, "sort": sort, "product": product, "word": queue_word(tab)},
        products=product_choices(product),
        has_topics=bool(topics),
        figures=_figures(reply_figures(who)),
        **_ways(found, queue_counts(actor=who, product=product, topics=topics), tab, sort, product),
    )


def _ways(
    found: Page[QueueRow], counts: dict[str, int], tab: str, sort: str, product: str | None
) -> dict[str, Any]:
    """Return where one can go from here: other queues, orders, pages."""
    address = partial(queue_address, tab=tab, sort=sort, product=product)
    # Another queue begins in the order that suits it.
    other = partial(queue_address, product=product)
    return {
        "tabs": [(queue_word(one), other(tab=one), one == tab, counts[one]) for one in QUEUES],
        "sorts": {one: address(sort=one) for one in SORTS},
        "newer": address(before=found.previous) if found.previous else "",
        "older": address(after=found.next) if found.next else "",
    }


def chosen(name: str, known: Sequence[str]) -> str:
    """Return what the address chose of these; the first where it names none of them."""
    given = request.args.get(name, "")
    return given if given in known else known[0]


def queue_address(**query: str | None) -> str:
    return f"/queue?{urlencode({name: said for name, said in query.items() if said})}"


def _shown(row: QueueRow, who: Any) -> dict[str, Any]:
    """Return a row with who spoke last and who is writing."""
    asker = row.question.author
    return {
        "question": shown_question(row.question),
        "last": person(row.last_post_by) if row.last_post_by else None,
        "last_at": row.last_post_at,
        "asker_last": row.asker_spoke_last,
        "claimed_by": person(row.claimed_by) if row.claimed_by else None,
        "is_mine": row.claimed_by is not None and row.claimed_by.id == who.id,
        "is_own": asker.id == who.id,
        "sign": row.sign,
        "silent_days": (clock.now() - row.last_post_at).days if row.last_post_at else 0,
    }


def _figures(week: ReplyFigures) -> str:
    """Say how the week's questions were answered; nothing before there was one."""
    if week.in_time_share is None or week.median is None:
        return ""
    return gettext(
        "%(share)s%% answered within a day this week, median first reply %(span)s",
        share=round(week.in_time_share * 100),
        span=span(week.median),
    )


def queue_word(name: str) -> str:
    """Return a queue's name in the reader's language."""
    return {
        "yours": gettext("Waiting for you"),
        "needs-attention": gettext("Needs attention"),
        "responded": gettext("Responded"),
        "needs-info": gettext("Needs info"),
        "not-helped": gettext("Answers did not help"),
        "unanswered": gettext("Recently unanswered"),
        "done": gettext("Done"),
    }[name]

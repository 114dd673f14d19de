"""How an article does: every part of its health, and what its readers said, for who keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response

from app import links
from app.domain.accounts.models import Actor
from app.domain.forum.queries.lists import questions_by_ids
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.policy import may_see_health
from app.domain.knowledge.queries.articles import find_article
from app.domain.knowledge.queries.flags import flags_of
from app.domain.knowledge.queries.health import effect_of, follow_ups_of
from app.domain.knowledge.queries.helping import comments_of, reasons_of
from app.domain.knowledge.rules import DID_NOT_HELP, HEALTH_FLOOR, HELPED, RECENT
from app.domain.knowledge.rules.health import LINKS_LEAST, READERS_LEAST, READINGS_LEAST, WORTH
from app.kit.decisions import require
from app.kit.i18n import gettext, ngettext
from app.web.guards import signed_in
from app.web.knowledge.finding import follows_moves
from app.web.knowledge.flags import shown_flag
from app.web.partials import page
from app.web.shell import actor

bp = Blueprint("article_checkups", __name__, url_prefix="/knowledge/<slug>")


@dataclass(frozen=True)
class ShownPart:
    """One part of the score, with the figures it rests on in words."""

    name: str
    word: str
    points: float
    most: int
    note: str
    is_known: bool
    # What is still missing before the part stands for itself.
    missing: str


@dataclass(frozen=True)
class ShownHealth:
    """An article's health as ``knowledge/_health.html`` draws it."""

    score: int | None
    is_ill: bool
    # "well" from 70, "fair" from the floor, "ill" below it, "" until first reckoned.
    kind: str
    word: str
    is_early: bool
    at: datetime | None
    parts: list[ShownPart]
    url: str


def shown_health(article: Article) -> ShownHealth:
    """Return what ``knowledge/_health.html`` draws as ``health``; reads nothing more."""
    parts = [shown_part(name, article.health_parts.get(name)) for name in WORTH]
    known = [part for part in parts if part is not None]
    kind = health_kind(article.health)
    return ShownHealth(
        score=article.health,
        is_ill=kind == "ill",
        kind=kind,
        word=health_word(kind),
        is_early=any(part.name == "helpful" and not part.is_known for part in known),
        at=article.health_at,
        parts=known,
        url=f"{links.article_url(article.slug)}/health",
    )


def health_kind(score: int | None) -> str:
    well = 70
    if score is None:
        return ""
    if score < HEALTH_FLOOR:
        return "ill"
    return "well" if score >= well else "fair"


def health_word(kind: str) -> str:
    return {
        "well": gettext("Does well"),
        "fair": gettext("Could do better"),
        "ill": gettext("Needs care"),
    }.get(kind, gettext("Not reckoned yet"))


def shown_part(name: str, kept: Mapping[str, Any] | None) -> ShownPart | None:
    """Return one part of the score in words; None where it was not reckoned yet."""
    if not kept:
        return None
    word, note, missing = _PARTS[name](kept)
    return ShownPart(
        name=name,
        word=word,
        points=kept["points"],
        most=kept["most"],
        note=note,
        is_known=kept["known"],
        missing="" if kept["known"] else missing,
    )


@bp.get("/health")
@signed_in
@follows_moves
def index(slug: str) -> Response:
    """Show how an article does, to editors and whoever answers for it."""
    who = actor()
    article = find_article(slug, who)
    require(may_see_health(who, article))
    waiting, settled = flags_of(article.id), flags_of(article.id, is_open=False)
    return page(
        "knowledge/health.html",
        title=article.title,
        url=links.article_url(article.slug),
        health=shown_health(article),
        floor=HEALTH_FLOOR,
        follow_ups=shown_follow_ups(article, who),
        reasons=[
            (_reason(reason, is_helpful=said), said, times)
            for said, reason, times in reasons_of(article.id)
        ],
        comments=comments_of(article.id),
        flags=[shown_flag(row) for row in waiting],
        settled=[shown_flag(row) for row in settled],
        effect=effect_of(article.revision) if article.revision else None,
    )


def shown_follow_ups(article: Article, who: Actor) -> list[dict[str, Any]]:
    """Return the questions asked after reading an article that the reader may see."""
    found = follow_ups_of(article.id)
    rows = {row.id: row for row in questions_by_ids([f.question_id for f in found], actor=who)}
    return [
        {
            "url": links.question_url(one.question_id, rows[one.question_id].slug),
            "title": rows[one.question_id].title,
            "state": rows[one.question_id].state,
            "by_stuck": one.by_stuck,
            "at": one.at,
        }
        for one in found
        if one.question_id in rows
    ]


def _reason(reason: str, *, is_helpful: bool) -> Any:
    known = HELPED if is_helpful else DID_NOT_HELP
    return known.get(reason, gettext("No reason given"))


def _helpful(kept: Mapping[str, Any]) -> tuple[str, str, str]:
    told = kept["helpful"] + kept["unhelpful"]
    # Articles count all that readers ever said; their health what was said lately.
    note = gettext(
        "helped %(helpful)s of %(told)s readers in the last %(days)s days",
        helpful=kept["helpful"],
        told=told,
        days=RECENT.days,
    )
    none = gettext("nobody has said in the last %(days)s days", days=RECENT.days)
    missing = gettext(
        "Not enough readers yet: until %(num)s have said, the missing ones count as helped.",
        num=READERS_LEAST,
    )
    return gettext("Helpful"), note if told else none, missing


def _follow_ups(kept: Mapping[str, Any]) -> tuple[str, str, str]:
    asked = ngettext("%(num)s follow-up question", "%(num)s follow-up questions", kept["asked"])
    stuck = ngettext("%(num)s left stuck", "%(num)s left stuck", kept["stuck"])
    read = ngettext("%(num)s reading", "%(num)s readings", kept["readings"])
    told = [asked] if kept["asked"] or not kept["stuck"] else []
    note = " · ".join([*told, *([stuck] if kept["stuck"] else []), read])
    missing = gettext("Not enough readers yet: counted as if of %(num)s.", num=READINGS_LEAST)
    return gettext("No question left"), note, missing


def _links(kept: Mapping[str, Any]) -> tuple[str, str, str]:
    note = gettext(
        "%(right)s of %(judged)s links solve it", right=kept["right"], judged=kept["judged"]
    )
    none = gettext("none judged yet")
    missing = gettext(
        "Not enough links judged yet: until the third, the missing ones count as right.",
    )
    assert LINKS_LEAST == 3  # noqa: S101, PLR2004 - the sentence says third
    return gettext("Links that solve"), note if kept["judged"] else none, missing


def _freshness(kept: Mapping[str, Any]) -> tuple[str, str, str]:
    days = kept["days"]
    note = ngettext("used or changed %(num)s day ago", "used or changed %(num)s days ago", days)
    return gettext("Fresh"), note if days else gettext("used or changed today"), ""


def _flags(kept: Mapping[str, Any]) -> tuple[str, str, str]:
    note = ngettext("%(num)s open flag", "%(num)s open flags", kept["open"])
    return gettext("No open flag"), note if kept["open"] else gettext("none"), ""


_PARTS = {
    "helpful": _helpful,
    "follow-ups": _follow_ups,
    "links": _links,
    "freshness": _freshness,
    "flags": _flags,
}

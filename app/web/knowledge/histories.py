"""What an article said before: every version with who wrote it, why, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request

from app import links
from app.domain.knowledge.models.articles import Article, ArticleRevision
from app.domain.knowledge.policy import may_keep
from app.domain.knowledge.queries.articles import find_article
from app.domain.knowledge.queries.effects import effects_of
from app.domain.knowledge.queries.health import Effect
from app.domain.knowledge.queries.revisions import history, published_before, revision_numbered
from app.domain.knowledge.queries.rows import RevisionRow
from app.domain.knowledge.rules import SIGNIFICANCE_LABELS
from app.domain.knowledge.rules.words import lines_of
from app.kit.diffs import Line, lines_between
from app.kit.i18n import gettext
from app.web.embedded import embeds_in_article
from app.web.guards import public
from app.web.knowledge.finding import follows_moves
from app.web.knowledge.outlines import blocks_of
from app.web.numbers import row_number
from app.web.partials import page
from app.web.people import Person, person
from app.web.shell import actor, base_url

bp = Blueprint("article_histories", __name__)

# Versions on one page.
SHOWN = 15


@dataclass(frozen=True)
class ShownVersion:
    """One version, ready to be drawn."""

    id: int
    number: int
    url: str
    title: str
    summary: str
    state: str
    comment: str
    significance_label: Any
    at: datetime
    editor: Person
    reviewer: Person | None
    reviewed_at: datetime | None
    review_note: str
    # What set it off, in words, and where that is.
    trigger: str
    trigger_url: str
    is_in_force: bool
    is_first: bool
    # The number of the version it is compared with.
    before: int | None
    effect: list[str]


@bp.get("/knowledge/<slug>/history")
@public("a history shows what the article shows, to the same readers")
@follows_moves
def index(slug: str) -> Response:
    """Show the versions of an article, the latest first. Nine statements beside every page's."""
    article = find_article(slug, actor())
    found = history(
        article,
        actor(),
        after=request.args.get("after"),
        before=request.args.get("before"),
        size=SHOWN,
    )
    effects = effects_of(article.id, found.items)
    path = f"{links.article_url(article.slug)}/history"
    return page(
        "knowledge/history.html",
        article=titled(article),
        versions=[
            _version(row, article, effects.get(row.id), found.items[at + 1 :])
            for at, row in enumerate(found.items)
        ],
        newer=f"{path}?before={found.previous}" if found.previous else "",
        older=f"{path}?after={found.next}" if found.next else "",
    )


@bp.get("/knowledge/<slug>/history/<int:number>")
@public("what was published is read by whoever reads the article")
@follows_moves
def show(slug: str, number: int) -> Response:
    """Show one version as it was read, or what it changed against another."""
    who = actor()
    article = find_article(slug, who)
    revision = revision_numbered(article, number, who)
    against = request.args.get("against", type=row_number)
    other = revision_numbered(article, against, who) if against else None
    before = published_before(revision)
    return page(
        "knowledge/version.html",
        article=titled(article),
        url=base_url() + links.article_url(article.slug),
        version=_whole(revision, article, before),
        in_force=article.revision.number if article.revision else None,
        against=other.number if other else None,
        can_roll_back=revision.state == "published" and _may_bring_back(article, revision),
        **(_differences(other, revision) if other else _text(article, revision)),
    )


def titled(article: Article) -> dict[str, Any]:
    """Return what the head of a page about an article shows of it."""
    return {
        "id": article.id,
        "title": article.title,
        "url": links.article_url(article.slug),
        "kind": article.kind,
    }


def _may_bring_back(article: Article, revision: ArticleRevision) -> bool:
    return revision.id != article.revision_id and bool(may_keep(actor(), article))


def _text(article: Article, revision: ArticleRevision) -> dict[str, Any]:
    embed = embeds_in_article(
        article.id, revision.body_parts, actor=actor(), space_id=article.space_id
    )
    blocks = blocks_of(revision.body_parts, kind=article.kind, embed=embed)
    return {"blocks": blocks, "acts_offered": False}


def _differences(old: ArticleRevision, new: ArticleRevision) -> dict[str, list[Line]]:
    """Return what tells two versions apart: their words, or, where these are the same, marks."""
    was, now = lines_of(old.body_parts), lines_of(new.body_parts)
    if was == now:
        was, now = old.body, new.body
    return {
        "title_lines": _between(old.title, new.title),
        "summary_lines": _between(old.summary, new.summary),
        "body_lines": _between(was, now),
    }


def _between(before: str, after: str) -> list[Line]:
    return lines_between(before, after) if before != after else []


def _version(
    row: RevisionRow, article: Article, effect: Effect | None, earlier: Any
) -> ShownVersion:
    published = [one.number for one in earlier if one.state == "published"]
    words, url = _trigger(row.trigger_kind, row.trigger_id)
    return ShownVersion(
        id=row.id,
        number=row.number,
        url=f"{links.article_url(article.slug)}/history/{row.number}",
        title=row.title,
        summary="",
        state=row.state,
        comment=row.comment,
        significance_label=SIGNIFICANCE_LABELS[row.significance],
        at=row.at,
        editor=person(row.editor),
        reviewer=person(row.reviewer) if row.reviewer else None,
        reviewed_at=row.reviewed_at,
        review_note=row.review_note,
        trigger=words,
        trigger_url=url,
        is_in_force=row.is_in_force and row.state == "published",
        is_first=row.base_id is None and not published,
        before=published[0] if published else None,
        effect=effect_words(effect) if effect else [],
    )


def _whole(
    revision: ArticleRevision, article: Article, before: ArticleRevision | None
) -> ShownVersion:
    words, url = _trigger(revision.trigger_kind, revision.trigger_id)
    return ShownVersion(
        id=revision.id,
        number=revision.number,
        url=f"{links.article_url(article.slug)}/history/{revision.number}",
        title=revision.title,
        summary=revision.summary,
        state=revision.state,
        comment=revision.comment,
        significance_label=SIGNIFICANCE_LABELS[revision.significance],
        at=revision.reviewed_at or revision.at,
        editor=person(revision.editor),
        reviewer=person(revision.reviewer) if revision.reviewer else None,
        reviewed_at=revision.reviewed_at,
        review_note=revision.review_note,
        trigger=words,
        trigger_url=url,
        is_in_force=article.revision_id == revision.id and revision.state == "published",
        is_first=before is None,
        before=before.number if before else None,
        effect=[],
    )


def _trigger(kind: str | None, number: int | None) -> tuple[str, str]:
    """Return what set a version off, and where that is."""
    words = {
        "flag": gettext("From a flag"),
        "question": gettext("From a question"),
        "rollback": gettext("Brings back an earlier text"),
        "health": gettext("Because of its health"),
        "search": gettext("Because searches found nothing"),
        "idea": gettext("From a delivered idea"),
    }
    places = {"question": links.question_url, "idea": links.idea_url}
    url = places[kind](number) if kind in places and number else ""
    return words.get(kind or "", ""), url


def effect_words(effect: Effect) -> list[str]:
    """Return what a version changed in what readers said and did; nothing while none is known."""
    words = _helpful_words(effect.before.helpful_share, effect.after.helpful_share)
    words += _asked_words(effect.before.asked_share, effect.after.asked_share)
    return [*words, gettext("so far")] if words and not effect.is_over else words


def _helpful_words(before: float | None, after: float | None) -> list[str]:
    if after is None:
        return []
    if before is None:
        return [gettext("%(now)s%% found it helpful", now=_percent(after))]
    now, was = _percent(after), _percent(before)
    return [gettext("%(now)s%% found it helpful, %(was)s%% before", now=now, was=was)]


def _asked_words(before: float | None, after: float | None) -> list[str]:
    if after is None:
        return []
    if before is None:
        return [gettext("%(now)s%% went on to ask", now=_percent(after))]
    now, was = _percent(after), _percent(before)
    return [gettext("%(now)s%% went on to ask, %(was)s%% before", now=now, was=was)]


def _percent(share: float) -> int:
    return round(100 * share)

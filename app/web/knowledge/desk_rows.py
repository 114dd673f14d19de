"""Rows of the editors' desk as its templates draw them."""

from __future__ import annotations

from typing import Any

from app import links as places
from app.domain.accounts.models import Actor
from app.domain.accounts.queries import faces
from app.domain.forum.queries.lists import questions_by_ids
from app.domain.forum.queries.worth import WorthRow
from app.domain.knowledge.queries.desk import DeskArticle, DeskLink, DeskRevision
from app.domain.knowledge.queries.flags import FlagRow
from app.domain.knowledge.queries.lists import articles_by_ids
from app.domain.knowledge.queries.where_used import AffectedRow
from app.domain.knowledge.rules import SIGNIFICANCE_LABELS
from app.domain.search.queries.gaps import GapRow
from app.domain.subjects import Subject
from app.kit.i18n import gettext
from app.web.knowledge.checkups import ShownPart, health_kind, health_word, shown_part
from app.web.knowledge.flags import shown_flag
from app.web.people import person
from app.web.rows import shown_question


def articles(found: list[DeskArticle], who: Actor) -> list[dict[str, Any]]:  # noqa: ARG001 - all rows are drawn so
    """Return articles with what pulls them down most."""
    return [
        {
            "title": row.title,
            "url": places.article_url(row.slug),
            "health_url": f"{places.article_url(row.slug)}/health",
            "state": row.state,
            "health": row.health,
            "kind": health_kind(row.health),
            "word": health_word(health_kind(row.health)),
            "weakest": _weakest(row),
            "helpful": row.helpful_count,
            "unhelpful": row.unhelpful_count,
            "reuses": row.reuse_count,
            "flags": row.open_flag_count,
            "views": row.view_count,
            "changed_at": row.changed_at,
            "owner": person(row.owner),
        }
        for row in found
    ]


def _weakest(row: DeskArticle) -> ShownPart | None:
    """Return the part that costs most points; None where hardly any is lost."""
    parts = [shown_part(name, kept) for name, kept in row.health_parts.items()]
    lost = [(part.most - part.points, part) for part in parts if part is not None and part.is_known]
    cost, part = max(lost, key=lambda pair: pair[0], default=(0, None))
    return part if cost >= 1 else None


def revisions(found: list[DeskRevision], who: Actor) -> list[dict[str, Any]]:
    """Return proposals."""
    return [
        {
            "url": f"/knowledge/revisions/{row.id}",
            "title": row.title,
            "comment": row.comment,
            "significance": SIGNIFICANCE_LABELS[row.significance],
            "block": row.block_key,
            "is_first": row.is_first,
            "by_flag": row.trigger == "flag",
            "at": row.at,
            "editor": person(row.editor),
            "is_own": row.editor.id == who.id,
        }
        for row in found
    ]


def flags(found: list[FlagRow], who: Actor) -> list[dict[str, Any]]:  # noqa: ARG001 - see articles
    """Return flags."""
    return [shown_flag(row) for row in found]


def affected(found: list[AffectedRow], who: Actor) -> list[dict[str, Any]]:
    """Return posts that show changed text; three statements for threads, articles and people."""
    threads = {r.id: r for r in questions_by_ids([f.question_id or 0 for f in found], actor=who)}
    hosts = [row.host.id for row in found if row.host.kind == "article"]
    kept = {row.id: row for row in articles_by_ids(hosts, actor=who)} if hosts else {}
    known = faces(row.author_id for row in found)
    shown = []
    for row in found:
        home: Any = kept.get(row.host.id) if row.host.kind == "article" else None
        thread = threads.get(row.question_id or 0)
        if home is None and thread is None:
            continue
        shown.append(
            {
                "embed_id": row.embed_id,
                "title": home.title if home else thread.title,  # type: ignore[union-attr]
                "url": places.article_url(home.slug)
                if home
                else places.url_of(row.host, question_id=thread.id, slug=thread.slug),  # type: ignore[union-attr]
                "block": row.heading or row.key,
                "block_url": places.article_url(row.slug, row.key),
                "author": person(known[row.author_id]),
                "doubted_at": row.doubted_at,
            }
        )
    return shown


def links(found: list[DeskLink], who: Actor) -> list[dict[str, Any]]:
    """Return sampled links with the thread they stand in; threads hidden from the reader are out.

    One statement for the threads.
    """
    threads = {r.id: r for r in questions_by_ids([f.question_id for f in found], actor=who)}
    return [
        {
            "use_id": row.use_id,
            "thread": threads[row.question_id].title,
            "thread_url": places.url_of(
                Subject(row.host_kind, row.host_id),  # type: ignore[arg-type]
                question_id=row.question_id,
                slug=threads[row.question_id].slug,
            ),
            "title": row.title,
            "url": places.article_url(row.slug),
            "way": row.way,
            "solved_at": row.solved_at,
        }
        for row in found
        if row.question_id in threads
    ]


def gaps(found: list[GapRow], who: Actor) -> list[dict[str, Any]]:
    """Return searches in vain."""
    return [
        {
            "id": row.id,
            "typed": row.typed,
            "times": row.times,
            "why": reason_word(row.reason),
            "first_at": row.first_at,
            "last_at": row.last_at,
            "claimed_by": person(row.claimed_by) if row.claimed_by else None,
            "is_mine": row.claimed_by is not None and row.claimed_by.id == who.id,
        }
        for row in found
    ]


def reason_word(reason: str) -> str:
    """Return why a search was in vain."""
    return gettext("hardly anybody opens it") if reason == "unopened" else gettext("finds nothing")


def threads(found: list[WorthRow], who: Actor) -> list[dict[str, Any]]:  # noqa: ARG001 - see articles
    """Return threads worth an article."""
    return [
        {
            "question": shown_question(row.question),
            "views": row.question.view_count,
            "again": row.asked_again,
            "is_solved": row.question.solved_at is not None,
        }
        for row in found
    ]

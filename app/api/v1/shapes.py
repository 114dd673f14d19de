"""Rows as JSON: one function for each resource, each field named here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from app import links
from app.api.v1.asking import whole
from app.domain.accounts.models import Actor
from app.domain.accounts.queries import Face
from app.domain.badges.queries import BadgeRow
from app.domain.catalog.queries import ProductNode, TagRow
from app.domain.forum.queries.rows import AnswerRow, Facts, QuestionPage, QuestionRow, ReplyRow
from app.domain.knowledge.queries.embeds import embeds_in
from app.domain.reputation.queries.entries import EntryLine
from app.domain.reputation.rules import level_of
from app.domain.subjects import Subject
from app.embedded import plainly, shower
from app.kit import markup

# Given a text's parts and what it is of: what is read.
Join = Callable[[list[Any], Subject], str]


def question(row: QuestionRow) -> dict[str, Any]:
    """A question in a list."""
    return {
        "type": "question",
        "id": row.id,
        "external_id": row.external_id,
        "title": row.title,
        "url": whole(links.question_url(row.id, row.slug)),
        "excerpt": row.excerpt,
        "author": face(row.author),
        "product": row.product.slug if row.product else None,
        "tags": list(row.tags),
        "asked_at": moment(row.asked_at),
        "active_at": moment(row.active_at),
        "answer_count": row.answer_count,
        "score": row.score,
        "too_count": row.too_count,
        **facts(row.facts),
    }


def whole_question(page: QuestionPage, answers: list[AnswerRow], who: Actor) -> dict[str, Any]:
    """A question with its thread."""
    view = page.question
    join = joiner(page, who)
    accepted = page.accepted
    return {
        "type": "question",
        "id": view.id,
        "external_id": view.external_id,
        "title": view.title,
        "url": whole(links.question_url(view.id, view.slug)),
        "body": join(view.parts, Subject("question", view.id)),
        "author": face(view.author),
        "product": view.product.slug if view.product else None,
        "space": view.space_slug,
        "tags": list(view.tags),
        "fields": view.fields,
        "asked_at": moment(view.asked_at),
        "active_at": moment(view.active_at),
        "edited_at": moment(view.edited_at),
        "answer_count": view.answer_count,
        "score": view.score,
        "too_count": view.too_count,
        "view_count": view.view_count,
        **facts(view.facts),
        "accepted_answer": {
            "id": accepted.id,
            "external_id": accepted.external_id,
            "url": whole(links.answer_url(view.id, view.slug, accepted.id)),
        }
        if accepted
        else None,
        "answers": [answer(row, page, join) for row in answers if not row.withheld],
        "replies": [reply(row, page, join) for row in view.thread.rows if not row.withheld],
    }


def answer(row: AnswerRow, page: QuestionPage, join: Join) -> dict[str, Any]:
    """An answer with its replies."""
    view = page.question
    return {
        "id": row.id,
        "external_id": row.external_id,
        "url": whole(links.answer_url(view.id, view.slug, row.id)),
        "body": join(row.parts, Subject("answer", row.id)),
        "author": face(row.author),
        "posted_at": moment(row.posted_at),
        "edited_at": moment(row.edited_at),
        "score": row.score,
        "accepted": row.is_accepted,
        "also_works": row.also_works_at is not None,
        "recommended": row.recommended_at is not None,
        "fixed_count": row.fixed_count,
        "stuck_count": row.stuck_count,
        "replies": [reply(r, page, join) for r in row.thread.rows if not r.withheld],
    }


def reply(row: ReplyRow, page: QuestionPage, join: Join) -> dict[str, Any]:
    """A reply; its parent may be another reply of the same thread."""
    view = page.question
    return {
        "id": row.id,
        "external_id": row.external_id,
        "parent_id": row.parent_id,
        "url": whole(links.reply_url(view.id, view.slug, row.id)),
        "body": join(row.parts, Subject("reply", row.id)),
        "author": face(row.author),
        "posted_at": moment(row.posted_at),
        "edited_at": moment(row.edited_at),
        "score": row.score,
    }


def facts(found: Facts) -> dict[str, Any]:
    """Every fact about a question's state."""
    return {
        "solved": found.is_solved,
        "solved_at": moment(found.solved_at),
        "locked": found.locked_at is not None,
        "archived": found.archived_at is not None,
        "needs_info": found.needs_info,
        "status": found.status,
        "status_version": found.status_version,
        "duplicate_of": found.duplicate_of_id,
    }


def face(person: Face) -> dict[str, Any] | None:
    """Somebody, in short."""
    if not person.handle:
        return None
    return {
        "id": person.id,
        "handle": person.handle,
        "name": person.name,
        "url": whole(links.member_url(person.handle)),
        "role": person.role or None,
        "trust": person.trust,
        "points": person.points,
        "level": level(person.points),
        "picture": whole(f"/pictures/{person.picture}") if person.picture else None,
    }


def level(points: int) -> dict[str, Any]:
    """Return where so many points stand on the ladder."""
    found = level_of(points)
    return {"number": found.number, "name": str(found.name)}


def entry(line: EntryLine) -> dict[str, Any]:
    """A line of the ledger; ``subject`` is null where the reader may not see it."""
    return {
        "id": line.id,
        "points": line.delta,
        "reason": line.reason,
        "label": str(line.label),
        "at": moment(line.at),
        "reversal": line.is_reversal,
        "cap": line.is_cap,
        "note": line.note or None,
        "by": face(line.by) if line.by else None,
        "subject": _subject(line),
    }


def _subject(line: EntryLine) -> dict[str, Any] | None:
    if line.slug is None or line.subject_id is None:
        return None
    if line.subject_kind == "article":
        url = links.article_url(line.slug)
    elif line.question_id is None:
        return None
    elif line.subject_kind == "answer":
        url = links.answer_url(line.question_id, line.slug, line.subject_id)
    else:
        url = links.question_url(line.question_id, line.slug)
    return {
        "type": line.subject_kind,
        "id": line.subject_id,
        "title": line.title,
        "url": whole(url),
    }


def product(node: ProductNode) -> dict[str, Any]:
    """A product in its place."""
    return {
        "id": node.id,
        "slug": node.slug,
        "name": node.name,
        "about": node.about,
        "url": whole(links.product_url(node.slug)),
        "parent_id": node.parent_id,
        "fields": node.fields,
        "question_count": node.total_count,
    }


def tag(row: TagRow) -> dict[str, Any]:
    """A tag."""
    return {
        "id": row.id,
        "name": row.name,
        "about": row.about,
        "url": whole(links.tag_url(row.name)),
        "question_count": row.question_count,
    }


def badge(row: BadgeRow) -> dict[str, Any]:
    """A badge, whoever holds it."""
    return {
        "key": row.key,
        "name": str(row.name),
        "about": str(row.about),
        "tier": row.tier,
        "is_repeatable": row.is_repeatable,
        "url": whole(links.badge_url(row.key)),
    }


def joiner(page: QuestionPage, who: Actor) -> Join:
    """Return what joins a thread's texts, with links that lead somewhere from anywhere.

    What they embed of articles is written out, with its source.
    """
    handles = page.handles
    embeds = embeds_in(page.texts, actor=who, space_id=page.question.space_id)

    def name(member_id: int) -> tuple[str, str] | None:
        handle = handles.get(member_id)
        return (handle, links.member_url(handle)) if handle else None

    def join(parts: list[Any], host: Subject) -> str:
        return str(markup.join(parts, name, shower(embeds, host, plainly(whole("")))))

    return join


def moment(at: datetime | None) -> str | None:
    """RFC 3339, in UTC."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else None

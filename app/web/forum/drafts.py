"""Drafts: kept while one types, listed, gone on with, thrown away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, flash, jsonify, request

from app import links
from app.domain.forum.actions.drafts import drop_draft
from app.domain.forum.models.writing import Draft
from app.domain.forum.queries.lists import questions_by_ids
from app.domain.forum.queries.posts import drafts_of, question_ids_of
from app.domain.knowledge.queries.begun import Begun, begun_at
from app.kit.i18n import gettext
from app.kit.problems import NotFound
from app.kit.work import write
from app.web.forum.acting import who_key
from app.web.forum.keeping import keep_typed
from app.web.guards import public, signed_in
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("drafts", __name__, url_prefix="/drafts")


@dataclass(frozen=True)
class ShownDraft:
    """A draft in the list."""

    id: int
    word: str
    title: str
    body: str
    url: str
    saved_at: datetime


@bp.get("")
@signed_in
def index() -> Response:
    """Show what the member typed and did not post."""
    return page("forum/drafts.html", drafts=shown_drafts(drafts_of(who_key(actor()))))


@bp.post("")
@public("a guest's draft belongs to their browser, and to them once they sign in")
def create() -> Any:
    """Keep what is typed just now; scripts send it at every pause."""
    saved_at = keep_typed(request.form.get("place", ""), request.form)
    return jsonify(saved_at=saved_at.isoformat() if saved_at else None)


@bp.post("/<int:draft_id>/withdrawal")
@signed_in
def delete(draft_id: int) -> Any:
    """Throw a draft away."""
    owner = who_key(actor())
    found = [draft for draft in drafts_of(owner) if draft.id == draft_id]
    if not found:
        raise NotFound
    write(drop_draft, owner, found[0].place)
    flash(gettext("The draft is gone."))
    return done(to="/drafts")


def shown_drafts(drafts: list[Draft]) -> list[ShownDraft]:
    """Return drafts with what they belong to; a question that may not be seen is not named."""
    begun = begun_at([draft.place for draft in drafts], actor())
    places = {draft.id: _place(draft.place) for draft in drafts}
    above = {(kind, number) for _, kind, number in places.values() if number}
    question_ids = question_ids_of(above)
    rows = questions_by_ids(sorted(set(question_ids.values())), actor=actor())
    titles = {row.id: row.title for row in rows}
    shown = []
    for draft in drafts:
        act, kind, number = places[draft.id]
        article = begun.get(draft.place)
        title = draft.values.get("title") or titles.get(question_ids.get((kind, number), 0), "")
        body = _body(draft)
        if act == "article":
            title, url = title or (article.title if article else ""), _article_url(article)
        else:
            url = _url(act, kind, number)
        shown.append(ShownDraft(draft.id, _word(act), title, body, url, draft.saved_at))
    return shown


def _body(draft: Draft) -> str:
    """Return the text of a draft; of a process its parts, one after the other."""
    parts = [said for name, said in draft.values.items() if name.startswith("field-")]
    is_process = draft.values.get("kind") == "process"
    return "\n".join(map(str, parts)) if is_process else str(draft.values.get("body", ""))


def _article_url(begun: Begun | None) -> str:
    """Return where one goes on writing: a change to an article, or a new one."""
    if begun is None:
        return f"{links.knowledge_url()}/new"
    query = f"?block={quote(begun.block_key)}" if begun.block_key else ""
    return f"{links.article_url(begun.slug)}/edit{query}"


def _place(place: str) -> tuple[str, str, int]:
    """Return what a draft does, and to which post: ("reply", "answer", 9)."""
    act, *rest = place.split(":")
    if act == "answer":
        return act, "question", int(rest[0])
    if act in {"reply", "edit", "comment"}:
        return act, rest[0], int(rest[1])
    if act == "official":
        return act, "idea", int(rest[0])
    return act, "", 0


def _word(act: str) -> str:
    return {
        "answer": gettext("An answer"),
        "reply": gettext("A reply"),
        "edit": gettext("An edit"),
        "article": gettext("An article"),
        "idea": gettext("An idea"),
        "comment": gettext("A comment"),
        "official": gettext("An official reply"),
    }.get(act, gettext("A question"))


def _url(act: str, kind: str, number: int) -> str:
    plural = {
        "question": "questions",
        "answer": "answers",
        "reply": "replies",
        "staged": "staging",
        "official": "ideas/replies",
        "idea": "ideas",
        "comment": "ideas/comments",
    }.get(kind, "")
    return {
        "answer": f"{links.question_url(number)}#reply",
        "reply": f"/{plural}/{number}/replies/new",
        "edit": f"/{plural}/{number}/edit",
        "idea": f"{links.ideas_url()}/new",
        "comment": _comment_url(kind, number),
        "official": f"{links.idea_url(number)}/reply",
    }.get(act, links.ask_url())


def _comment_url(kind: str, number: int) -> str:
    """Return where a comment on an idea, or on another comment, is written on."""
    if kind == "comment":
        return f"{links.comment_permalink(number)}?reply=yes"
    return f"{links.idea_url(number)}#comment"

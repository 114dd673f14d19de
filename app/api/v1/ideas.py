"""``/ideas``: the board, and one idea with what was decided and said about it."""

from __future__ import annotations

from typing import Any

from flask import jsonify, request

from app.api.v1 import idea_shapes as shapes
from app.api.v1.asking import limit, listed, reader, whole
from app.domain.accounts.models import Actor
from app.domain.accounts.queries import handles_by_id, member_by_handle
from app.domain.catalog.queries import product_node
from app.domain.ideas.queries.comments import comments, mentioned_in
from app.domain.ideas.queries.history import history, replies
from app.domain.ideas.queries.lists import Wanted, ideas
from app.domain.ideas.queries.pages import Moved, find_idea, idea_page
from app.domain.ideas.queries.themes import find_theme
from app.domain.ideas.rules import ORDERS
from app.domain.ideas.rules.machine import ANY, STATUSES, USUALLY
from app.domain.search.queries import idea_ids
from app.kit.problems import Invalid, NotFound


def index() -> Any:
    """Ideas of a filter, the trending ones first unless ``sort`` says otherwise.

    Without a status trending ones are open, unless words or an author were asked for.
    """
    who = reader()
    found = ideas(who, _wanted(who), after=request.args.get("after"), size=limit())
    return listed(found, [shapes.idea(row) for row in found.items])


def show(idea_id: int) -> Any:
    """One idea, its history, official replies and comments, the newest first."""
    who = reader()
    try:
        found = find_idea(idea_id, who)
    except Moved as moved:
        place = whole(f"/api/v1/ideas/{moved.idea_id}")
        response = jsonify(moved_to=place)
        response.status_code, response.headers["Location"] = 301, place
        return response
    said, told = comments(found, who, "new", after=request.args.get("after")), replies(found)
    handles = mentioned_in(said.items) | handles_by_id(_mentioned(row.body_parts for row in told))
    shape = shapes.whole_idea(idea_page(found, who), history(found, who), told, said.items, handles)
    onward = whole(f"/api/v1/ideas/{idea_id}?after={said.next}") if said.next else None
    return jsonify(shape | {"next": onward})


def _wanted(who: Actor) -> Wanted:
    given = request.args
    product, theme, author = given.get("product"), given.get("theme"), given.get("author")
    words = given.get("q", "").replace("\x00", " ").strip()
    sort = _known("sort", ORDERS, given.getlist("sort")[:1] or ["trending"])[0]
    usual = () if words or author else USUALLY.get(sort, ())
    statuses = _known("status", (ANY, *STATUSES), given.getlist("status")) or usual
    return Wanted(
        order=sort,
        statuses=() if ANY in statuses else statuses,
        product_id=product_node(product).id if product else None,
        theme_id=find_theme(theme).id if theme else None,
        author_id=_author(author) if author else None,
        tag=given.get("tag") or None,
        ids=tuple(idea_ids(words, actor=who)) if words else None,
    )


def _known(name: str, known: tuple[str, ...], given: list[str]) -> tuple[str, ...]:
    if not set(given) <= set(known):
        raise Invalid(name, f"Give one of {', '.join(known)}.")
    return tuple(given)


def _author(handle: str) -> int:
    member = member_by_handle(handle)
    if member is None:
        raise NotFound
    return member.id


def _mentioned(texts: Any) -> set[int]:
    return {
        part["mention"]
        for parts in texts
        for part in parts
        if isinstance(part, dict) and "mention" in part
    }


ROUTES = {"/ideas": index, "/ideas/<int:idea_id>": show}

"""One idea: what it says, where it stands and why, and what others say about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, request

from app import links
from app.domain.accounts.models import Actor
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.queries.comments import comments, comments_around
from app.domain.ideas.queries.history import history, merged_here, replies
from app.domain.ideas.queries.pages import find_idea, idea_page
from app.domain.ideas.queries.petitions import petition_of
from app.domain.ideas.queries.rows import CommentRow, IdeaPage
from app.domain.ideas.queries.viewers import standing_of
from app.domain.ideas.queries.voters import voters
from app.domain.loop.queries.pain import pain_of
from app.domain.notifications.queries import unread_about
from app.domain.subjects import Subject
from app.embedded import named
from app.kit.pages import Page
from app.web import words
from app.web.forum.keeping import kept_at
from app.web.guards import public
from app.web.ideas.comments import draft_place, replied_to
from app.web.ideas.comments_shown import named_text, shown_comments
from app.web.ideas.finding import follows_merges
from app.web.ideas.rounds_shown import rounds_about
from app.web.ideas.shown import shown_idea
from app.web.ideas.steps import explained, track
from app.web.ideas.stories_shown import stories_about
from app.web.ideas.structured import idea_data
from app.web.ideas.team import team_of
from app.web.numbers import row_named
from app.web.partials import page
from app.web.people import joined, person
from app.web.search.nearby import ideas_and_articles_near
from app.web.shell import actor, base_url

bp = Blueprint("ideas", __name__)

FRAGMENTS = {"comments": "ideas/_comments.html"}
VOTERS_SHOWN = 5
ORDERS = ("top", "new")


@bp.get("/ideas/<int:idea_id>", defaults={"slug": ""})
@bp.get("/ideas/<int:idea_id>-<slug>")
@public("404 for those to whom the idea is not open")
@follows_merges
def show(idea_id: int, slug: str) -> Any:
    """Show an idea; a wrong slug, and a merged idea, lead to the right address."""
    idea = find_idea(idea_id, actor())
    if slug != idea.slug:
        query = request.query_string.decode("latin-1")
        right = links.idea_url(idea.id, idea.slug)
        return redirect(f"{right}?{query}" if query else right, 301)
    context = idea_context(idea, request.args, actor())
    context["structured"] = idea_data(
        context["shown"], context["text"], context["comments"], context["comment_text"], base_url()
    )
    return page("ideas/idea.html", fragments=FRAGMENTS, **context)


def idea_context(idea: Idea, query: Mapping[str, str], who: Actor) -> dict[str, Any]:
    """Return everything that ``ideas/idea.html`` and its parts show to one reader."""
    shown = idea_page(idea, who)
    path = links.idea_url(idea.id, idea.slug)
    return {
        "idea": idea,
        "row": shown_idea(shown.idea),
        "shown": shown,
        "path": path,
        "url": base_url() + path,
        "text": named_text(shown.parts, shown.handles),
        "steps": [(one.name, links.product_url(one.slug)) for one in shown.product_path],
        "tags": [(name, links.tag_url(name)) for name in shown.idea.tags],
        "owner": person(shown.idea.owner) if shown.idea.owner else None,
        "partner": person(shown.partner) if shown.partner else None,
        "hold_left": _hold_left(shown),
        "pain": pain_of(idea, who),
        "team": team_of(idea, who),
        **_related(idea, who),
        **_decided(idea, shown, who),
        **_of_reader(idea, query, who),
        **_voices(idea, query, who),
    }


def _related(idea: Idea, who: Actor) -> dict[str, Any]:
    """Return ideas and articles like it: perhaps it is there already."""
    ideas, articles = ideas_and_articles_near(Subject("idea", idea.id), who)
    return {"related_ideas": ideas, "related_articles": articles}


def _decided(idea: Idea, shown: IdeaPage, who: Actor) -> dict[str, Any]:
    """Where it stands and why, and what the team says."""
    rows = history(idea, who)
    official = replies(idea)
    return {
        "track": track(shown.idea, rows),
        "decision": explained(rows),
        "replies": [
            (reply, person(reply.author), joined(reply.body_parts, named())) for reply in official
        ],
        "petition": petition_of(idea, who),
        "merged": merged_here(idea, who),
        "stories": stories_about(idea, who),
        "rounds": rounds_about(idea, who),
    }


def _of_reader(idea: Idea, query: Mapping[str, str], who: Actor) -> dict[str, Any]:
    """What this reader did here and is about to write."""
    standing = standing_of(who, idea.id)
    parent = replied_to(query.get("under"), idea, who)
    place = draft_place(idea.id, parent)
    return {
        "is_mine": standing.has_voted,
        "cast_by": person(standing.cast_by) if standing.cast_by else None,
        "scope": standing.scope or "",
        "parent": parent,
        "place": place,
        "kept": kept_at(place).get("body", ""),
        "unread_here": unread_about(who, idea.id),
    }


def _voices(idea: Idea, query: Mapping[str, str], who: Actor) -> dict[str, Any]:
    """Who voted, and what they say."""
    order = query.get("comments", "top")
    order = order if order in ORDERS else "top"
    found = _comments(idea, query, order, who)
    backers = voters(idea, VOTERS_SHOWN).items if idea.vote_count else []
    path = links.idea_url(idea.id, idea.slug)
    return {
        "order": order,
        **shown_comments(idea, found.items, who),
        "newer_comments": _turned(path, order, "before", found.previous),
        "older_comments": _turned(path, order, "after", found.next),
        "voters": [person(row.face) for row in backers],
    }


def _comments(idea: Idea, query: Mapping[str, str], order: str, who: Actor) -> Page[CommentRow]:
    wanted = row_named(query.get("comment"))
    after, before = query.get("after"), query.get("before")
    if wanted and not after and not before:
        return comments_around(idea, who, wanted, order)
    return comments(idea, who, order, after=after, before=before)


def _hold_left(shown: IdeaPage) -> str:
    until = shown.held_until
    return words.span(until - shown.idea.proposed_at) if until else ""


def _turned(path: str, order: str, way: str, key: str | None) -> str:
    if not key:
        return ""
    chosen = "" if order == "top" else f"comments={order}&"
    return f"{path}?{chosen}{way}={key}#comments"

"""Members: the list, completing a mention, and one member's page with its tabs."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, redirect, request

from app import links
from app.domain.accounts.models import User
from app.domain.accounts.privileges import requirements
from app.domain.accounts.queries import member_list, members_like
from app.domain.catalog.queries import owned_products, product_tree
from app.domain.forum.queries.lists import answers_by, questions_of
from app.domain.ideas.queries.lists import ideas_of
from app.domain.knowledge.queries.lists import articles_of
from app.domain.reputation.queries.entries import entry_list
from app.web.accounts.heads import found_member, head_of
from app.web.badges.shown import medals_of
from app.web.catalog.shown import shown_product
from app.web.guards import public, signed_in
from app.web.ideas.shown import shown_ideas
from app.web.knowledge.shown import shown_article
from app.web.partials import page
from app.web.people import person
from app.web.reputation.expertise import standing_shown
from app.web.reputation.ladder import stand_of
from app.web.reputation.lines import points_lines
from app.web.reputation.trust import trust_shown
from app.web.rows import shown_question
from app.web.shell import actor

bp = Blueprint("members", __name__, url_prefix="/members")

# Questions on the overview, and lines of points.
RECENT, POINTS_SHOWN = 3, 6
# Lines that are read so that so many are left when neighbours are put together.
POINTS_READ = 30


@bp.get("")
@public("members are public")
def index() -> Response:
    """List the members, those with most points first."""
    found = member_list(after=request.args.get("after"), before=request.args.get("before"))
    return page("accounts/members.html", found=found)


@bp.get("/complete")
@signed_in
def complete() -> Response:
    """Offer members whose handle or name begins like this, for a mention."""
    people = [person(face) for face in members_like(request.args.get("q", "")[:60])]
    return jsonify(
        items=[
            {"handle": p.handle, "name": p.name, "picture": p.picture, "role": p.role_label}
            for p in people
        ]
    )


@bp.get("/<handle>")
@public("members are public; what they wrote is filtered by policy")
def show(handle: str) -> Any:
    """Show a member: where they stand and what for, and the latest that they wrote.

    At most 27 statements, however much there is of each.
    """
    member = found_member(handle)
    if member.handle != handle:
        return redirect(links.member_url(member.handle), 301)
    asked = questions_of(member.id, actor=actor(), size=RECENT)
    earned = entry_list(member.id, actor=actor(), size=POINTS_READ)
    return page(
        "accounts/member.html",
        tab="overview",
        questions=[shown_question(row) for row in asked.items],
        products=products_of(member),
        stand=stand_of(member.points, requirements()),
        lines=points_lines(earned.items)[:POINTS_SHOWN],
        **standing_shown(member, actor()),
        **medals_of(member, actor()),
        **trust_shown(member, actor()),
        **head_of(member),
    )


@bp.get("/<handle>/questions")
@public("what a member asked is filtered by policy")
def show_questions(handle: str) -> Any:
    """Show what a member asked."""
    member = found_member(handle)
    found = questions_of(member.id, actor=actor(), **_place())
    return page(
        "accounts/member_questions.html",
        tab="questions",
        found=found.map(shown_question),
        **head_of(member),
    )


@bp.get("/<handle>/answers")
@public("what a member answered is filtered by policy")
def show_answers(handle: str) -> Any:
    """Show what a member answered."""
    member = found_member(handle)
    found = answers_by(member.id, actor=actor(), **_place())
    return page(
        "accounts/member_answers.html",
        tab="answers",
        found=found,
        answer_url=links.answer_url,
        **head_of(member),
    )


@bp.get("/<handle>/articles")
@public("what a member wrote is filtered by policy")
def show_articles(handle: str) -> Any:
    """Show the articles that a member wrote in, or answers for."""
    member = found_member(handle)
    found = articles_of(member.id, actor=actor(), **_place())
    return page(
        "accounts/member_articles.html",
        tab="articles",
        found=found.map(shown_article),
        **head_of(member),
    )


@bp.get("/<handle>/ideas")
@public("what a member suggested is filtered by policy")
def show_ideas(handle: str) -> Any:
    """Show what a member suggested; themselves they see also what waits or was merged."""
    member = found_member(handle)
    found = ideas_of(member.id, actor=actor(), **_place())
    return page(
        "accounts/member_ideas.html",
        tab="ideas",
        found=found,
        rows=shown_ideas(found.items, actor()),
        **head_of(member),
    )


def products_of(member: User) -> list[Any]:
    """Return the products that a member registered as theirs."""
    owned = owned_products(member)
    by_id = product_tree().by_id if owned else {}
    return [shown_product(by_id[product_id]) for product_id in sorted(owned) if product_id in by_id]


def _place() -> dict[str, Any]:
    return {"after": request.args.get("after"), "before": request.args.get("before")}

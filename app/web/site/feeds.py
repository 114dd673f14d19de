"""Atom feeds of what everybody may see."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request

from app import links
from app.domain.accounts.models import Guest
from app.domain.catalog.queries import product_by_slug, product_tree, tag_by_name
from app.domain.forum.queries.filters import QuestionFilter
from app.domain.forum.queries.lists import question_list
from app.web.guards import public
from app.web.partials import page
from app.web.rows import shown_question
from app.web.shell import base_url, page_context

bp = Blueprint("feeds", __name__, url_prefix="/feeds")

ENTRIES = 30


@bp.get("/")
@public("feeds hold only public questions")
def index() -> Response:
    """List the feeds there are."""
    return page("site/feeds.html", products=product_tree().all)


@bp.get("/questions.atom")
@public("feeds hold only public questions")
def questions() -> Response:
    """The newest questions, or the newest solved ones with ``?tab=solved``."""
    solved = request.args.get("tab") == "solved"
    return _feed(QuestionFilter(tab="solved" if solved else "new"), "/feeds/questions.atom", "")


@bp.get("/products/<slug>.atom")
@public("feeds hold only public questions")
def product(slug: str) -> Response:
    """The newest questions about one product."""
    found = product_by_slug(slug)
    where = f"/feeds/products/{found.slug}.atom"
    return _feed(QuestionFilter(tab="new", product=found.slug), where, found.name)


@bp.get("/tags/<name>.atom")
@public("feeds hold only public questions")
def tag(name: str) -> Response:
    """The newest questions with one tag."""
    found = tag_by_name(name)
    return _feed(
        QuestionFilter(tab="new", tag=found.name), f"{links.tag_url(found.name)}.atom", found.name
    )


def _feed(chosen: QuestionFilter, path: str, about: str) -> Response:
    # Always what a guest sees, whoever asks: a feed's address is passed on.
    found = question_list(chosen, actor=Guest(), size=ENTRIES)
    xml = render_template(
        "site/feed.xml",
        entries=[shown_question(row) for row in found.items],
        self_url=links.absolute(path, base_url()),
        base=base_url(),
        about=about,
        **page_context(),
    )
    response = make_response(xml)
    response.mimetype = "application/atom+xml"
    return response

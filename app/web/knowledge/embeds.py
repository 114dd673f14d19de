"""One embed by itself: as it was answered, as it is now, and what changed in between."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request
from markupsafe import Markup

from app import links
from app.domain.accounts.models import Actor
from app.domain.forum.models.posts import Answer, Post
from app.domain.forum.queries.posts import find_post, question_of
from app.domain.knowledge.actions.embedding import confirm_embed
from app.domain.knowledge.models.blocks import Embed
from app.domain.knowledge.policy import may_confirm_embed
from app.domain.knowledge.queries.articles import find_article_by_id
from app.domain.knowledge.queries.embeds import as_answered, embeds_of
from app.domain.knowledge.queries.shown import Shown
from app.domain.knowledge.queries.where_used import find_embed
from app.domain.knowledge.rules.words import lines_of
from app.domain.subjects import Subject
from app.embedded import drawn
from app.kit.diffs import Line, lines_between
from app.kit.problems import NotFound
from app.kit.work import write
from app.web.embedded import ANSWERED, CHANGES, CURRENT, MODES, answered_word, drawer
from app.web.guards import public, signed_in
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("embeds", __name__, url_prefix="/embeds/<int:embed_id>")


@bp.get("")
@public("an embed is seen by whoever may see what it stands in")
def show(embed_id: int) -> Response:
    """Show an embed: as answered, as it is now, or what changed."""
    who, embed = actor(), find_embed(embed_id)
    about = _about(embed, who)
    wanted = request.args.get("show", CURRENT)
    mode = wanted if wanted in MODES else CURRENT
    return page(
        "knowledge/embed.html",
        fragments={f"embed-{embed.id}": "knowledge/_embed_drawn.html"},
        figure=_figure(embed, who, mode, about["accepted_at"]),
        embed=embed,
        mode=mode,
        answered_word=answered_word(_host(embed)),
        may_confirm=embed.doubted_at is not None and may_confirm_embed(who, embed),
        **about,
    )


@bp.post("/confirmation")
@signed_in
def confirm(embed_id: int) -> Any:
    """Say that a post is still right though the text it shows has changed."""
    embed = find_embed(embed_id)
    about = _about(embed, actor())
    write(confirm_embed, embed, by=actor())
    back = request.form.get("back", "")
    is_ours = back.startswith("/") and not back.startswith(("//", "/\\"))
    return done(to=back if is_ours else about["back"])


def _host(embed: Embed) -> Subject:
    return Subject(embed.host_kind, embed.host_id)  # type: ignore[arg-type]  # one of HOSTS


def _about(embed: Embed, who: Actor) -> dict[str, Any]:
    """Return what the embed stands in.

    :raises NotFound: when there is none, or none that the reader may know of.
    """
    if embed.host_kind == "article":
        article = find_article_by_id(embed.host_id, who)
        url = links.article_url(article.slug)
        return {"title": article.title, "back": url, "accepted_at": None}
    post = find_post(embed.host_kind, embed.host_id, who)
    question = question_of(post)
    return {
        "title": question.title,
        "back": links.url_of(_host(embed), question_id=question.id, slug=question.slug),
        "accepted_at": _accepted_at(post),
    }


def _accepted_at(post: Post) -> datetime | None:
    question = question_of(post)
    is_solution = isinstance(post, Answer) and question.accepted_answer_id == post.id
    return question.solved_at if is_solution else None


def _figure(embed: Embed, who: Actor, mode: str, accepted_at: datetime | None) -> Markup:
    host = _host(embed)
    now = embeds_of([host], actor=who).view(host, embed.reference)
    if not now.has_text:
        raise NotFound
    then = as_answered(embed).view(host, embed.reference) if mode != CURRENT else now
    lines = _between(then, now) if mode == CHANGES else []
    draw = drawer(host, accepted_at, mode=mode, lines=lines)
    return drawn(then if mode == ANSWERED else now, draw)


def _between(then: Shown, now: Shown) -> list[Line]:
    """Compare what stood there with what stands there, what is shown inside included."""
    before, after = lines_of(then.flat()), lines_of(now.flat())
    return [] if before == after else lines_between(before, after)

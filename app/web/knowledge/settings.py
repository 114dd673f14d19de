"""Where an article stands: its address, who reads it, what it is about, who answers for it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request

from app import links
from app.domain.accounts.queries import member_by_handle
from app.domain.catalog.queries import spaces
from app.domain.knowledge.actions.addressing import rename
from app.domain.knowledge.actions.keeping import hand_over, place
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.policy import may_keep
from app.domain.knowledge.queries.articles import find_article
from app.domain.knowledge.queries.changes import wider_place_count
from app.kit.decisions import require
from app.kit.i18n import gettext
from app.kit.problems import NotFound
from app.web.forum.forms import tag_names
from app.web.guards import signed_in
from app.web.knowledge.choices import chosen_topic, topic_choices
from app.web.knowledge.drafts import chosen_product, chosen_space
from app.web.knowledge.finding import follows_moves
from app.web.knowledge.forms import SettingsForm
from app.web.listing import product_choices
from app.web.partials import done, page
from app.web.people import person
from app.web.shell import actor

bp = Blueprint("article_settings", __name__)


@bp.get("/knowledge/<slug>/settings")
@signed_in
@follows_moves
def edit(slug: str) -> Response:
    """Show where it stands."""
    article = find_article(slug, actor())
    require(may_keep(actor(), article))
    return _shown(SettingsForm(data=_given(article)), article)


@bp.post("/knowledge/<slug>/settings")
@signed_in
@follows_moves
def update(slug: str) -> Any:
    """Change its address, its place, or who answers for it: one at a time."""
    article = find_article(slug, actor())
    require(may_keep(actor(), article))
    change = CHANGES.get(request.form.get("what", ""))
    if change is None:
        raise NotFound
    form = SettingsForm(data=_given(article))
    wider = change(form, article)
    if form.is_refused or wider:
        return _shown(form, article, wider=wider)
    flash(gettext("Saved."))
    return done(to=f"{links.article_url(article.slug)}/settings")


def _rename(form: SettingsForm, article: Article) -> int:
    form.attempt(rename, article, by=actor(), slug=form.slug.data or "")
    return 0


def _place(form: SettingsForm, article: Article) -> int:
    """Move it; in how many places people would see less of it is asked about first."""
    space = chosen_space(form.space.data, actor())
    if space is None:
        form.refuse("space", gettext("Choose who may read it."))
        return 0
    wider = wider_place_count(article, space) if space.id != article.space_id else 0
    if wider and "anyway" not in request.form:
        return wider
    form.attempt(
        place,
        article,
        by=actor(),
        space=space,
        product=chosen_product(form.product.data),
        topic=chosen_topic(form.topic.data),
        tags=tag_names(form.tags.data),
    )
    return 0


def _hand_over(form: SettingsForm, article: Article) -> int:
    owner = member_by_handle((form.owner.data or "").strip().removeprefix("@"))
    if owner is None:
        form.refuse("owner", gettext("There is nobody of that handle."))
    else:
        form.attempt(hand_over, article, by=actor(), owner=owner)
    return 0


CHANGES = {"address": _rename, "place": _place, "owner": _hand_over}


def _given(article: Article) -> dict[str, Any]:
    return {
        "slug": article.slug,
        "space": article.space.slug,
        "product": article.product.slug if article.product else "",
        "topic": article.topic.slug if article.topic else "",
        "tags": ", ".join(tag.name for tag in article.tags),
        "owner": article.owner.handle,
    }


def _shown(form: SettingsForm, article: Article, *, wider: int = 0) -> Response:
    return page(
        "knowledge/settings.html",
        form.status,
        form=form,
        article=article,
        owner=person(article.owner),
        url=links.article_url(article.slug),
        space_choices=[(row.slug, row.name) for row in spaces(actor())],
        products=product_choices()[1:],
        topics=topic_choices(),
        wider=wider,
    )

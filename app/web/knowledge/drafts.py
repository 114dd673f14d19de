"""Beginning an article: what kind it is, its words, and where it belongs."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request

from app import links
from app.domain.accounts.models import Actor
from app.domain.catalog.models import Product, Space
from app.domain.catalog.queries import product_tree, spaces
from app.domain.knowledge import rules
from app.domain.knowledge.actions.beginning import begin_article
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.policy import may_draft
from app.kit.db import db
from app.kit.decisions import require
from app.kit.i18n import gettext
from app.web.forum.keeping import forget_kept, keep_and_sign_in, kept_at
from app.web.guards import public, to_sign_in
from app.web.knowledge.choices import chosen_topic, topic_choices
from app.web.knowledge.forms import NewArticleForm, kept_values, part_fields
from app.web.listing import product_choices
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("article_drafts", __name__)

PLACE = "article:new"
# What an address may fill in.
PREFILLED = {"kind", "title", "product", "topic", "space"}


@bp.get("/knowledge/new")
@public("visitors sign in first and come back; whoever may not write one is told why")
def new() -> Any:
    """Show the form, filled with what was typed before and what the address says."""
    if actor().is_guest:
        return to_sign_in()
    require(may_draft(actor()))
    kept = kept_at(PLACE)
    given = {name: said for name, said in request.args.items() if name in PREFILLED}
    return _shown(NewArticleForm(data=kept_values(kept) | given), kept=bool(kept))


@bp.post("/knowledge/new")
@public("what is sent without a session is kept as a draft; the verb refuses guests")
def create() -> Any:
    """Begin it; without scripts the same form also changes the kind, previews, keeps a draft."""
    form = NewArticleForm()
    if "choose" in request.form:
        form.choose_kind(request.form["choose"])
        return _shown(form)
    if actor().is_guest and not {"preview", "save_draft"} & request.form.keys():
        return keep_and_sign_in(PLACE, "/knowledge/new")
    if form.is_sent(PLACE) and (made := _begun(form)) is not None:
        forget_kept(PLACE)
        return _arrived(made)
    return _shown(form)


def _begun(form: NewArticleForm) -> Article | None:
    who = actor()
    space = chosen_space(form.space.data, who)
    if space is None:
        form.refuse("space", gettext("Choose who may read it."))
        return None
    return form.attempt(
        begin_article,
        by=who,
        wording=form.wording(),
        kind="process" if form.is_process else "article",
        space=space,
        product=chosen_product(form.product.data),
        topic=chosen_topic(form.topic.data),
        tags=form.tag_names,
        nonce=form.number,
        is_ready="draft" not in request.form,
    )


def _arrived(made: Article) -> Any:
    waits = made.revision is not None and made.revision.state == "proposed"
    if waits:
        flash(gettext("It is sent. Somebody else looks over it, and then everybody can read it."))
    else:
        flash(gettext("It is kept as a draft. Those who help with drafts can see it."))
    return done(to=links.article_url(made.slug))


def _shown(form: NewArticleForm, *, kept: bool = False) -> Response:
    who = actor()
    rows = spaces(who)
    usual = next((row.slug for row in rows if row.is_default), "")
    response = page(
        "knowledge/article_new.html",
        form.status,
        form=form,
        place=PLACE,
        parts=part_fields(form),
        kept=kept,
        space=form.space.data or usual,
        space_choices=[(row.slug, row.name) for row in rows],
        products=product_choices()[1:],
        topics=topic_choices(),
        allowed=may_draft(who),
        rules=rules,
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def chosen_space(slug: str | None, who: Actor) -> Space | None:
    """Return the space of that slug, of those the member sees."""
    ids = {row.slug: row.id for row in spaces(who)}
    return db.session.get(Space, ids[slug]) if slug in ids else None


def chosen_product(slug: str | None) -> Product | None:
    """Return the product of that slug; none for anything else."""
    node = product_tree().by_slug.get(slug or "")
    return db.session.get(Product, node.id) if node else None

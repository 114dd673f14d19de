"""Asking: three visible steps on one page, whose text outlives signing in."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, Response, request

from app import links
from app.domain.accounts.models import Actor
from app.domain.catalog.models import Product, Space
from app.domain.catalog.queries import ProductNode, announcements, product_tree, spaces
from app.domain.forum import rules
from app.domain.forum.actions.staging import ask_or_stage, is_staged
from app.domain.forum.models.questions import Question
from app.domain.forum.models.staging import StagedQuestion
from app.domain.forum.policy import may_ask
from app.domain.forum.queries.staging import own_staged
from app.domain.search.actions.asks import hash_of, note_asked
from app.domain.search.queries.asks import has_ended
from app.kit.db import db
from app.kit.i18n import gettext
from app.web import fixes
from app.web.catalog.shown import shown_announcement, shown_product
from app.web.forum.forms import FIELD, AskForm, field_values, refuses_space, tag_names
from app.web.forum.keeping import keep_and_sign_in, kept_at
from app.web.guards import public
from app.web.knowledge.stucks import follow_up, left_article
from app.web.partials import done, page
from app.web.search.counting import counted
from app.web.search.matches import Match, chosen, found_matches, note_matches
from app.web.shell import actor, page_context

bp = Blueprint("asks", __name__)

PLACE = "ask"
# What an address may fill in.
PREFILLED = {"product", "part", "title", "space", "article"}
FRAGMENTS = {"ask-parts": "forum/_ask_parts.html"}


@bp.get("/questions/ask")
@public("guests write first and sign in afterwards")
def new() -> Response:
    """Show the form, filled with what was typed before and what the address says."""
    kept = kept_at(PLACE)
    given = kept | {name: said for name, said in request.args.items() if name in PREFILLED}
    if _has_ended(str(given.get("ask", ""))):
        # Something came of it; what is typed from now on is another ask, with a number of its own.
        given = given | {"ask": ""}
    form = AskForm(data=given)
    fields = {k.removeprefix(FIELD): v for k, v in given.items() if k.startswith(FIELD)}
    return _shown(form, fields, kept=bool(kept), stuck=str(given.get("article", "")))


@bp.post("/questions/ask")
@public("a guest's question is kept as a draft; the verb refuses guests")
def create() -> Any:
    """Ask; without scripts the same form also looks for matches, previews and keeps a draft."""
    form = AskForm()
    if not form.is_submitted() or {"choose", "look"} & request.form.keys():
        return _shown(form, field_values())
    if actor().is_guest and not {"preview", "save_draft"} & request.form.keys():
        return keep_and_sign_in(PLACE, links.ask_url())
    if form.is_sent(PLACE) and (made := _asked(form)) is not None:
        _count(made, form.ask.data or "")
        return done(to=_home_of(made))
    return _shown(form, field_values())


def _has_ended(key: str) -> bool:
    key_hash = hash_of(key)
    return key_hash is not None and has_ended(key_hash)


def _asked(form: AskForm) -> Any:
    who, node = actor(), chosen_product(form)
    if refuses_space(form, who):
        return None
    return form.attempt(
        ask_or_stage,
        by=who,
        title=form.title.data or "",
        body=form.text(),
        product=db.session.get(Product, node.id) if node else None,
        space=chosen_space(form, who),
        tags=tag_names(form.tags.data),
        fields=wanted_fields(node, field_values()),
        nonce=form.number,
    )


def _count(made: Question | StagedQuestion, key: str) -> None:
    """It was asked all the same: count it against what was shown, and what was read before."""
    is_asked, product_id, before = isinstance(made, Question), made.product_id, fixes.lately()
    # A first question that waits for its reviewer is given what was shown when it is published.
    counted(
        note_asked,
        key,
        made.id if is_asked else None,
        staged_id=None if is_asked else made.id,
        product_id=product_id,
        fixed_before=before,
    )
    if isinstance(made, Question):
        given = request.form
        follow_up(made, by=actor(), read=given.get("read", ""), stuck=given.get("article", ""))


def _home_of(made: Question | StagedQuestion) -> str:
    if isinstance(made, StagedQuestion):
        return links.staged_url(made.id)
    return f"{links.question_url(made.id, made.slug)}?asked=yes"


def chosen_product(form: AskForm) -> ProductNode | None:
    """Return the product that was chosen: the exact one, if it belongs to the tile."""
    return chosen(form.product.data, form.part.data)


def chosen_space(form: AskForm, who: Actor) -> Space | None:
    """Return the space that was chosen of those the member sees; None is the usual one."""
    ids = {row.slug: row.id for row in spaces(who)}
    return db.session.get(Space, ids[form.space.data]) if form.space.data in ids else None


def wanted_fields(node: ProductNode | None, given: dict[str, str]) -> dict[str, str]:
    """Return what was filled in of the fields that this product asks for."""
    names = {field["name"] for field in node.fields} if node else set()
    return {name: said for name, said in given.items() if name in names}


def _shown(
    form: AskForm, fields: dict[str, str], *, kept: bool = False, stuck: str = ""
) -> Response:
    who, node = actor(), chosen_product(form)
    look = bool({"look", "preview"} & request.form.keys() or request.args.get("title"))
    response = page(
        "forum/ask.html",
        form.status,
        fragments=FRAGMENTS,
        form=form,
        node=node,
        root=_root_of(node),
        parts=_parts_of(node),
        fields=fields,
        products=[shown_product(one) for one in product_tree().roots],
        news=[shown_announcement(row) for row in announcements(node, on_ask_form=True)],
        alone=request.headers.get("X-Fragment") in FRAGMENTS,
        spaces=spaces(who),
        space_choices=[(row.slug, row.name) for row in spaces(who)],
        matches=_matches(form, node) if look else [],
        looked=look,
        kept=kept,
        allowed=may_ask(who),
        waiting=waiting_time(),
        staged_first=_is_staged(who, node),
        own_staged=own_staged(who) if not who.is_guest and who.trust == "new" else [],
        left=left_article(request.form.get("article", stuck), who),
        rules=rules,
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _matches(form: AskForm, node: ProductNode | None) -> list[Match]:
    texts = (form[name].data or "" for name in ("title", "body", "tags", "space"))
    found = found_matches(*texts)
    # What an address fills in is looked at by robots as well; a form that was sent is somebody's.
    if form.is_submitted():
        note_matches(form.ask.data or "", found, node)
    return found


def _is_staged(who: Actor, node: ProductNode | None) -> bool:
    # The tree knows of the switch: only where it is on, more is asked.
    if node is None or not node.stages_first:
        return False
    # Most who write before they sign in are new here; whoever is not is asked for no patience.
    return who.is_guest or is_staged(who, db.session.get(Product, node.id))


def _root_of(node: ProductNode | None) -> ProductNode | None:
    return product_tree().by_id[node.path[0][0]] if node else None


def _parts_of(node: ProductNode | None) -> list[tuple[str, str]]:
    """Return what stands below the chosen tile, as choices; none when nothing does."""
    root = _root_of(node)
    if root is None or not root.children:
        return []
    choices = [("", gettext("I am not sure"))]

    def branch(nodes: tuple[ProductNode, ...], depth: int) -> None:
        for one in nodes:
            choices.append((one.slug, "\u2003" * depth + one.name))
            branch(one.children, depth + 1)

    branch(root.children, 0)
    return choices


def waiting_time() -> str:
    """Return how long a first answer usually takes here, in words; empty before there is one."""
    figures = page_context()["shell"].figures
    return next((short for label, short, _ in figures if label == gettext("first answer")), "")


@bp.app_template_global()
def nonce() -> str:
    """Return a new number for a form, so that a second click on it posts nothing twice."""
    return secrets.token_urlsafe(16)

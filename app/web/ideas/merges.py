"""Joining an idea with another that says the same: found by search, looked at, then joined."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Response, flash, request

from app import links
from app.domain.accounts.permissions import Permission
from app.domain.ideas.actions.merging import merge
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.queries.pages import Moved, find_idea
from app.domain.ideas.rules.machine import REASON_LONGEST, REASON_SHORTEST
from app.domain.ideas.rules.reasons import WORDS_LEAST
from app.domain.search.queries import IdeaResult, Wanted, search, similar_ideas
from app.kit.i18n import gettext
from app.kit.problems import NotFound
from app.web.guards import demands
from app.web.ideas.deciding_forms import MergeForm
from app.web.ideas.finding import follows_merges
from app.web.numbers import row_named
from app.web.partials import done, page
from app.web.search.shown import FoundIdea, shown_idea
from app.web.shell import actor

bp = Blueprint("idea_merges", __name__, url_prefix="/ideas/<int:idea_id>/merge")

_NUMBER = re.compile(r"(?:/ideas/|^\s*#?)(\d{1,10})")
FOUND_MOST = 8
QUERY_LONGEST = 200


@bp.get("")
@demands(Permission.MERGE_IDEAS)
@follows_merges
def edit(idea_id: int) -> Response:
    """Show what is like it, and the one that was chosen."""
    idea = find_idea(idea_id, actor())
    return _shown(MergeForm(target=request.args.get("target"), seen=idea.status), idea)


@bp.post("")
@demands(Permission.MERGE_IDEAS)
@follows_merges
def update(idea_id: int) -> Any:
    """Join it with the other one."""
    idea, form = find_idea(idea_id, actor()), MergeForm()
    target = named_idea(form.target.data)
    if not form.validate_on_submit():
        return _shown(form, idea)
    if target is None:
        form.refuse("target", gettext("There is no such idea. Paste its address."))
        return _shown(form, idea)
    reason, seen = form.reason.data or "", form.seen.data or None
    form.attempt(merge, idea, target, by=actor(), reason=reason, seen=seen)
    if form.is_refused:
        return _shown(form, idea)
    flash(gettext("Joined. Everybody who voted counts there once, and is told."))
    return done(to=links.idea_url(target.id, target.slug))


def named_idea(typed: str | None) -> Idea | None:
    """Return the idea that an address or a number names, if the reader may know of it.

    One that was joined itself leads on to where it went.
    """
    found = _NUMBER.search(typed or "")
    number = row_named(found.group(1)) if found else None
    try:
        return find_idea(number, actor()) if number else None
    except NotFound:
        return None
    except Moved as moved:
        return find_idea(moved.idea_id, actor())


def _shown(form: MergeForm, idea: Idea) -> Response:
    chosen = named_idea(form.target.data)
    if chosen is not None and chosen.id == idea.id:
        chosen = None
    # Whoever sends it again has seen where the idea stands by now.
    form.seen.data, form.seen.raw_data = idea.status, None
    words = request.args.get("q", "")[:QUERY_LONGEST].replace("\x00", " ").strip()
    return page(
        "ideas/merge.html",
        form.status,
        form=form,
        idea=idea,
        url=links.idea_url(idea.id, idea.slug),
        query=words,
        chosen=chosen,
        chosen_url=links.idea_url(chosen.id, chosen.slug) if chosen else "",
        found=_found(words, idea),
        least=REASON_SHORTEST,
        most=REASON_LONGEST,
        words_least=WORDS_LEAST,
    )


def _found(words: str, idea: Idea) -> list[FoundIdea]:
    """Return ideas with these words, or like the one to be joined; never that one itself."""
    who, most = actor(), FOUND_MOST + 1
    if words:
        items = search(Wanted(words, kind="idea"), actor=who, limit=most).items
        results = [one for one in items if isinstance(one, IdeaResult)]
    else:
        results = similar_ideas(idea.title, idea.body, actor=who, limit=most, space=idea.space.slug)
    return [shown_idea(one) for one in results if one.idea.id != idea.id][:FOUND_MOST]

"""Ideas in action, written: told, changed, withdrawn and shown again by the team."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired

from app import links
from app.domain.accounts.permissions import Permission
from app.domain.catalog.models import Space
from app.domain.catalog.queries import default_space, spaces
from app.domain.ideas.actions.stories import (
    edit_story,
    show_story_again,
    tell_story,
    withdraw_story,
)
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.rounds import Story
from app.domain.ideas.queries.stories import find_story
from app.domain.ideas.rules.machine import ROADMAP
from app.kit.db import db
from app.kit.diffs import lines_between
from app.kit.i18n import gettext, lazy_gettext
from app.kit.problems import Invalid
from app.kit.work import write
from app.web.forum.forms import EditForm
from app.web.forum.keeping import forget_kept, kept_at
from app.web.guards import demands
from app.web.ideas.candidates import candidates
from app.web.ideas.forms import Naming
from app.web.ideas.naming import named_ideas, numbers_in
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("tellings", __name__, url_prefix="/ideas/in-action")

NEW = "story:new"


class StoryForm(Naming, EditForm):
    """A story's words, and the ideas it is about."""

    title = StringField(
        lazy_gettext("Title"),
        [InputRequired(lazy_gettext("Say in one sentence what there is to tell."))],
    )
    body = TextAreaField(
        lazy_gettext("What became of it"),
        [InputRequired(lazy_gettext("Tell what became of these ideas."))],
    )
    ideas = StringField(
        lazy_gettext("Further ideas, by number or address"),
        description=lazy_gettext("With a space or a comma between them."),
    )
    space = StringField(lazy_gettext("Who reads it"))
    find = StringField(lazy_gettext("Find ideas"))


@bp.get("/new")
@demands(Permission.DECIDE_IDEA)
def new() -> Response:
    """Show the form, with the ideas that the address names ticked."""
    form = StoryForm(data=kept_at(NEW))
    return _shown(form, request.args.getlist("idea"), NEW)


@bp.post("/new")
@demands(Permission.DECIDE_IDEA)
def create() -> Any:
    """Tell it; the same form also looks for ideas, previews, and keeps a draft."""
    form, ticked = StoryForm(), request.form.getlist("idea")
    if "look" not in request.form and form.is_sent(NEW):
        told = _told(form, ticked)
        if told is not None:
            forget_kept(NEW)
            flash(gettext("It is told. Everybody who voted for these ideas hears of it."))
            return done(to=links.story_url(told.id, told.slug))
    return _shown(form, ticked, NEW)


@bp.get("/<int:story_id>/edit")
@demands(Permission.DECIDE_IDEA)
def edit(story_id: int) -> Response:
    """Show the form with its words, or with those that were kept while typing."""
    story = find_story(story_id, actor())
    place = f"story:{story_id}"
    given = {"title": story.title, "body": story.body, "base_edition": story.edition}
    ticked = [str(idea.id) for idea in story.ideas]
    return _shown(StoryForm(data=given | kept_at(place)), ticked, place, story)


@bp.post("/<int:story_id>/edit")
@demands(Permission.DECIDE_IDEA)
def update(story_id: int) -> Any:
    """Put the new words in their place; two who edit at once lose nothing."""
    story, place = find_story(story_id, actor()), f"story:{story_id}"
    form, ticked = StoryForm(), request.form.getlist("idea")
    if "look" not in request.form and form.is_sent(place) and _is_edited(form, ticked, story):
        forget_kept(place)
        return done(to=links.story_url(story.id, story.slug))
    return _shown(form, ticked, place, story)


@bp.post("/<int:story_id>/withdrawal")
@demands(Permission.DECIDE_IDEA)
def delete(story_id: int) -> Any:
    """Take it from view, or show it again: value on or off."""
    story = find_story(story_id, actor())
    is_off = request.form.get("value") == "off"
    write(show_story_again if is_off else withdraw_story, story, by=actor())
    flash(gettext("It is shown again.") if is_off else gettext("Only the team sees it now."))
    return done(to=links.story_url(story.id, story.slug))


def _told(form: StoryForm, ticked: list[str]) -> Story | None:
    ideas = _ideas(form, ticked)
    if ideas is None:
        return None
    return form.attempt(
        tell_story,
        by=actor(),
        title=form.title.data or "",
        body=form.text(),
        ideas=ideas,
        space=_space(form.space.data or ""),
        nonce=form.number,
    )


def _is_edited(form: StoryForm, ticked: list[str], story: Story) -> bool:
    ideas = _ideas(form, ticked)
    if ideas is not None:
        form.attempt(
            edit_story,
            story,
            by=actor(),
            title=form.title.data or "",
            body=form.text(),
            ideas=ideas,
            edition=form.base,
        )
    return not form.is_refused


def _ideas(form: StoryForm, ticked: list[str]) -> list[Idea] | None:
    try:
        return named_ideas(ticked, form.ideas.data or "", actor())
    except Invalid as problem:
        form.refuse("ideas", problem.message)
        return None


def _space(slug: str) -> Space:
    ids = {row.slug: row.id for row in spaces(actor())}
    return db.session.get_one(Space, ids[slug]) if slug in ids else default_space()


def _shown(form: StoryForm, ticked: list[str], place: str, story: Story | None = None) -> Response:
    who, met = actor(), form.conflict
    if met is not None:
        form.base_edition.data, form.base_edition.raw_data = met["edition"], None
    seen, numbers = spaces(who), numbers_in(ticked)
    return page(
        "ideas/story_form.html",
        form.status,
        form=form,
        story=story,
        place=place,
        url=links.story_url(story.id, story.slug) if story else "/ideas/in-action",
        rows=candidates(who, numbers, form.find.data or "", statuses=ROADMAP),
        ticked=set(numbers),
        spaces=[(row.slug, row.name) for row in seen],
        space=form.space.data or next((row.slug for row in seen if row.is_default), ""),
        theirs=met["theirs"] if met else "",
        differences=lines_between(met["theirs"], met["yours"]) if met else [],
    )

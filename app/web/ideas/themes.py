"""Themes: what the team asks ideas about, each with its partner; made and changed by the team."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request
from wtforms import BooleanField, IntegerField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional

from app import links
from app.domain.accounts.permissions import Permission
from app.domain.accounts.queries import member_by_handle, staff_who_may
from app.domain.ideas.actions.themes import edit_theme, make_theme
from app.domain.ideas.models.ideas import Theme
from app.domain.ideas.policy import may_edit_themes
from app.domain.ideas.queries.lists import Wanted, ideas
from app.domain.ideas.queries.stories import stories_in_theme
from app.domain.ideas.queries.themes import find_theme, theme_page, themes
from app.kit.i18n import gettext, lazy_gettext
from app.web.forms import Form
from app.web.guards import demands, public
from app.web.ideas.shown import shown_ideas
from app.web.ideas.stories_shown import shown_stories
from app.web.partials import done, page
from app.web.people import person
from app.web.shell import actor

bp = Blueprint("themes", __name__, url_prefix="/ideas/themes")

POSITION_LAST = 10_000


class ThemeForm(Form):
    """A theme's words and who of the team answers for it."""

    name = StringField(
        lazy_gettext("Name"),
        [InputRequired(lazy_gettext("Give the theme a name."))],
        description=lazy_gettext("What you would like ideas about: “Evenings at home”."),
    )
    about = StringField(
        lazy_gettext("What do you want to know?"),
        description=lazy_gettext("One or two sentences to those who have an idea."),
    )
    partner = StringField(lazy_gettext("Partner"))
    position = IntegerField(
        lazy_gettext("Place in the list"),
        [Optional(), NumberRange(0, POSITION_LAST, lazy_gettext("Choose 0 to 10,000."))],
        default=0,
        description=lazy_gettext("Small numbers come first."),
    )
    closed = BooleanField(
        lazy_gettext("Closed"),
        description=lazy_gettext("Its ideas stay; no new ones are taken."),
    )


@bp.get("")
@public("themes are no secret; what is counted is what the reader may see")
def index() -> Response:
    """Show what the team asks ideas about."""
    rows = themes(actor())
    return page(
        "ideas/themes.html",
        themes=[(row, links.theme_url(row.slug), person(row.partner)) for row in rows],
        may_edit=may_edit_themes(actor()),
    )


@bp.get("/<slug>")
@public("themes are no secret; its ideas are filtered by policy")
def show(slug: str) -> Response:
    """Show a theme with its partner and its ideas."""
    who, given = actor(), request.args
    row = theme_page(slug, who)
    found = ideas(
        who, Wanted(theme_id=row.id), after=given.get("after"), before=given.get("before")
    )
    url = links.theme_url(row.slug)
    return page(
        "ideas/theme.html",
        theme=row,
        url=url,
        partner=person(row.partner),
        rows=shown_ideas(found.items, who),
        newer=f"{url}?before={found.previous}" if found.previous else "",
        older=f"{url}?after={found.next}" if found.next else "",
        stories=shown_stories(stories_in_theme(row.id, who)),
        may_edit=may_edit_themes(who),
    )


@bp.get("/new")
@demands(Permission.DECIDE_IDEA)
def new() -> Response:
    """Show the form."""
    return _form(ThemeForm(data={"partner": actor().handle}))


@bp.post("/new")
@demands(Permission.DECIDE_IDEA)
def create() -> Any:
    """Make a theme."""
    form = ThemeForm()
    made = None
    if form.validate_on_submit():
        made = form.attempt(make_theme, by=actor(), **_words(form))
    if made is None:
        return _form(form)
    flash(gettext("Saved."))
    return done(to=links.theme_url(made.slug))


@bp.get("/<slug>/edit")
@demands(Permission.DECIDE_IDEA)
def edit(slug: str) -> Response:
    """Show the form with what is there."""
    theme = find_theme(slug)
    given = {
        "name": theme.name,
        "about": theme.about,
        "partner": theme.partner.handle,
        "position": theme.position,
        "closed": theme.closed_at is not None,
    }
    return _form(ThemeForm(data=given), theme)


@bp.post("/<slug>/edit")
@demands(Permission.DECIDE_IDEA)
def update(slug: str) -> Any:
    """Change it; its address stays."""
    theme, form = find_theme(slug), ThemeForm()
    if form.validate_on_submit():
        more: dict[str, Any] = {
            "position": form.position.data or 0,
            "closed": bool(form.closed.data),
        }
        form.attempt(edit_theme, theme, by=actor(), **_words(form), **more)
    if form.is_refused:
        return _form(form, theme)
    flash(gettext("Saved."))
    return done(to=links.theme_url(theme.slug))


def _words(form: ThemeForm) -> dict[str, Any]:
    return {
        "name": form.name.data or "",
        "about": form.about.data or "",
        "partner": member_by_handle(form.partner.data or ""),
    }


def _form(form: ThemeForm, theme: Theme | None = None) -> Response:
    partners = [(face.handle, face.name) for face in staff_who_may(Permission.DECIDE_IDEA)]
    if theme is not None and theme.partner.handle not in dict(partners):
        partners.append((theme.partner.handle, theme.partner.name))
    return page(
        "ideas/theme_form.html",
        form.status,
        form=form,
        theme=theme,
        partners=partners,
        url=links.theme_url(theme.slug) if theme else "/ideas/themes",
    )

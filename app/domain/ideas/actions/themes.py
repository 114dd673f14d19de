"""Themes: what the team asks ideas about, each with a named partner who reads all of them."""

from __future__ import annotations

from sqlalchemy import select, update

from app.domain.accounts.models import Actor, User
from app.domain.ideas.actions.locks import lock
from app.domain.ideas.models.ideas import Idea, Theme
from app.domain.ideas.policy import may_be_partner, may_edit_themes
from app.domain.ideas.rules import THEME_ABOUT_LONGEST, THEME_LONGEST
from app.domain.ideas.rules.machine import OPEN
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.i18n import lazy_gettext as _l
from app.kit.plain import checked_line
from app.kit.problems import Invalid
from app.kit.slugs import slug


def make_theme(*, by: Actor, name: str, about: str, partner: User | None) -> Theme:
    """Ask for ideas about something; its address is made of its name and stays.

    :raises Invalid: on ``name``, ``about``, or ``partner``, who must be of the team.
    """
    require(may_edit_themes(by))
    words = _name(name)
    theme = Theme(
        slug=_unused(slug(words, "theme")),
        name=words,
        about=checked_line("about", about, THEME_ABOUT_LONGEST),
        partner_id=_partner(partner).id,
    )
    db.session.add(theme)
    db.session.flush()
    return theme


def edit_theme(
    theme: Theme,
    *,
    by: Actor,
    name: str,
    about: str,
    partner: User | None,
    position: int,
    closed: bool,
) -> None:
    """Change a theme. A new partner takes over the open ideas that the former one answered for.

    :raises Invalid: on ``name``, ``about`` or ``partner``.
    """
    lock(theme)
    require(may_edit_themes(by))
    chosen = _partner(partner, kept=theme.partner)
    words, more = _name(name), checked_line("about", about, THEME_ABOUT_LONGEST)
    theme.name, theme.about, theme.position = words, more, position
    theme.closed_at = (theme.closed_at or clock.now()) if closed else None
    if chosen.id != theme.partner_id:
        _hand_over(theme, chosen)
    db.session.flush()


def _hand_over(theme: Theme, partner: User) -> None:
    db.session.execute(
        update(Idea)
        .where(Idea.theme_id == theme.id, Idea.owner_id == theme.partner_id, Idea.status.in_(OPEN))
        .values(owner_id=partner.id)
        .execution_options(synchronize_session="fetch")
    )
    theme.partner = partner


def _partner(partner: User | None, kept: User | None = None) -> User:
    """Check who answers for a theme: whoever does already may go on."""
    if partner is None:
        raise Invalid("partner", _l("Say who of the team answers for it."))
    if partner != kept and not may_be_partner(partner):
        raise Invalid("partner", _l("Choose somebody who decides about ideas."))
    return partner


def _name(name: str) -> str:
    plain = checked_line("name", name, THEME_LONGEST)
    if not plain:
        raise Invalid("name", _l("Give the theme a name."))
    return plain


def _unused(wanted: str) -> str:
    """Return an address that no theme has: the words, or the words and a number."""
    taken = set(db.session.scalars(select(Theme.slug).where(Theme.slug.startswith(wanted))))
    # A page of its own stands at this address.
    taken.add("new")
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted[:70]}-{number}" in taken:
        number += 1
    return f"{wanted[:70]}-{number}"

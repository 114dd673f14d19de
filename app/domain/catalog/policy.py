"""Who sees which space, and who may edit the catalog. Visibility is decided here alone."""

from __future__ import annotations

from typing import Protocol

from sqlalchemy import ColumnElement, Select, and_, or_, select, true

from app.domain.accounts.models import Actor, Membership
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import grants, may, must_be_member
from app.domain.catalog.models import Ownership, Space
from app.kit.db import db
from app.kit.decisions import Decision


def spaces_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on ``Space`` for those the actor may see.

    Public ones for everybody, members' for confirmed members, a group's for its members, owners'
    for members who registered the space's product, and all of them for staff with that right.
    """
    if actor.is_guest or not actor.active or not actor.is_confirmed:
        return Space.visibility == "public"
    if grants(actor, Permission.SEE_ALL_SPACES):
        return true()
    mine = select(Membership.group_id).where(Membership.user_id == actor.id)
    owned = select(Ownership.product_id).where(Ownership.user_id == actor.id)
    return or_(
        Space.visibility.in_(("public", "members")),
        and_(Space.visibility == "group", Space.group_id.in_(mine)),
        and_(Space.visibility == "owners", Space.product_id.in_(owned)),
    )


def may_see_space(actor: Actor, space: Space) -> bool:
    """Say whether the actor may see one space: the twin of spaces_visible_to."""
    if space.visibility == "public":
        return True
    if actor.is_guest or not actor.active or not actor.is_confirmed:
        return False
    if grants(actor, Permission.SEE_ALL_SPACES) or space.visibility == "members":
        return True
    if space.visibility == "group":
        return db.session.get(Membership, (space.group_id, actor.id)) is not None
    if space.visibility == "owners":
        return db.session.get(Ownership, (actor.id, space.product_id)) is not None
    return False


def space_ids_visible_to(actor: Actor) -> Select[int]:
    """Return the select of visible space ids, for ``space_id.in_(…)`` in lists."""
    return select(Space.id).where(spaces_visible_to(actor))


class Audience(Protocol):
    """What says who may see a space: the space itself, or a row with its columns."""

    @property
    def id(self) -> int: ...
    @property
    def visibility(self) -> str: ...
    @property
    def group_id(self) -> int | None: ...
    @property
    def product_id(self) -> int | None: ...


def is_within(inner: Audience, outer: Audience) -> bool:
    """Say whether everybody who may see the inner space may see the outer one, too.

    What stands in the outer one may then be shown in the inner one.
    """
    if inner.id == outer.id or outer.visibility == "public":
        return True
    if outer.visibility == "members":
        return inner.visibility != "public"
    if outer.visibility == "group":
        return inner.visibility == "group" and inner.group_id == outer.group_id
    return inner.visibility == "owners" and inner.product_id == outer.product_id


def may_edit_catalog(actor: Actor) -> Decision:
    """Products, spaces and their order are an admin's."""
    return may(actor, Permission.EDIT_CATALOG)


def may_edit_tags(actor: Actor) -> Decision:
    """Describing tags."""
    return may(actor, Permission.EDIT_TAGS)


def may_announce(actor: Actor) -> Decision:
    """Publishing and withdrawing announcements."""
    return may(actor, Permission.ANNOUNCE)


def may_create_tag(actor: Actor) -> Decision:
    """Making a new tag by using it."""
    return may(actor, Permission.CREATE_TAG)


def may_register(actor: Actor) -> Decision:
    """Any confirmed member says what they own."""
    return must_be_member(actor)

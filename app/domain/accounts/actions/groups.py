"""Groups: named sets of members that a space can be open to."""

from __future__ import annotations

from app.domain.accounts.actions.lounges import end_membership
from app.domain.accounts.events import MembershipChanged
from app.domain.accounts.models import Actor, Group, Membership, User
from app.domain.accounts.names import tidy
from app.domain.accounts.policy import may_manage_groups
from app.domain.accounts.queries import group_by_slug
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid
from app.kit.slugs import slug

NAME_LONGEST = 80
ABOUT_LONGEST = 300


def create_group(name: str, about: str = "", *, is_lounge: bool = False, by: Actor) -> Group:
    """Make an empty group; a lounge is filled by those who earned it."""
    require(may_manage_groups(by))
    name, about = tidy(name), tidy(about)
    if not name or len(name) > NAME_LONGEST:
        raise Invalid("name", _l("Use 1 to %(most)d characters.", most=NAME_LONGEST))
    if len(about) > ABOUT_LONGEST:
        raise Invalid("about", _l("Use at most %(most)d characters.", most=ABOUT_LONGEST))
    if not slug(name) or group_by_slug(slug(name)) is not None:
        raise Invalid("name", _l("A group has this name already. Choose another one."))
    group = Group(slug=slug(name), name=name, about=about, is_lounge=is_lounge)
    db.session.add(group)
    db.session.flush()
    return group


def add_to_group(group: Group, member: User, *, by: Actor) -> None:
    """The member belongs to the group from now on, whatever rights they earn or lose."""
    require(may_manage_groups(by))
    held = db.session.get(Membership, (group.id, member.id))
    if held is not None:
        held.by_self = False
    else:
        db.session.add(Membership(group_id=group.id, user_id=member.id))
        publish(MembershipChanged(member.id, group.id))


def remove_from_group(group: Group, member: User, *, by: Actor) -> None:
    """The member does not belong to the group any more."""
    require(may_manage_groups(by))
    held = db.session.get(Membership, (group.id, member.id))
    if held is not None:
        end_membership(held, by_id=by.id)

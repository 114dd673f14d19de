"""A member's page: what they are called, what they look like, what they say of themselves."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import available_timezones

from app.domain.accounts.actions.joining import refuse_bad_names
from app.domain.accounts.events import ProfileChanged
from app.domain.accounts.models import Actor, FormerHandle, User
from app.domain.accounts.names import handle_key, tidy
from app.domain.accounts.policy import may_edit_member
from app.domain.accounts.rules import BIO_LONGEST, LOCATION_LONGEST
from app.domain.accounts.texts import Text
from app.kit import limits
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid

# Each handle given up stays its member's, so there must not be many.
HANDLE_CHANGES = limits.Limit(
    "accounts.handle",
    most=3,
    per=timedelta(days=30),
    message=_l("You changed your handle three times this month. Wait a few weeks."),
)


def edit_profile(
    member: User,
    *,
    handle: str,
    name: str,
    bio: Text,
    location: str,
    language: str,
    time_zone: str,
    by: Actor,
    on_boards: bool | None = None,
) -> None:
    """The member says how they are called, and what others read of them.

    :param on_boards: whether boards may show them; None leaves it as it is.
    """
    require(may_edit_member(by, member))
    name, location = tidy(name), tidy(location)
    refuse_bad_names(handle, name, but_for=member.id, staff=member.is_staff)
    if len(bio.source) > BIO_LONGEST:
        raise Invalid("bio", _l("Use at most %(most)d characters.", most=BIO_LONGEST))
    if len(location) > LOCATION_LONGEST or not location.isprintable():
        raise Invalid("location", _l("Use at most %(most)d characters.", most=LOCATION_LONGEST))
    if time_zone not in available_timezones():
        raise Invalid("time_zone", _l("Choose a time zone from the list."))
    if handle != member.handle:
        _change_handle(member, handle)
    member.name = name
    member.bio, member.bio_parts, member.bio_version = bio.source, list(bio.parts), bio.version
    member.location, member.language, member.time_zone = location, language, time_zone
    if on_boards is not None:
        member.on_boards = on_boards
    publish(ProfileChanged(member.id))


def set_picture(member: User, picture: str | None, *, by: Actor) -> str | None:
    """The member's picture is this file, or none; return the file that nobody needs any more."""
    require(may_edit_member(by, member))
    former, member.picture = member.picture, picture
    publish(ProfileChanged(member.id))
    return former


def _change_handle(member: User, handle: str) -> None:
    """Give a member another handle; the old one stays theirs and leads to their page."""
    key = handle_key(handle)
    if key != member.handle_key:
        limits.hit(HANDLE_CHANGES, str(member.id))
        _keep_former(member)
        # Coming back to a handle that was theirs, or taking one that was only tried long ago.
        held = db.session.get(FormerHandle, key)
        if held is not None:
            db.session.delete(held)
    member.handle, member.handle_key = handle, key


def _keep_former(member: User) -> None:
    held = db.session.get(FormerHandle, member.handle_key)
    if held is None:
        held = FormerHandle(handle_key=member.handle_key)
        db.session.add(held)
    held.handle, held.user_id, held.until = member.handle, member.id, None

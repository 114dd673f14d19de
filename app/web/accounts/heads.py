"""Whose page it is: finding a member, and what stands on top of each of their pages."""

from __future__ import annotations

from typing import Any

from app.domain.accounts.models import User
from app.domain.accounts.policy import may_see_member
from app.domain.accounts.queries import member_by_former_handle, member_by_handle, member_page
from app.kit.problems import NotFound
from app.web.people import joined, person
from app.web.shell import actor


def found_member(handle: str) -> User:
    """Return the member of this handle, present or former.

    :raises NotFound: when there is none, or none that the actor may see.
    """
    member = member_by_handle(handle) or member_by_former_handle(handle)
    if member is None or not may_see_member(actor(), member):
        raise NotFound
    return member


def head_of(member: User) -> dict[str, Any]:
    """Return what stands on top of each of a member's pages."""
    shown = member_page(member)
    return {
        "member": shown,
        "who": person(shown.face),
        "bio": joined(shown.bio_parts) if shown.bio_parts else "",
        "is_me": actor().id == member.id,
        "subject": member,
    }

"""``/members``: who is here, without anything private."""

from __future__ import annotations

from typing import Any

from flask import jsonify, request

from app.api.v1 import shapes
from app.api.v1.asking import limit, listed, reader
from app.domain.accounts.models import User
from app.domain.accounts.policy import may_see_member
from app.domain.accounts.queries import member_by_handle, member_list, member_page
from app.domain.badges.queries import badge_counts
from app.domain.reputation.queries.entries import entry_list
from app.kit.problems import NotFound


def index() -> Any:
    """Members by points."""
    found = member_list(after=request.args.get("after"))
    return listed(found, [shapes.face(row.face) or {} for row in found.items])


def show(handle: str) -> Any:
    """One member's public profile."""
    member = named(handle)
    profile = member_page(member)
    shape = shapes.face(profile.face) or {}
    return jsonify(
        shape
        | {
            "location": profile.location,
            "joined_at": shapes.moment(profile.joined_at),
            "question_count": profile.question_count,
            "answer_count": profile.answer_count,
            "accepted_count": profile.accepted_count,
            "badge_count": badge_counts([member.id]).get(member.id, 0),
            "external_id": member.external_id,
        }
    )


def points(handle: str) -> Any:
    """The lines of a member's ledger, newest first; what they are about where it may be seen."""
    found = entry_list(
        named(handle).id, actor=reader(), after=request.args.get("after"), size=limit()
    )
    return listed(found, [shapes.entry(line) for line in found.items])


def named(handle: str) -> User:
    """Return the member of this handle, as far as the reader may see them."""
    member = member_by_handle(handle)
    if member is None or not may_see_member(reader(), member):
        raise NotFound
    return member


ROUTES = {"/members": index, "/members/<handle>": show, "/members/<handle>/points": points}

"""``/members``: who is here, without anything private."""

from __future__ import annotations

from typing import Any

from flask import jsonify, request

from app.api.v1 import shapes
from app.api.v1.asking import listed, reader
from app.domain.accounts.policy import may_see_member
from app.domain.accounts.queries import member_by_handle, member_list, member_page
from app.kit.problems import NotFound


def index() -> Any:
    """Members by points."""
    found = member_list(after=request.args.get("after"))
    return listed(found, [shapes.face(row.face) or {} for row in found.items])


def show(handle: str) -> Any:
    """One member's public profile."""
    member = member_by_handle(handle)
    if member is None or not may_see_member(reader(), member):
        raise NotFound
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
            "external_id": member.external_id,
        }
    )


ROUTES = {"/members": index, "/members/<handle>": show}

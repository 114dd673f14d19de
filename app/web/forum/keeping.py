"""Keeping what is typed: a draft is a row, a guest's is handed over when they sign in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import redirect, request, url_for

from app.domain.forum.actions.drafts import drop_draft, save_draft
from app.domain.forum.actions.limits import count_guest_draft
from app.domain.forum.queries.posts import draft_at
from app.kit.problems import NotFound
from app.kit.work import write
from app.web.forum.acting import address, known_key, who_key
from app.web.shell import actor

PLACE = re.compile(
    r"ask|answer:\d{1,9}|reply:(?:question|answer):\d{1,9}"
    r"|edit:(?:question|answer|reply|staged|official):\d{1,9}|official:\d{1,9}"
    r"|article:new|article:\d{1,9}:(?:edit|block:\d{1,9})"
    r"|story:(?:new|\d{1,9})"
    r"|idea|comment:(?:idea|comment):\d{1,9}|edit:(?:idea|comment):\d{1,9}",
    re.ASCII,
)
# What forms call their fields. The rest is of the moment: tokens, numbers of forms, buttons.
_KEPT = {
    *("title", "body", "tags", "product", "part", "space", "comment", "base_edition"),
    *("summary", "kind", "topic", "significance", "base_id", "article", "ideas", "theme", "ask"),
}
_FIELD = "field-"
# What a box holds before anybody typed.
_GIVEN = {
    *("product", "part", "space", "base_edition", "theme", "ask"),
    *("kind", "topic", "significance", "base_id", "article"),
}


def keep_typed(place: str, given: Mapping[str, Any]) -> datetime | None:
    """Keep what is typed at a place; nothing typed is nothing kept."""
    if not PLACE.fullmatch(place):
        raise NotFound
    who, values = actor(), typed_values(given)
    owner = who_key(who)
    if not any(said for name, said in values.items() if name not in _GIVEN):
        write(drop_draft, owner, place)
        return None
    if who.is_guest:
        write(count_guest_draft, address())
    return write(save_draft, owner, place, values)


def typed_values(given: Mapping[str, Any]) -> dict[str, str]:
    """Return what is worth keeping of a form; no database keeps NUL."""
    return {
        name: str(said).replace("\x00", "")
        for name, said in given.items()
        if name in _KEPT or name.startswith(_FIELD)
    }


def kept_at(place: str) -> dict[str, Any]:
    """Return what this member or browser typed at a place; opens no session."""
    owner = known_key(actor())
    return (draft_at(owner, place) or {}) if owner else {}


def forget_kept(place: str) -> None:
    """Forget what was typed at a place: it was sent. For rooms whose verbs know of no drafts."""
    write(drop_draft, who_key(actor()), place)


def keep_and_sign_in(place: str, back: str, given: Mapping[str, Any] | None = None) -> Any:
    """Keep what a guest wrote and send them to sign in; they come back to it."""
    keep_typed(place, request.form if given is None else given)
    return redirect(url_for("signin.new", next=back), 303)

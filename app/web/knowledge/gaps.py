"""Searches in vain as work: claimed, given back, settled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash

from app.domain.accounts.permissions import Permission
from app.domain.search.gaps import claim_gap, find_gap, release_gap, settle_gap
from app.kit.i18n import gettext
from app.kit.work import write
from app.web.guards import demands
from app.web.knowledge.desk import desk_url
from app.web.partials import done
from app.web.shell import actor

bp = Blueprint("search_gaps", __name__, url_prefix="/knowledge/desk/searches/<int:gap_id>")


@bp.post("/claim")
@demands(Permission.KEEP_ARTICLES)
def claim(gap_id: int) -> Any:
    """Take it on."""
    return _change(claim_gap, gap_id, gettext("Yours. Settle it when the words find something."))


@bp.post("/release")
@demands(Permission.KEEP_ARTICLES)
def release(gap_id: int) -> Any:
    """Give it back."""
    return _change(release_gap, gap_id, gettext("Given back."))


@bp.post("/settlement")
@demands(Permission.KEEP_ARTICLES)
def settle(gap_id: int) -> Any:
    """Say that it is done."""
    return _change(settle_gap, gap_id, gettext("Settled."))


def _change(verb: Callable[..., None], gap_id: int, words: str) -> Any:
    gap = find_gap(gap_id, actor=actor())
    write(verb, gap, by=actor())
    flash(words)
    return done(to=desk_url("searches"))

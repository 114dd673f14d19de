"""Hide and restore, lock and unlock, archive and take out: one form for all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash

from app.domain.forum.policy import may_close, may_hide
from app.domain.forum.queries.posts import find_post
from app.domain.moderation import actions
from app.kit.decisions import require
from app.kit.i18n import gettext, lazy_gettext
from app.kit.problems import NotFound
from app.web.forum.acting import place_of
from app.web.guards import signed_in
from app.web.moderation.forms import RulingForm
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("rulings", __name__)


@dataclass(frozen=True)
class Act:
    """One kind of ruling: who may, on what, and in which words."""

    verb: Callable[..., Any]
    may: Callable[..., Any]
    kinds: tuple[str, ...]
    word: Any
    done: Any


_POSTS, _QUESTIONS = ("question", "answer", "reply"), ("question",)
ACTS = {
    "hide": Act(actions.hide, may_hide, _POSTS, lazy_gettext("Hide"), lazy_gettext("Hidden.")),
    "restore": Act(
        actions.restore, may_hide, _POSTS, lazy_gettext("Restore"), lazy_gettext("Restored.")
    ),
    "lock": Act(actions.lock, may_close, _QUESTIONS, lazy_gettext("Lock"), lazy_gettext("Locked.")),
    "unlock": Act(
        actions.unlock, may_close, _QUESTIONS, lazy_gettext("Unlock"), lazy_gettext("Unlocked.")
    ),
    "archive": Act(
        actions.archive, may_close, _QUESTIONS, lazy_gettext("Archive"), lazy_gettext("Archived.")
    ),
    "unarchive": Act(
        actions.unarchive,
        may_close,
        _QUESTIONS,
        lazy_gettext("Take out of the archive"),
        lazy_gettext("It is open again."),
    ),
}


@bp.route(
    "/rulings/<any(hide, restore, lock, unlock, archive, unarchive):kind>"
    "/<any(question, answer, reply):subject>/<int:post_id>",
    methods=["GET", "POST"],
)
@signed_in
def new(kind: str, subject: str, post_id: int) -> Any:
    """Do it, with a reason."""
    act = ACTS[kind]
    if subject not in act.kinds:
        raise NotFound
    post = find_post(subject, post_id, actor())
    require(act.may(actor(), post))
    form = RulingForm()
    form.offer(kind)
    if form.validate_on_submit() and form.rules(act.verb, post):
        flash(str(act.done))
        return done(to=place_of(post))
    return page(
        "moderation/ruling.html", form.status, form=form, word=act.word, back=place_of(post),
        heading=gettext("%(act)s this?", act=str(act.word)),
    )  # fmt: skip

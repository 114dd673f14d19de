"""Many ideas at once: each is done or refused by itself, says why, and is safe to send twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app import links
from app.domain.accounts.models import User
from app.domain.accounts.permissions import Permission
from app.domain.ideas.actions.deciding import set_status
from app.domain.ideas.actions.editing import place
from app.domain.ideas.actions.planning import assign
from app.domain.ideas.models.ideas import Idea, Theme
from app.domain.ideas.policy import may_set_status
from app.domain.ideas.queries.machine import machine
from app.domain.ideas.queries.pages import find_idea_itself
from app.domain.ideas.rules import LIMIT_MOST, REFUSALS
from app.domain.ideas.rules.machine import (
    REASON_LONGEST,
    REASON_SHORTEST,
    STATUSES,
    TERMINAL,
    Machine,
)
from app.domain.ideas.rules.reasons import WORDS_LEAST, checked_code, checked_reason
from app.kit.db import db
from app.kit.i18n import gettext
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid, NotFound, Problem
from app.kit.work import write
from app.web.accounts.returning import HOME, safe_path
from app.web.guards import demands
from app.web.ideas.deciding_forms import PatientForm
from app.web.ideas.desk_filter import URL
from app.web.numbers import row_named
from app.web.partials import page
from app.web.shell import actor

bp = Blueprint("desk_bulk", __name__)

Act = Callable[[Idea], bool]


@dataclass(frozen=True)
class Outcome:
    """What became of one idea: done, so already, or refused and why."""

    id: int
    title: str
    url: str
    kind: str
    why: Any = ""


class ManyForm(PatientForm):
    """One step and one reason for all that were chosen."""

    # Sent a second time, none of them may be able to take the step any more: each row says so.
    after = SelectField(
        _l("What becomes of them?"),
        [InputRequired(_l("Choose what becomes of them."))],
        validate_choice=False,
    )
    code = SelectField(_l("Why are they declined?"), [Optional()])
    reason = TextAreaField(_l("Why, in your words"), [Length(max=REASON_LONGEST)])


@bp.post("/ideas/desk")
@demands(Permission.DECIDE_IDEA)
def update() -> Response:
    """Do one thing with all that were chosen, one after the other."""
    numbers = chosen_numbers()
    act = request.form.get("act", "")
    if act in ("decide", "status"):
        return _decide(numbers, is_sent=act == "status")
    if act not in ("owner", "theme"):
        raise NotFound
    change = _assigned() if act == "owner" else _themed()
    return _told([outcome(number, change) for number in numbers])


def chosen_numbers() -> list[int]:
    """Return the ideas that were chosen, each once, no more than one page of the desk holds."""
    given = (row_named(one) for one in request.form.getlist("idea"))
    return list(dict.fromkeys(number for number in given if number))[:LIMIT_MOST]


def outcome(number: int, act: Act) -> Outcome:
    """Do something with one idea in a unit of its own, and tell what became of it.

    ``act`` says whether anything had to be done: what is so already is no failure.
    """
    title, url = gettext("Idea %(number)s", number=number), links.idea_url(number)
    try:
        idea = find_idea_itself(number, actor())
        title, url = idea.title, links.idea_url(idea.id, idea.slug)
        return Outcome(number, title, url, "done" if act(idea) else "same")
    except NotFound:
        return Outcome(number, title, url, "refused", gettext("There is no such idea."))
    except Problem as problem:
        return Outcome(number, title, url, "refused", problem.message)


def _assigned() -> Act:
    given = request.form.get("owner")
    owner_id = row_named(given)
    owner = db.session.get(User, owner_id) if owner_id else None
    if given and owner is None:
        raise NotFound

    def act(idea: Idea) -> bool:
        if idea.owner_id == owner_id:
            return False
        write(assign, idea, by=actor(), owner=db.session.get(User, owner_id) if owner_id else None)
        return True

    return act


def _themed() -> Act:
    given = request.form.get("theme")
    theme_id = row_named(given)
    if given and (theme_id is None or db.session.get(Theme, theme_id) is None):
        raise NotFound

    def act(idea: Idea) -> bool:
        if idea.theme_id == theme_id:
            return False
        write(
            place,
            idea,
            by=actor(),
            space=idea.space,
            product=idea.product,
            theme=db.session.get(Theme, theme_id) if theme_id else None,
            tags=[tag.name for tag in idea.tags],
        )
        return True

    return act


def _decide(numbers: list[int], *, is_sent: bool) -> Response:
    """Ask for the step and its reason, or take it; a reason that is none is asked for again."""
    form, table = ManyForm(formdata=request.form if is_sent else None), machine()
    steps = _steps(numbers, table)
    form.after.choices = [("", gettext("Choose a status")), *((it[0], it[1]) for it in steps)]
    form.code.choices = [("", gettext("Choose why")), *REFUSALS.items()]
    reasoned = {after for after, _, needs_reason in steps if needs_reason}
    if is_sent and form.validate_on_submit() and _has_reason(form, reasoned):
        return _told([outcome(number, _stepped(form)) for number in numbers])
    return page(
        "ideas/desk_decision.html",
        form.status,
        form=form,
        steps=steps,
        ideas=_named(numbers, table),
        reasoned=reasoned,
        ends=TERMINAL,
        back=_back(),
        least=REASON_SHORTEST,
        most=REASON_LONGEST,
        words_least=WORDS_LEAST,
    )


def _has_reason(form: ManyForm, reasoned: set[str]) -> bool:
    """Say whether the one reason would do; else the form says why, once and not for each row."""
    after = form.after.data or ""
    if after not in STATUSES or after == "duplicate":
        form.refuse("after", gettext("Choose what becomes of them."))
        return False
    needed = {
        checked_code: (form.code.data or "", after == "declined"),
        checked_reason: (form.reason.data or "", after in reasoned),
    }
    for check, (said, is_needed) in needed.items():
        try:
            check(said, needed=is_needed)
        except Invalid as problem:
            form.refuse(problem.field, problem.message)
    return not form.is_refused


def _stepped(form: ManyForm) -> Act:
    after, reason, code = form.after.data or "", form.reason.data or "", form.code.data or ""

    def act(idea: Idea) -> bool:
        if idea.status == after:
            return False
        write(set_status, idea, after, by=actor(), reason=reason, code=code)
        return True

    return act


def _ideas(numbers: list[int]) -> list[Idea]:
    found = []
    for number in numbers:
        try:
            found.append(find_idea_itself(number, actor()))
        except NotFound:
            continue
    return found


def _named(numbers: list[int], table: Machine) -> list[dict[str, Any]]:
    return [
        {
            "id": idea.id,
            "title": idea.title,
            "url": links.idea_url(idea.id, idea.slug),
            "status": idea.status,
            "label": table.label(idea.status),
            "votes": idea.vote_count,
        }
        for idea in _ideas(numbers)
    ]


def _steps(numbers: list[int], table: Machine) -> list[tuple[str, str, bool]]:
    """Return the steps that one of them can take: how many can, and whether one needs a reason."""
    ideas, who, found = _ideas(numbers), actor(), []
    for after in STATUSES:
        able = [
            idea
            for idea in ideas
            if table.allows(idea.status, after) and may_set_status(who, idea, after)
        ]
        if able and after != "duplicate":
            word = gettext(
                "%(status)s (possible for %(part)s of %(whole)s)",
                status=table.label(after),
                part=len(able),
                whole=len(ideas),
            )
            needs_reason = any(table.needs_reason(after, idea.status) for idea in able)
            found.append((after, word, needs_reason))
    return found


def _told(outcomes: list[Outcome]) -> Response:
    """Show what became of each."""
    kinds = [one.kind for one in outcomes]
    return page(
        "ideas/desk_outcome.html",
        outcomes=outcomes,
        counts={kind: kinds.count(kind) for kind in ("done", "same", "refused")},
        back=_back(),
    )


def _back() -> str:
    """Return the page of the desk that one came from."""
    wanted = safe_path(request.form.get("back"))
    return URL if wanted == HOME else wanted

"""Which status may follow which: read by everybody, changed by admins, a version each time."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length

from app.domain.accounts.permissions import Permission
from app.domain.accounts.queries import faces
from app.domain.ideas.actions.machines import LABEL_LONGEST, WHY_LONGEST, WHY_SHORTEST, put_in_force
from app.domain.ideas.policy import ARCHIVE_AFTER, PETITION_AT, may_edit_machine
from app.domain.ideas.queries.machine import machine, machine_versions
from app.domain.ideas.rules.machine import (
    ALWAYS_REASONED,
    LABELS,
    MAY_GO_SILENT,
    REASON_SHORTEST,
    STATUSES,
    TERMINAL,
    Machine,
)
from app.kit.i18n import gettext, ngettext
from app.kit.i18n import lazy_gettext as _l
from app.web.guards import demands, public
from app.web.ideas.clocks import promise
from app.web.ideas.deciding_forms import PatientForm
from app.web.partials import done, page
from app.web.people import person
from app.web.shell import actor
from app.web.words import listed

bp = Blueprint("idea_machine", __name__, url_prefix="/ideas/statuses")


class MachineForm(PatientForm):
    """Why the table changes; the table itself is read from its checks."""

    reason = StringField(
        _l("Why?"),
        [InputRequired(_l("Say why: everybody may read it.")), Length(max=WHY_LONGEST)],
        description=_l("One sentence. It stands in the history below."),
    )
    based_on = IntegerField(validators=[InputRequired()])


@bp.get("")
@public("a site says in public how it decides")
def show() -> Response:
    """Show the table in force; an admin may change it."""
    table = machine()
    return _shown(MachineForm(based_on=table.version), _values(table))


@bp.post("")
@demands(Permission.MANAGE_SITE)
def update() -> Any:
    """Put another table in force."""
    form, given = MachineForm(), _sent()
    if form.validate_on_submit():
        form.attempt(
            put_in_force,
            by=actor(),
            transitions=given["ways"],
            reasoned=given["reasoned"],
            labels=given["labels"],
            reason=form.reason.data or "",
            based_on=form.based_on.data,
        )
    if form.is_refused:
        return _shown(form, given)
    flash(gettext("In force from now on. What was decided before stands."))
    return done(to="/ideas/statuses")


def _values(table: Machine) -> dict[str, Any]:
    """Return what the form shows of a table."""
    return {
        "ways": {before: set(afters) for before, afters in table.transitions.items()},
        "reasoned": set(table.reasoned) | ALWAYS_REASONED,
        "labels": dict(table.labels),
    }


def _sent() -> dict[str, Any]:
    """Return what the form says; of names that no status has, nothing."""
    return {
        "ways": {before: set(request.form.getlist(f"from-{before}")) for before in STATUSES},
        "reasoned": set(request.form.getlist("reasoned")) | ALWAYS_REASONED,
        "labels": {
            status: said for status in STATUSES if (said := request.form.get(f"label-{status}"))
        },
    }


def _shown(form: MachineForm, given: dict[str, Any]) -> Response:
    table = machine()
    form.based_on.data, form.based_on.raw_data = table.version, None
    return page(
        "ideas/statuses.html",
        form.status,
        form=form,
        given=given,
        statuses=[(one, table.label(one)) for one in STATUSES],
        usual={one: LABELS[one] for one in STATUSES},
        ends=TERMINAL,
        always=ALWAYS_REASONED,
        least=REASON_SHORTEST,
        longest=LABEL_LONGEST,
        why={"minlength": WHY_SHORTEST, "maxlength": WHY_LONGEST, "required": True},
        may_edit=may_edit_machine(actor()),
        alone=_steps_taken_alone(table),
        versions=_versions(),
    )


def _versions() -> list[dict[str, Any]]:
    """Return the tables that were put in force, the latest first. Two statements."""
    made = machine_versions()
    known = faces(one.by_id for one in made)
    return [
        {
            "version": one.version,
            "reason": one.reason,
            "by": person(known[one.by_id]) if one.by_id in known else None,
            "at": one.at,
        }
        for one in made
    ]


def _steps_taken_alone(table: Machine) -> list[str]:
    """Say what the program does by itself, with the numbers in force."""
    quiet = listed([str(table.label(one)) for one in STATUSES if one in MAY_GO_SILENT])
    voters = ngettext("%(num)s voter", "%(num)s voters", PETITION_AT.get())
    return [
        promise(),
        ngettext(
            "After %(num)s day of silence an idea is archived, while it is: %(statuses)s.",
            "After %(num)s days of silence an idea is archived, while it is: %(statuses)s.",
            ARCHIVE_AFTER.get(),
            statuses=quiet,
        ),
        gettext("An archived idea comes back once, when %(voters)s ask for it.", voters=voters),
        gettext("A refusal is looked at again once, when %(voters)s ask for it.", voters=voters),
    ]

"""The team's forms: decisions, plans, notes. What is typed comes back with a refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.domain.ideas.rules import (
    CUSTOMER_LONGEST,
    CUSTOMER_NOTE_LONGEST,
    ESTIMATES,
    EXPECTED_LONGEST,
    NOTE_LONGEST,
    REFUSALS,
)
from app.domain.ideas.rules.machine import REASON_LONGEST
from app.kit.i18n import gettext
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Conflict, Forbidden, NotFound, TooMany
from app.web.forms import Form

P = ParamSpec("P")
T = TypeVar("T")


class PatientForm(Form):
    """A form that keeps what was typed, whatever kind of refusal meets it."""

    def attempt(self, verb: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        try:
            return super().attempt(verb, *args, **kwargs)
        except (Conflict, Forbidden, NotFound, TooMany) as problem:
            self.form_errors.append(problem.message)
            self.status = problem.status
            return None


class DecisionForm(PatientForm):
    """Where an idea goes from here, and why."""

    after = RadioField(_l("What becomes of it?"), [InputRequired(_l("Choose what becomes of it."))])
    code = SelectField(
        _l("Why is it declined?"),
        [Optional()],
        description=_l("Asked for where it is declined. Everybody reads it beside your words."),
    )
    reason = TextAreaField(_l("Why, in your words"), [Length(max=REASON_LONGEST)])
    # The status that was on the page when somebody made up their mind.
    seen = HiddenField()

    def offer(self, choices: list[tuple[str, str]]) -> None:
        """Offer these steps and no other."""
        self.after.choices = choices
        self.code.choices = [("", gettext("Choose why")), *REFUSALS.items()]

    def refuse(self, field: str, message: Any) -> None:
        # The rules call it by its name, which every form has as the number it answers with.
        super().refuse("after" if field == "status" else field, message)


class MergeForm(PatientForm):
    """Which idea says the same, and why they are one."""

    target = StringField(
        _l("The other idea"),
        [InputRequired(_l("Choose the idea that says the same."))],
        description=_l("Its address, or its number."),
    )
    reason = TextAreaField(_l("Why are they the same?"), [Length(max=REASON_LONGEST)])
    seen = HiddenField()


class NoteForm(PatientForm):
    """What the team says to itself."""

    body = TextAreaField(_l("Note for the team"), [Length(max=NOTE_LONGEST)])


class CustomerForm(PatientForm):
    """Whose vote it is."""

    customer = StringField(
        _l("Customer"),
        [InputRequired(_l("Say who the customer is.")), Length(max=CUSTOMER_LONGEST)],
        description=_l("As your team knows them, or the handle of a member: @lena."),
    )
    note = StringField(
        _l("What did they say?"),
        [Length(max=CUSTOMER_NOTE_LONGEST)],
        description=_l("For the team alone."),
    )


class PlanForm(PatientForm):
    """Who answers for an idea, when it is expected, where it belongs, what it costs and brings."""

    owner = SelectField(_l("Who answers for it"))
    expected = StringField(
        _l("Expected"),
        [Length(max=EXPECTED_LONGEST)],
        description=_l("Such as “app 6.6” or “January”. Everybody reads it, and when it moves."),
    )
    space = SelectField(_l("Who may read it"))
    product = SelectField(_l("Product"))
    theme = SelectField(_l("Theme"))
    tags = StringField(
        _l("Tags"), [Length(max=250)], description=_l("Parted by commas, at most five.")
    )
    effort = SelectField(_l("Effort"))
    value = SelectField(_l("Value"))


def estimate_choices() -> list[tuple[str, str]]:
    """Return the five estimates, and none."""
    return [("", "–"), *((str(size), str(size)) for size in ESTIMATES)]


def estimate(given: str | None) -> int | None:
    """Return an estimate that was chosen; None for none."""
    known: dict[str, Any] = {str(size): size for size in ESTIMATES}
    return known.get(given or "")

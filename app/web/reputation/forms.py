"""The economy as a form: one field for each number, named as the verb names it."""

from __future__ import annotations

from typing import Any

from wtforms import IntegerField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length

from app.domain.accounts.permissions import TRUST_LEVELS, Permission, Requirement
from app.domain.reputation.rules import NOTE_LONGEST, PRESETS, REASONS, Economy
from app.kit.i18n import gettext
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Conflict
from app.web.forms import Form
from app.web.reputation.rights import begun, privileges
from app.web.reputation.shown import label_of

_NUMBER = InputRequired(_l("Give a whole number."))
_TRUST_WORDS = {
    "new": _l("New here"),
    "member": _l("Member"),
    "trusted": _l("Trusted"),
    "super-user": _l("Super-user"),
}


def _fields() -> dict[str, Any]:
    """Return a field for each price, bound and requirement."""
    made: dict[str, Any] = {}
    for name, reason in REASONS.items():
        made[f"price-{name}"] = IntegerField(label_of(name), [_NUMBER])
        if reason.per_post is not None:
            made[f"cap-{name}"] = IntegerField(_l("Most for one post"), [_NUMBER])
    made["per_day"] = IntegerField(_l("Points that votes and me-toos bring in a day"), [_NUMBER])
    made["per_pair"] = IntegerField(
        _l("Votes and me-toos from one person to another in a day"), [_NUMBER]
    )
    for right, words in privileges():
        made[f"points-{_key(right)}"] = IntegerField(words, [_NUMBER])
        made[f"trust-{_key(right)}"] = SelectField(
            _l("Trust"),
            choices=[SelectChoice(level, _TRUST_WORDS[level]) for level in TRUST_LEVELS],
        )
    return made


def _key(right: Permission) -> str:
    return right.name.lower()


class _EconomyForm(Form):
    """What all of it is for, and which version it was made from."""

    reason = StringField(
        _l("Why?"),
        [InputRequired(_l("Say why: members read it.")), Length(max=NOTE_LONGEST)],
        description=_l("One sentence. It stands in the history that everybody may read."),
    )
    based_on = IntegerField(validators=[InputRequired()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for right, words in privileges():
            label = self._fields[f"points-{_key(right)}"].label
            label.text = gettext("%(right)s: points", right=begun(words))

    def attempt(self, verb: Any, *args: Any, **kwargs: Any) -> Any:
        """Call the verb; when somebody was faster, say so above what was typed."""
        try:
            return super().attempt(verb, *args, **kwargs)
        except Conflict as problem:
            self.status = problem.status
            self.form_errors.append(problem.message)
            return None

    @property
    def is_outrun(self) -> bool:
        """Whether somebody changed the economy since the form was opened."""
        return self.status == Conflict.status

    def economy(self) -> Economy:
        """Return the economy that was typed; ask only a valid form."""
        value = {name: field.data for name, field in self._fields.items()}
        return Economy(
            prices={name: value[f"price-{name}"] for name in REASONS},
            per_post={
                name: value[f"cap-{name}"]
                for name, reason in REASONS.items()
                if reason.per_post is not None
            },
            per_day=value["per_day"],
            per_pair=value["per_pair"],
            privileges={
                right: Requirement(value[f"points-{_key(right)}"], value[f"trust-{_key(right)}"])
                for right, _ in privileges()
            },
        )


EconomyForm: type[_EconomyForm] = type("EconomyForm", (_EconomyForm,), _fields())


def given(economy: Economy) -> dict[str, Any]:
    """Return what the form's fields show of an economy."""
    values: dict[str, Any] = {"per_day": economy.per_day, "per_pair": economy.per_pair}
    values |= {f"price-{name}": points for name, points in economy.prices.items()}
    values |= {f"cap-{name}": most for name, most in economy.per_post.items()}
    for right, need in economy.privileges.items():
        values |= {f"points-{_key(right)}": need.points, f"trust-{_key(right)}": need.trust}
    return values


def preset_of(economy: Economy) -> str:
    """Return the preset that has just these values, or "custom"."""
    return next((name for name, preset in PRESETS.items() if preset == economy), "custom")

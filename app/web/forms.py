"""The base form: shape is checked here, meaning by the verb, and both land on the field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.i18n import translations

from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid
from app.kit.work import write

P = ParamSpec("P")
T = TypeVar("T")

ACCEPTED, REFUSED = 200, 422

# What WTForms says by itself, in words that tell what to do.
_PLAIN = {
    "This field is required.": _l("Fill this in."),
    "Not a valid choice.": _l("Choose one of these."),
    "Not a valid integer value.": _l("Write a whole number."),
    "Field must be between %(min)d and %(max)d characters long.": _l(
        "Use %(min)d to %(max)d characters."
    ),
    "Field cannot be longer than %(max)d characters.": _l("Use at most %(max)d characters."),
    "Field must be at least %(min)d characters long.": _l("Use at least %(min)d characters."),
}


class _Words:
    """The messages of the form library in our words, what has none there as it comes."""

    def gettext(self, words: str) -> str:
        return str(_PLAIN[words]) if words in _PLAIN else str(translations.gettext(words))

    def ngettext(self, one: str, many: str, count: int) -> str:
        return str(_PLAIN[many]) if many in _PLAIN else str(translations.ngettext(one, many, count))


class Form(FlaskForm):
    """A form whose ``status`` is 200 until something in it was refused, then 422."""

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            # Forms come from pages, never as JSON, whose depth nobody bounds.
            return None if request.is_json else super().wrap_formdata(form, formdata)

        def get_translations(self, form: Any) -> Any:  # noqa: ARG002 - the library hands it over
            return _Words()

    status: int = ACCEPTED

    def validate_on_submit(self, *args: Any, **kwargs: Any) -> bool:
        valid: bool = super().validate_on_submit(*args, **kwargs)
        if self.is_submitted() and not valid:
            self.status = REFUSED
        return valid

    @property
    def is_refused(self) -> bool:
        """Whether something in it was refused since it came in."""
        return self.status != ACCEPTED

    def attempt(self, verb: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Call the verb in a unit of work; put an ``Invalid`` on its field and return None."""
        try:
            return write(verb, *args, **kwargs)
        except Invalid as problem:
            self.refuse(problem.field, problem.message)
            return None

    def refuse(self, field: str, message: Any) -> None:
        """Put an error on a field (on the form, when it has no such field)."""
        self.status = REFUSED
        target = self._fields.get(field)
        if target is None:
            self.form_errors.append(message)
        else:
            target.errors = [*target.errors, message]

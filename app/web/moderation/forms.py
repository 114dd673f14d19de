"""The forms of rulings: a reason that fits, and words to the author."""

from __future__ import annotations

import re

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from app.domain.moderation.rules import NOTE_LONGEST, reasons_for
from app.kit.i18n import gettext, lazy_gettext
from app.web.forms import Form

_NUMBER = re.compile(r"(?:/questions/|^\s*#?)(\d{1,18})")


class RulingForm(Form):
    """Why, and what to say to the author."""

    reason = RadioField(lazy_gettext("Reason"), [DataRequired()])
    note = TextAreaField(
        lazy_gettext("Words to the author"),
        [Optional(), Length(max=NOTE_LONGEST)],
        description=lazy_gettext("The reason is public. These words are for the author and staff."),
    )

    def offer(self, kind: str) -> None:
        """Offer the reasons that fit a kind of ruling."""
        self.reason.choices = list(reasons_for(kind).items())
        if self.reason.data is None and len(self.reason.choices) == 1:
            self.reason.data = self.reason.choices[0][0]


class MoveForm(RulingForm):
    """Where to."""

    space = SelectField(lazy_gettext("Space"))
    product = SelectField(lazy_gettext("Product"))


class TargetForm(RulingForm):
    """Which other question."""

    target = StringField(
        lazy_gettext("The other question"),
        [DataRequired(), Length(max=500)],
        description=lazy_gettext("Its address, or its number."),
    )

    def target_id(self) -> int | None:
        """Return the number that the address names; an error stands on the field when none does."""
        found = _NUMBER.search(self.target.data or "")
        if found is None:
            self.refuse("target", gettext("Paste the address of a question."))
            return None
        return int(found.group(1))

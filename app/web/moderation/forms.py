"""The forms of rulings: a reason that fits, and words to the author."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from app.domain.forum.models.questions import Question
from app.domain.forum.queries.posts import find_question
from app.domain.moderation.rules import NOTE_LONGEST, reasons_for
from app.kit.i18n import gettext, lazy_gettext
from app.kit.problems import NotFound
from app.web.forms import Form
from app.web.shell import actor

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

    def rules(self, verb: Callable[..., Any], subject: object, **more: Any) -> bool:
        """Rule on the subject, with the reason and the words; say whether it was taken."""
        reason, note = self.reason.data, self.note.data or ""
        self.attempt(verb, subject, by=actor(), reason=reason, note=note, **more)
        return not self.is_refused


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

    def other_question(self) -> Question | None:
        """Return the question that the address names; the field says so when there is none."""
        found = _NUMBER.search(self.target.data or "")
        if found is None:
            self.refuse("target", gettext("Paste the address of a question."))
            return None
        try:
            return find_question(int(found.group(1)), actor())
        except NotFound:
            self.refuse("target", gettext("There is no such question."))
            return None

"""Forms for writing: shape only. What is typed comes back with every refusal."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from flask import request
from markupsafe import Markup
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField, IntegerField, MultipleFileField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from app.domain.accounts.models import Actor
from app.domain.accounts.texts import Text, prepare
from app.domain.catalog.queries import spaces
from app.domain.forum.actions.posting import NONCE_LONGEST
from app.kit.i18n import gettext, lazy_gettext
from app.kit.problems import Conflict, Forbidden, Invalid, TooMany
from app.web.embedded import preview_of
from app.web.forms import Form
from app.web.forum.keeping import keep_typed
from app.web.forum.uploads import markdown_of, upload
from app.web.shell import actor

P = ParamSpec("P")
T = TypeVar("T")

_NONCE = re.compile(rf"[A-Za-z0-9_-]{{1,{NONCE_LONGEST}}}")
# Pictures one form may bring without scripts.
PICTURES_AT_ONCE = 5


class WritingForm(Form):
    """A text, with pictures chosen beside it; previewed, kept as a draft, or posted."""

    body = TextAreaField(lazy_gettext("Text"))
    nonce = HiddenField()
    pictures = MultipleFileField(lazy_gettext("Add pictures"))

    preview: Markup | None = None
    saved: str = ""
    # What somebody else wrote meanwhile, when an edit met another one.
    conflict: dict[str, Any] | None = None

    def text(self) -> Text:
        """Return what was typed, rendered: before the unit of work, for it is slow."""
        return prepare(self.body.data or "")

    @property
    def number(self) -> str | None:
        """The form's own number, so that a second click posts nothing twice."""
        given = self.nonce.data or ""
        return given if _NONCE.fullmatch(given) else None

    def is_sent(self, place: str) -> bool:
        """Say whether the text is to be posted; a preview or a draft is made here instead."""
        if not self.is_submitted():
            return False
        is_valid = {"preview", "save_draft"} & request.form.keys() or self.validate_on_submit()
        # After the check, which forgets what was refused before it.
        self._take_pictures()
        if "preview" in request.form:
            self.preview = self.drawn()
            return False
        if "save_draft" in request.form:
            keep_typed(place, self.typed())
            self.saved = gettext("Draft saved")
            return False
        return bool(is_valid) and not self.errors

    def drawn(self) -> Markup:
        """Return what was typed as it will look."""
        return preview_of(self.text(), actor=actor())

    def typed(self) -> dict[str, Any]:
        """Return what a draft of this form keeps: what was sent, and the text with its pictures."""
        return request.form.to_dict() | {"body": self.body.data or ""}

    def attempt(self, verb: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Call the verb as every form does; no refusal of any kind loses the text."""
        try:
            return super().attempt(verb, *args, **kwargs)
        except Conflict as problem:
            self.conflict = problem.details
            self._refuse_all(problem.status, problem.message)
        except (Forbidden, TooMany) as problem:
            self._refuse_all(problem.status, problem.message)
        return None

    def _refuse_all(self, status: int, message: Any) -> None:
        self.form_errors.append(message)
        self.status = status

    def _take_pictures(self) -> None:
        """Without scripts: keep the chosen files and name them at the end of the text."""
        given = self.pictures.data or []
        chosen = [one for one in given if isinstance(one, FileStorage) and one.filename]
        for one in chosen[:PICTURES_AT_ONCE]:
            try:
                kept = upload(one, by=actor())
            except (Invalid, Forbidden, TooMany) as problem:
                self.refuse("pictures", problem.message)
                return
            self.body.data = f"{(self.body.data or '').rstrip()}\n\n{markdown_of(kept, one)}\n"


class AnswerForm(WritingForm):
    """An answer."""

    body = TextAreaField(
        lazy_gettext("Your answer"), [InputRequired(lazy_gettext("Write your answer first."))]
    )


class ReplyForm(WritingForm):
    """A reply."""

    body = TextAreaField(
        lazy_gettext("Your reply"), [InputRequired(lazy_gettext("Write your reply first."))]
    )


class EditForm(WritingForm):
    """Another text for a post, and which one it was made from."""

    body = TextAreaField(
        lazy_gettext("Text"), [InputRequired(lazy_gettext("Write something first."))]
    )
    base_edition = IntegerField(validators=[Optional()])
    comment = StringField(
        lazy_gettext("What did you change?"),
        description=lazy_gettext("One line for those who compare the texts later."),
    )

    @property
    def base(self) -> int:
        """The edition that was edited; 0 is none and so always too old."""
        return int(self.base_edition.data or 0)


class TagsForm(Form):
    """The tags of somebody else's question."""

    tags = StringField(lazy_gettext("Tags"))


class AskForm(WritingForm):
    """A question: what it is about, in one sentence, and all of it."""

    product = StringField()
    part = StringField()
    space = StringField()
    title = StringField(
        lazy_gettext("What is the problem, in one sentence?"),
        [InputRequired(lazy_gettext("Say in one sentence what is wrong."))],
        description=lazy_gettext("The way you would tell a neighbour."),
    )
    body = TextAreaField(
        lazy_gettext("What happens, and what have you tried?"),
        [InputRequired(lazy_gettext("Describe what happens, and what you tried."))],
    )
    tags = StringField(lazy_gettext("Tags"))
    # Names this form alone: what it showed, and whether that helped, is counted under it.
    ask = HiddenField()


class QuestionForm(EditForm):
    """All of a question, changed."""

    title = StringField(
        lazy_gettext("Title"), [InputRequired(lazy_gettext("Say in one sentence what is wrong."))]
    )
    product = StringField(lazy_gettext("Product"))
    tags = StringField(lazy_gettext("Tags"))


class StagedNoteForm(WritingForm):
    """What a reviewer suggests for a first question, or what its asker answers."""

    note = TextAreaField(lazy_gettext("What would make it easier to answer?"))
    title = StringField(lazy_gettext("Title"))
    body = TextAreaField(lazy_gettext("Text"))
    base_edition = IntegerField(validators=[Optional()])


FIELD = "field-"


def field_values() -> dict[str, str]:
    """Return what the form says in the fields that a product asks for."""
    given = request.form.items()
    return {key.removeprefix(FIELD): said for key, said in given if key.startswith(FIELD)}


def tag_names(typed: str | None) -> list[str]:
    """Return the tags that were typed, parted by commas."""
    return [name.strip() for name in (typed or "").split(",") if name.strip()]


def refuses_space(form: WritingForm, who: Actor) -> bool:
    """Refuse a form for readers that its writer is not among, rather than have all others read it.

    Somebody may leave a group, or a space may be renamed, while they write.
    """
    slug = form["space"].data
    if not slug or slug in {row.slug for row in spaces(who)}:
        return False
    # Not on its field, which is not there for whoever sees one space alone.
    form.refuse("readers", gettext("You no longer see the space you chose. Choose who reads it."))
    return True

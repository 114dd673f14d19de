"""Forms of ideas: shape only. What is typed comes back with every refusal."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from app.kit.i18n import lazy_gettext as _l
from app.web.embedded import named_preview_of
from app.web.forum.forms import EditForm, WritingForm


class Naming:
    """Previews parts of articles as they will stand here: named, and none shown live."""

    def drawn(self: Any) -> Markup:
        """Return what was typed as it will look."""
        return named_preview_of(self.text())


class IdeaForm(Naming, WritingForm):
    """An idea: what should be different, why, and what it is about."""

    title = StringField(
        _l("What would you like, in one sentence?"),
        [InputRequired(_l("Say in one sentence what should be different."))],
        description=_l("What should be different, not how to build it."),
    )
    body = TextAreaField(
        _l("Why, and for whom?"),
        [InputRequired(_l("Tell what happens today, and what would be better."))],
    )
    product = StringField(_l("Product"))
    theme = StringField(_l("Theme"))
    space = StringField()
    tags = StringField(_l("Tags"))


class IdeaEditForm(Naming, EditForm):
    """An idea's words, changed."""

    title = StringField(
        _l("Title"), [InputRequired(_l("Say in one sentence what should be different."))]
    )


class CommentForm(Naming, WritingForm):
    """A comment, perhaps under another one."""

    body = TextAreaField(_l("Your comment"), [InputRequired(_l("Write your comment first."))])
    # The number of the comment it is about.
    under = IntegerField(validators=[Optional()])


class WordsEditForm(Naming, EditForm):
    """A comment's or an official reply's words, changed."""

"""Forms of ideas: shape only. What is typed comes back with every refusal."""

from __future__ import annotations

from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from app.kit.i18n import lazy_gettext as _l
from app.web.forum.forms import EditForm, WritingForm


class IdeaForm(WritingForm):
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


class IdeaEditForm(EditForm):
    """An idea's words, changed."""

    title = StringField(
        _l("Title"), [InputRequired(_l("Say in one sentence what should be different."))]
    )


class CommentForm(WritingForm):
    """A comment, perhaps under another one."""

    body = TextAreaField(_l("Your comment"), [InputRequired(_l("Write your comment first."))])
    # The number of the comment it is about.
    under = IntegerField(validators=[Optional()])

"""Shape only: what staff say when they give, take back or make a badge."""

from __future__ import annotations

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional

from app.domain.badges.rules import ABOUT_LONGEST, NAME_LONGEST, REASON_LONGEST, REASON_SHORTEST
from app.kit.i18n import lazy_gettext as _l
from app.web.forms import Form

_REASON = [DataRequired(), Length(min=REASON_SHORTEST, max=REASON_LONGEST)]


class AwardForm(Form):
    """Who gets a badge, and why."""

    handle = StringField(_l("Handle"), [DataRequired(), Length(max=60)])
    reason = TextAreaField(
        _l("Reason"), _REASON, description=_l("Everybody can read it on the badge’s page.")
    )


class RevocationForm(Form):
    """Why a badge is taken back."""

    occasion = HiddenField()
    reason = TextAreaField(
        _l("Reason"), _REASON, description=_l("It is kept with the badge that was taken back.")
    )


class BadgeForm(Form):
    """A badge that is made here: its words, its drawing, its rule."""

    name = StringField(_l("Name"), [DataRequired(), Length(max=NAME_LONGEST)])
    about = StringField(
        _l("What it is for"),
        [DataRequired(), Length(max=ABOUT_LONGEST)],
        description=_l("One sentence, such as “Solved five questions between 22:00 and 6:00”."),
    )
    tier = RadioField(_l("Tier"), default="bronze")
    icon = RadioField(_l("Drawing"), default="star")
    how = RadioField(_l("How it is earned"), default="rule")
    count = SelectField(_l("What is counted"), default="answers-accepted")
    at_least = IntegerField(_l("At least"), [Optional()], default=10)
    days = IntegerField(_l("In the last so many days"), [Optional()])
    tag = StringField(_l("With the tag"), [Optional(), Length(max=40)])
    product = SelectField(_l("About the product"), default="")
    is_repeatable = BooleanField(
        _l("Can be earned again"),
        description=_l("Ever: for each so many. In a period: by what comes after the last one."),
    )

"""What people type about themselves: shape is checked here, meaning by the verbs."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, ValidationError

from app.domain.accounts.addresses import read_address
from app.domain.accounts.models import ROLES, TRUST_LEVELS
from app.domain.accounts.passwords import password_flaw
from app.domain.accounts.rules import (
    ADDRESS_LONGEST,
    BIO_LONGEST,
    HANDLE_LONGEST,
    LOCATION_LONGEST,
    NAME_LONGEST,
    PASSWORD_LONGEST,
    PASSWORD_SHORTEST,
    REASON_LONGEST,
)
from app.domain.accounts.tokens import NAME_LONGEST as TOKEN_NAME_LONGEST
from app.kit.i18n import lazy_gettext as _l
from app.kit.markup import TooHard, check_bounds
from app.kit.problems import Invalid
from app.web.forms import Form
from app.web.shell import site_name

_NEW_PASSWORD_HELP = _l(
    "At least %(least)d characters. A few words are good.", least=PASSWORD_SHORTEST
)
# Far beyond any password, so that no form makes the server hash a book.
_TYPED_LONGEST = PASSWORD_LONGEST * 4


class AddressField(StringField):
    """A mail address, in the form that is stored once it was checked."""

    data: Any

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - the signature is WTForms'
        try:
            self.data = read_address(self.data or "")
        except Invalid as problem:
            raise ValidationError(problem.message) from problem


class WithNewPassword(Form):
    """A form that sets a password; ``about`` names what must not be most of it."""

    password = PasswordField(
        _l("Password"),
        [DataRequired(), Length(max=_TYPED_LONGEST)],
        description=_NEW_PASSWORD_HELP,
    )
    about: tuple[str, ...] = ()

    def own_words(self) -> tuple[str, ...]:
        return self.about

    def validate_password(self, field: Field) -> None:
        flaw = password_flaw(field.data or "", (*self.own_words(), site_name()))
        if flaw:
            raise ValidationError(flaw)


class JoinForm(WithNewPassword):
    email = AddressField(_l("E-mail"), [DataRequired(), Length(max=ADDRESS_LONGEST)])
    handle = StringField(
        _l("Handle"),
        [DataRequired(), Length(max=HANDLE_LONGEST)],
        description=_l("What others call you: letters, digits, and _ . - between them."),
    )
    name = StringField(_l("Name"), [Length(max=NAME_LONGEST)])
    next = HiddenField()

    def own_words(self) -> tuple[str, ...]:
        address = self.email.data or ""
        return (self.handle.data or "", address, address.partition("@")[0])


class SignInForm(Form):
    email = StringField(_l("E-mail or handle"), [DataRequired(), Length(max=ADDRESS_LONGEST)])
    password = PasswordField(_l("Password"), [DataRequired(), Length(max=_TYPED_LONGEST)])
    next = HiddenField()


class PersonaForm(Form):
    handle = StringField(validators=[DataRequired(), Length(max=HANDLE_LONGEST)])
    next = HiddenField()


class AgainForm(Form):
    password = PasswordField(_l("Password"), [DataRequired(), Length(max=_TYPED_LONGEST)])
    next = HiddenField()


class AddressForm(Form):
    """Where a letter is wanted: to confirm, to recover."""

    email = AddressField(_l("E-mail"), [DataRequired(), Length(max=ADDRESS_LONGEST)])


class NothingForm(Form):
    """One button."""


class NewPasswordForm(WithNewPassword):
    """The form behind the letter's link."""


class ChangePasswordForm(WithNewPassword):
    present = PasswordField(_l("Present password"), [DataRequired(), Length(max=_TYPED_LONGEST)])


class ChangeAddressForm(Form):
    address = AddressField(_l("New e-mail"), [DataRequired(), Length(max=ADDRESS_LONGEST)])
    present = PasswordField(_l("Password"), [DataRequired(), Length(max=_TYPED_LONGEST)])


class ProfileForm(Form):
    name = StringField(_l("Name"), [DataRequired(), Length(max=NAME_LONGEST)])
    handle = StringField(
        _l("Handle"),
        [DataRequired(), Length(max=HANDLE_LONGEST)],
        description=_l("Your former handle keeps leading to your page."),
    )
    bio = TextAreaField(
        _l("About you"),
        [Length(max=BIO_LONGEST)],
        description=_l("What you use, what you know. Markdown works."),
    )
    location = StringField(_l("Where you are"), [Length(max=LOCATION_LONGEST)])
    language = SelectField(_l("Language"))
    time_zone = SelectField(_l("Time zone"))
    on_boards = BooleanField(
        _l("Show me on leaderboards"),
        description=_l("And beside my answers, where I am among the best of a topic."),
    )

    def validate_bio(self, field: Field) -> None:
        try:
            check_bounds(field.data or "")
        except TooHard as problem:
            raise ValidationError(problem.reason) from problem


class PictureForm(Form):
    picture = FileField(_l("Choose a picture"), description=_l("It is cut to a square."))


class TokenForm(Form):
    name = StringField(
        _l("What it is for"),
        [DataRequired(), Length(max=TOKEN_NAME_LONGEST)],
        description=_l("So that you know it again: the name of the program, say."),
    )


class RoleForm(Form):
    role = SelectField(_l("Role"))
    withdraw = BooleanField()
    reason = StringField(_l("Reason"), [DataRequired(), Length(max=REASON_LONGEST)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [(role, role.capitalize()) for role in ROLES if role != "member"]


class TrustForm(Form):
    trust = SelectField(_l("Trust"))
    reason = StringField(
        _l("Reason"), [DataRequired(), Length(max=REASON_LONGEST)], id="trust-reason"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.trust.choices = [(level, level.capitalize()) for level in TRUST_LEVELS]


class ReleaseForm(Form):
    reason = StringField(
        _l("Reason"), [DataRequired(), Length(max=REASON_LONGEST)], id="release-reason"
    )


class GroupForm(Form):
    name = StringField(_l("Name"), [DataRequired(), Length(max=80)])
    about = StringField(_l("In one line"), [Length(max=300)])
    is_lounge = BooleanField(
        _l("A lounge"),
        description=_l("Whoever has earned the right to it comes and goes on their own."),
    )


class GroupMemberForm(Form):
    handle = StringField(_l("Handle"), [DataRequired(), Length(max=HANDLE_LONGEST + 1)])

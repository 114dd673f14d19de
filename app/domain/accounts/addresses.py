"""Mail addresses as they are stored: checked, plain, and written to exactly as they stand."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email

from app.domain.accounts.rules import ADDRESS_LONGEST
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid


def read_address(text: str, field: str = "email") -> str:
    """Return a typed address in the one form that is stored and written to.

    Letters before the @ are ASCII: few mail servers take others, and lookalikes hide there. A
    domain of other letters is stored as mail knows it. Nothing is asked of the network.

    :raises Invalid: on ``field``, when no mail could arrive there.
    """
    try:
        found = validate_email(
            text.strip(),
            allow_smtputf8=False,
            allow_quoted_local=False,
            check_deliverability=False,
            test_environment=True,
        )
    except EmailNotValidError as error:
        raise Invalid(field, _flaw(text)) from error
    address = found.ascii_email or found.normalized
    if len(address) > ADDRESS_LONGEST:
        raise Invalid(field, _flaw(text))
    return address


def _flaw(text: str) -> object:
    domain = text.strip().rpartition("@")[2]
    if "@" in text and domain and "." not in domain:
        return _l("The end is missing, as in name@example.com.")
    return _l("This is no mail address. It looks like name@example.com.")

"""Letters of the account: links that prove an address, and warnings that something changed."""

from __future__ import annotations

from app import links
from app.domain.accounts.models import User
from app.domain.notifications.models import Letter
from app.kit.i18n import gettext
from app.letters import head, tokens
from app.letters.readers import here
from app.letters.sheets import Act, Sheet

# Letters that are nothing without their link.
LINKED = ("confirm", "reset", "address-change", "claim")


def account_sheet(letter: Letter, member: User) -> tuple[Sheet | None, str]:
    """Return the sheet of one letter of the account."""
    if letter.kind == "confirm" and member.is_confirmed:
        return None, "confirmed already"
    link = tokens.account_link(letter.kind, member, letter.data)
    if link is None and letter.kind in LINKED:
        message = f"nobody makes the link of a {letter.kind!r} letter: tokens.make_with() at start"
        raise LookupError(message)
    return _SHEETS[letter.kind](link or here("/"), head.current().site_name), ""


def _confirm(link: str, site: str) -> Sheet:
    return Sheet(
        subject=gettext("Confirm your address for %(site)s", site=site),
        heading=gettext("One click, and you are in"),
        preheader=gettext("The link works for a day."),
        words=[
            gettext("Somebody, probably you, joined %(site)s with this address.", site=site),
            gettext("The link works for a day. Confirming shows us that the address is yours."),
        ],
        acts=[Act("filled", gettext("Confirm this address"), link)],
        note=gettext("If it was not you, do nothing: the account is dropped."),
        why=_why(),
    )


def _already_member(_link: str, site: str) -> Sheet:
    return Sheet(
        subject=gettext("You are a member of %(site)s already", site=site),
        heading=gettext("You are a member already"),
        words=[
            gettext("Somebody, probably you, tried to join with this address again."),
            gettext("Sign in as you did before. If you forgot the password, set a new one."),
        ],
        acts=[Act("filled", gettext("Sign in"), here("/signin"))],
        note=gettext("If it was not you, nothing has changed and there is nothing to do."),
        why=_why(),
    )


def _welcome(_link: str, site: str) -> Sheet:
    return Sheet(
        subject=gettext("Welcome to %(site)s", site=site),
        heading=gettext("Welcome"),
        words=[
            gettext("Your address is confirmed. You can ask, answer and vote now."),
            gettext(
                "Most questions were answered before: search first, and if it is not there, ask."
            ),
        ],
        acts=[
            Act("filled", gettext("Ask a question"), here(links.ask_url())),
            Act("quiet", gettext("Help somebody"), here("/questions?tab=unanswered")),
        ],
        why=_why(),
        stops=[(gettext("Choose which mails you get"), here(links.notice_settings_url()))],
    )


def _reset(link: str, site: str) -> Sheet:
    return Sheet(
        subject=gettext("Set a new password for %(site)s", site=site),
        heading=gettext("Set a new password"),
        preheader=gettext("The link works once, for half an hour."),
        words=[
            gettext("Somebody, probably you, asked to set a new password."),
            gettext("The link works once, for half an hour."),
        ],
        acts=[Act("filled", gettext("Set a new password"), link)],
        note=gettext("If it was not you, do nothing: your password stays as it is."),
        why=_why(),
    )


def _password_changed(_link: str, site: str) -> Sheet:
    return Sheet(
        subject=gettext("Your password for %(site)s was changed", site=site),
        heading=gettext("Your password was changed"),
        words=[
            gettext("Every other browser was signed out."),
            gettext("If it was not you, set a new password at once."),
        ],
        acts=[Act("filled", gettext("It was not me"), here("/recover"))],
        why=_why(),
    )


def _address_change(link: str, site: str) -> Sheet:
    return Sheet(
        subject=gettext("Confirm your new address for %(site)s", site=site),
        heading=gettext("Is this your new address?"),
        preheader=gettext("The link works for two hours."),
        words=[
            gettext("A member of %(site)s wants their mail to go to this address.", site=site),
            gettext("The link works for two hours. Until then the old address stays."),
        ],
        acts=[Act("filled", gettext("Use this address"), link)],
        note=gettext("If it was not you, do nothing: this address is not used."),
        why=_why(),
    )


def _address_changed(_link: str, site: str) -> Sheet:
    return Sheet(
        subject=gettext("Your address for %(site)s was changed", site=site),
        heading=gettext("Your address was changed"),
        words=[
            gettext("Mail for your account goes to another address now, no longer to this one."),
            gettext("If it was not you, tell the staff at once: they can give the account back."),
        ],
        why=_why(),
    )


def _claim(link: str, site: str) -> Sheet:
    return Sheet(
        subject=gettext("Your account on %(site)s waits for you", site=site),
        heading=gettext("Take over what you wrote"),
        words=[
            gettext("Your questions and answers came along when the community moved here."),
            gettext("The link proves that they are yours, and lets you set a password."),
        ],
        acts=[Act("filled", gettext("Take over my account"), link)],
        note=gettext("If they are not yours, do nothing."),
        why=_why(),
    )


def _why() -> str:
    return gettext("This mail is about your account, so it cannot be switched off.")


_SHEETS = {
    "confirm": _confirm,
    "already-member": _already_member,
    "welcome": _welcome,
    "reset": _reset,
    "password-changed": _password_changed,
    "address-change": _address_change,
    "address-changed": _address_changed,
    "claim": _claim,
}

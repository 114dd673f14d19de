"""LANDING: the signed tokens in letters' links, made when a letter is sent and read by its page.

Flask-Security signs them. Each carries the member's uniquifier, which changes with password,
address and sanctions, so that one change voids all; none is stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_security import Security, confirmable, recoverable
from flask_security import change_email as changing
from flask_security.proxies import _security
from flask_security.utils import check_and_get_token_status, hash_data, verify_hash
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from app.domain.accounts.models import User
from app.domain.accounts.rules import CHANGE_ADDRESS_WITHIN, CONFIRM_WITHIN, RECOVER_WITHIN
from app.kit import clock
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Gone


class ClockSigner(TimestampSigner):
    """Signs with the program's clock, so that a moved or frozen one moves the expiry, too."""

    def get_timestamp(self) -> int:
        return int(clock.now().timestamp())


@dataclass(frozen=True)
class Proof:
    """What a token proves: this member, as they were, and what else it carries."""

    member: User
    uniquifier: str
    said: str = ""


def install(security: Security, secret_key: str) -> None:
    """Let Flask-Security's serializers use our clock; call it after Flask-Security's own."""
    for name in ("confirm", "reset", "change_email"):
        serializer = URLSafeTimedSerializer([secret_key], salt=f"pukka.{name}", signer=ClockSigner)
        setattr(security, f"{name}_serializer", serializer)


def confirmation(member: User) -> str:
    """Return the token that proves a member's address."""
    return str(confirmable.generate_confirmation_token(member))


def recovery(member: User) -> str:
    """Return the token that sets a new password; only the one asked for last works."""
    data = [member.fs_uniquifier, hash_data(member.password or ""), member.recovery_nonce]
    return str(_security.reset_serializer.dumps(data))


def address_change(member: User, address: str) -> str:
    """Return the token that proves a member's new address."""
    return str(changing._generate_token(member, address))  # noqa: SLF001 - it has no public name


def read_confirmation(token: str) -> Proof:
    """:raises Gone: when the token is no token, too old, or of another address."""
    expired, invalid, member = confirmable.confirm_email_token_status(token)
    return _proof(member, expired=expired, invalid=invalid)


def read_recovery(token: str) -> Proof:
    """:raises Gone: when the token is no token, too old, used, or not the last one."""
    expired, invalid, member = recoverable.reset_password_token_status(token)
    if member is None or expired or invalid:
        return _proof(member, expired=expired, invalid=True)
    data = check_and_get_token_status(token, "reset", RECOVER_WITHIN)[2]
    nonce = str(data[2] or "")
    same = nonce and nonce == member.recovery_nonce
    void = not same or not verify_hash(data[1], member.password or "")
    return _proof(member, expired=expired, invalid=bool(void), said=nonce)


def read_address_change(token: str) -> Proof:
    """:raises Gone: when the token is no token, too old, used, or the address is taken."""
    expired, invalid, member, address = changing._verify_token_status(token)  # noqa: SLF001 - see above
    return _proof(member, expired=expired, invalid=invalid, said=address or "")


def lifetimes() -> dict[str, timedelta]:
    """Return Flask-Security's settings for how long each kind lives."""
    return {
        "SECURITY_CONFIRM_EMAIL_WITHIN": CONFIRM_WITHIN,
        "SECURITY_RESET_PASSWORD_WITHIN": RECOVER_WITHIN,
        "SECURITY_CHANGE_EMAIL_WITHIN": CHANGE_ADDRESS_WITHIN,
    }


def _proof(member: Any, *, expired: bool, invalid: bool, said: str = "") -> Proof:
    if expired:
        raise Gone(_l("This link is too old. Ask for another one."))
    if invalid or member is None or not member.active:
        raise Gone(_l("This link was used, or a newer one was sent. Ask for another one."))
    return Proof(member, member.fs_uniquifier, said)

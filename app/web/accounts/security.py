"""Flask-Security, put to our ways: our tables, our units of work, our pages, none of its routes.

It signs and reads the tokens, holds the hashing context, and signs in and out through
Flask-Login. What changes a member is a verb of the accounts room, because Flask-Security's own
functions hash and write in one go, and hashing has no place in a unit of work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_security import RoleMixin, Security
from flask_security.datastore import SQLAlchemyUserDatastore
from sqlalchemy import select

from app import links, tokens
from app.domain.accounts import names
from app.domain.accounts.models import Guest, User
from app.domain.accounts.queries import member_by_address
from app.domain.accounts.rules import PASSWORD_SHORTEST
from app.kit import clock
from app.kit.db import db
from app.kit.work import is_writing
from app.letters import tokens as letter_links
from app.letters.readers import here
from app.web.accounts import hashing

if TYPE_CHECKING:
    from flask import Flask

    from app.config import Settings

# OWASP's smallest sound cost of Argon2id: 19 MiB, two passes, one lane.
COST = {"argon2__memory_cost": 19_456, "argon2__rounds": 2, "argon2__parallelism": 1}
# In tests the same hash, cheap.
TEST_COST = {"argon2__memory_cost": 64, "argon2__rounds": 1, "argon2__parallelism": 1}


class Members(SQLAlchemyUserDatastore):
    """Flask-Security's view of the members. It finds; units of work write."""

    def __init__(self) -> None:
        super().__init__(db, User, RoleMixin)

    def find_user(self, *_: Any, **identity: Any) -> User | None:
        """Find by uniquifier, or by an address that was proven."""
        identity.pop("case_insensitive", None)
        if "email" in identity:
            member = member_by_address(identity["email"])
            return None if member is None or member.is_pending else member
        return db.session.scalar(select(User).filter_by(**identity))

    def put(self, model: Any) -> Any:
        """Keep a change, inside the unit of work that a door opened around it."""
        if not is_writing():
            message = "Flask-Security may change a member only inside a unit of work"
            raise RuntimeError(message)
        db.session.add(model)
        return model

    def commit(self) -> None:
        """Leave the commit to the end of the unit of work that is open."""
        if is_writing():
            db.session.flush()


def install(app: Flask, settings: Settings) -> None:
    """Open Flask-Security without its pages, and teach it who our guests are."""
    app.config.update(
        SECURITY_CONFIRMABLE=True,
        SECURITY_RECOVERABLE=True,
        SECURITY_CHANGEABLE=True,
        SECURITY_CHANGE_EMAIL=True,
        SECURITY_REGISTER_BLUEPRINT=False,
        SECURITY_CLI_USERS_NAME=None,
        SECURITY_CLI_ROLES_NAME=None,
        SECURITY_DATETIME_FACTORY=clock.now,
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 - the name of a function
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_PASSWORD_SINGLE_HASH=["argon2"],
        SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS=TEST_COST if settings.testing else COST,
        SECURITY_PASSWORD_LENGTH_MIN=PASSWORD_SHORTEST,
        # Kept exactly as typed.
        SECURITY_PASSWORD_NORMALIZE_FORM=None,
        # Only to compare what a token carries; the tokens are signed.
        SECURITY_HASHING_SCHEMES=["hex_sha256"],
        SECURITY_DEPRECATED_HASHING_SCHEMES=[],
        **tokens.lifetimes(),
    )
    security = Security(app, Members(), register_blueprint=False)
    _use_our_people(security)
    tokens.install(security, settings.secret_key)
    names.protect(settings.site_name)
    hashing.install(app)
    _make_links()


def _make_links() -> None:
    """Tell the letters how the links of the account are made; each when its letter is sent."""
    letter_links.make_with(
        "confirm", lambda member, _: here(links.confirmation_url(tokens.confirmation(member)))
    )
    letter_links.make_with(
        "reset", lambda member, _: here(links.recovery_url(tokens.recovery(member)))
    )
    letter_links.make_with(
        "address-change",
        lambda member, said: here(
            links.address_change_url(tokens.address_change(member, str(said["address"])))
        ),
    )


def _use_our_people(security: Security) -> None:
    manager = security.login_manager
    manager.anonymous_user = Guest
    manager.user_loader(_member_of)
    # No tokens in requests, and no guessing from addresses whether a browser is the same one.
    manager._request_callback = None  # noqa: SLF001 - it has no public way to be taken off
    manager.session_protection = None
    # Flask-Principal would load the member on every request to learn of roles that we do not use.
    security.principal.identity_loaders.clear()


def _member_of(uniquifier: str) -> User | None:
    member = db.session.scalar(select(User).where(User.fs_uniquifier == uniquifier))
    return member if member is not None and member.active else None

"""Keys for programs: made once, shown once, kept as a hash, good while their owner is."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import desc, select, update

from app.domain.accounts.models import Actor, ApiToken, User
from app.domain.accounts.policy import must_be_member
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid, NotFound

PREFIX = "pukka_"
SHOWN = 12
KEPT = timedelta(days=365)
MOST = 10
NAME_LONGEST = 60


def create_token(*, by: Actor, name: str) -> tuple[ApiToken, str]:
    """Make a key; its text is returned here and never again."""
    require(must_be_member(by))
    name = " ".join(name.split())
    if not name or len(name) > NAME_LONGEST:
        raise Invalid("name", _l("Say what it is for, in a few words."))
    if len(tokens_of(by)) >= MOST:
        raise Invalid(
            "name", _l("You have %(most)s tokens already. Withdraw one first.", most=MOST)
        )
    text = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        user_id=by.id,
        name=name,
        prefix=text[:SHOWN],
        token_hash=_hash(text),
        expires_at=clock.now() + KEPT,
    )
    db.session.add(token)
    db.session.flush()
    return token, text


def withdraw_token(token_id: int, *, by: Actor) -> None:
    """End a key of one's own.

    :raises NotFound: when it is somebody else's, or none.
    """
    require(must_be_member(by))
    token = db.session.get(ApiToken, token_id)
    if token is None or token.user_id != by.id:
        raise NotFound
    token.withdrawn_at = token.withdrawn_at or clock.now()


def withdraw_all_tokens(member: User) -> None:
    """End every key of a member: who knew the old password may have made one."""
    db.session.execute(
        update(ApiToken)
        .where(ApiToken.user_id == member.id, ApiToken.withdrawn_at.is_(None))
        .values(withdrawn_at=clock.now())
    )


def tokens_of(actor: Actor) -> list[ApiToken]:
    """Return the actor's keys that still open something, newest first."""
    found = select(ApiToken).where(
        ApiToken.user_id == actor.id,
        ApiToken.withdrawn_at.is_(None),
        ApiToken.expires_at > clock.now(),
    )
    return list(db.session.scalars(found.order_by(desc(ApiToken.id))))


def member_of_token(text: str) -> User | None:
    """Return whose key it is, if it still opens something and its owner may still act."""
    found = db.session.execute(
        select(User, ApiToken)
        .join(ApiToken, ApiToken.user_id == User.id)
        .where(ApiToken.token_hash == _hash(text))
    ).first()
    if found is None:
        return None
    member, token = found
    alive = token.withdrawn_at is None and token.expires_at > clock.now()
    return member if alive and must_be_member(member) else None


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()

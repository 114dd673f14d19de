"""Run on an instance: store members with a browser each, and print how each browser signs in.

One line a member: handle, session id. They write more than sign-in's limits would let through.
"""

from __future__ import annotations

import secrets
import sys

from app import create_app
from app.domain.accounts.models import SignInSession
from app.domain.accounts.rules import SESSION_IDLE
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work
from app.web.sessions import hash_of
from tests.people import make_member


def main(count: int, role: str = "") -> None:
    """Store so many members; the first has the role."""
    with create_app().app_context():
        for number in range(count):
            member, key = (
                make_member(
                    f"writer{number}",
                    trust="super-user",
                    staff_roles=[role] if role and not number else [],
                ),
                secrets.token_urlsafe(32),
            )
            with unit_of_work():
                db.session.add(
                    SignInSession(
                        id_hash=hash_of(key),
                        user_id=member.id,
                        data={"_user_id": member.get_id(), "_fresh": True},
                        expires_at=clock.now() + SESSION_IDLE,
                    )
                )
            print(member.handle, key)  # noqa: T201 - the caller reads it


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:3])

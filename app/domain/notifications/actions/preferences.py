"""What a member wants to hear, and by which way."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete

from app.domain.accounts.models import Actor, User
from app.domain.accounts.policy import must_be_member
from app.domain.notifications.models import NOTICE_KINDS, Preference
from app.domain.notifications.queries import preferences_of, usual_ways
from app.kit.db import db
from app.kit.decisions import require
from app.kit.problems import Invalid


def choose(wanted: Mapping[str, tuple[bool, bool]], *, by: Actor) -> None:
    """Keep the member's whole table: kind → (bell, mail).

    :raises Invalid: for a kind that nobody is told about.
    """
    require(must_be_member(by))
    for kind in wanted:
        if kind not in NOTICE_KINDS:
            raise Invalid(kind, "There is no such news.")
    db.session.execute(delete(Preference).where(Preference.user_id == by.id))
    db.session.add_all(
        Preference(user_id=by.id, kind=kind, bell=bell, mail=mail)
        for kind, (bell, mail) in wanted.items()
        if (bell, mail) != usual_ways(kind)
    )


def stop_mail(member: User, kind: str | None = None) -> None:
    """No more letters of one kind, or of any: a link in a mail says so, without signing in."""
    wanted = preferences_of(member.id)
    for one in [kind] if kind else NOTICE_KINDS:
        if one in wanted:
            wanted[one] = (wanted[one][0], False)
    db.session.execute(delete(Preference).where(Preference.user_id == member.id))
    db.session.add_all(
        Preference(user_id=member.id, kind=each, bell=bell, mail=mail)
        for each, (bell, mail) in wanted.items()
        if (bell, mail) != usual_ways(each)
    )

"""Following a question, stopping, and following by mail without an account."""

from __future__ import annotations

import re

from sqlalchemy import Integer, case, cast, delete, func, literal, select, update

from app.domain.accounts.models import Actor, User
from app.domain.accounts.rules import ADDRESS_LONGEST, address_key
from app.domain.forum.actions.posting import id_of
from app.domain.forum.models.questions import MeToo, Question
from app.domain.notifications.actions.outbox import write_to_address
from app.domain.notifications.actions.upserts import insert_into
from app.domain.notifications.models import Follow, Letter
from app.domain.notifications.policy import may_be_mailed, may_follow
from app.domain.notifications.rules import (
    FOLLOW_CONFIRM,
    FOLLOWS_BY_MAIL_MOST,
    FOLLOWS_BY_MAIL_WINDOW,
    FOLLOWS_BY_PLACE_MOST,
    UNCONFIRMED_KEPT,
)
from app.kit import clock
from app.kit.columns import UtcDateTime
from app.kit.db import db
from app.kit.decisions import require
from app.kit.i18n import lazy_gettext as _l
from app.kit.limits import Limit, hit
from app.kit.problems import Gone, Invalid

# Shape only; whether the address is somebody's is what the confirmation is for.
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[\w-]+(\.[\w-]+)+\Z")

_BY_ADDRESS = Limit(
    "follow-by-mail", FOLLOWS_BY_MAIL_MOST, FOLLOWS_BY_MAIL_WINDOW,
    _l("This address was entered often today. Try again tomorrow."),
)  # fmt: skip
_BY_PLACE = Limit(
    "follow-by-mail-place", FOLLOWS_BY_PLACE_MOST, FOLLOWS_BY_MAIL_WINDOW,
    _l("Many addresses came from your network today. Try again tomorrow, or join."),
)  # fmt: skip


def follow(question: Question, *, by: Actor, scope: str = "all") -> None:
    """The member wants to hear of everything in this thread; a muted one is heard again.

    :param scope: "solved" to hear only how it ends; it changes nothing for those who said before
        what they want of this thread.
    """
    require(may_follow(by, question))
    if scope == "all":
        _set(question.id, by, scope="all")
    else:
        _begin(question.id, id_of(by), scope)


def unfollow(question: Question, *, by: Actor) -> None:
    """The member follows no longer; what is addressed to them in person still reaches them."""
    require(may_follow(by, question))
    _set(question.id, by, scope="none")


def mute(question: Question, *, by: Actor) -> None:
    """Nothing of this thread reaches the member any more, not even a mention."""
    require(may_follow(by, question))
    mute_for(question.id, by)


def unmute(question: Question, *, by: Actor) -> None:
    """The thread may speak to the member again."""
    require(may_follow(by, question))
    row = _of(question.id, by)
    if row is not None:
        row.muted_at = None


def mute_for(question_id: int, member: Actor) -> None:
    """A link in a mail mutes without signing in: the member may no longer even see the thread."""
    row = _of(question_id, member)
    if row is None:
        _set(question_id, member, scope="none")
        row = _of(question_id, member)
    if row is not None and row.muted_at is None:
        row.muted_at = clock.now()


def follow_by_writing(question_id: int, member_id: int) -> None:
    """Whoever writes in a thread follows it, unless they said once what they want of it."""
    _begin(question_id, member_id, "all")


def follow_for_affected(question_id: int) -> None:
    """Members who have the question too hear how it ends, unless they said what they want."""
    moment = literal(clock.now(), UtcDateTime)
    member = MeToo.who.like("m:%")
    # Guests' keys are no numbers, and a database may look at them first unless told otherwise.
    number = case((member, cast(func.substr(MeToo.who, 3), Integer)), else_=None)
    affected = (
        select(MeToo.question_id, User.id, moment, literal("solved"), moment, User.language)
        .join(User, User.id == number)
        .where(MeToo.question_id == question_id, member)
    )
    columns = ["question_id", "user_id", "confirmed_at", "scope", "at", "language"]
    db.session.execute(
        insert_into(Follow)
        .from_select(columns, affected)
        .on_conflict_do_nothing(index_elements=["question_id", "user_id"])
    )


# -- by mail ----------------------------------------------------------------------------------


def follow_by_mail(
    question: Question, email: str, *, language: str = "en", address: str = ""
) -> None:
    """Somebody without an account wants to be told when it is solved; a mail asks them first.

    It ends the same for every address, so that nobody learns who follows what.

    :param address: the network address of whoever typed it, for the limit; it is not kept.
    :raises Invalid: when it is no address.
    :raises TooMany: when this address, or this network, was entered too often.
    """
    require(may_be_mailed(question))
    email = email.strip()
    if len(email) > ADDRESS_LONGEST or not _ADDRESS.match(email):
        raise Invalid("email", _l("This is not an e-mail address. It looks like name@example.com."))
    hit(_BY_ADDRESS, address_key(email))
    if address:
        hit(_BY_PLACE, address)
    row = db.session.scalar(
        select(Follow).where(
            Follow.question_id == question.id, Follow.email_key == address_key(email)
        )
    )
    if row is None:
        row = Follow(
            question_id=question.id,
            email=email,
            email_key=address_key(email),
            scope="solved",
            language=language,
        )
        db.session.add(row)
        db.session.flush()
    if row.confirmed_at is None:
        row.at = clock.now()
        write_to_address(row, FOLLOW_CONFIRM)


def confirm_follow(follow_id: int) -> Follow:
    """The address answered the mail; the door has checked the token.

    :raises Gone: when it waited too long or was stopped since.
    """
    row = db.session.get(Follow, follow_id)
    if row is None or row.email is None:
        raise Gone(_l("This link is no longer valid. Ask for a new one on the question’s page."))
    row.confirmed_at = row.confirmed_at or clock.now()
    return row


def stop_follow(follow_id: int) -> None:
    """The address wants no more mail about this; nothing of it is kept."""
    db.session.execute(delete(Letter).where(Letter.follow_id == follow_id))
    db.session.execute(delete(Follow).where(Follow.id == follow_id, Follow.email.is_not(None)))


def adopt_follows(member: User) -> None:
    """An address was proven to be a member's: what it followed as a guest is now theirs."""
    if member.email_key is None:
        return
    theirs = select(Follow.question_id).where(Follow.user_id == member.id)
    guest = select(Follow).where(Follow.email_key == member.email_key)
    for row in db.session.scalars(guest.where(Follow.question_id.not_in(theirs))).all():
        db.session.execute(
            update(Letter)
            .where(Letter.follow_id == row.id)
            .values(follow_id=None, user_id=member.id)
        )
        row.user_id, row.email, row.email_key = member.id, None, None
        row.confirmed_at = row.confirmed_at or clock.now()
    db.session.flush()
    for row in db.session.scalars(guest).all():
        stop_follow(row.id)


def drop_unconfirmed() -> None:
    """Forget addresses that never answered."""
    stale = select(Follow.id).where(
        Follow.email.is_not(None),
        Follow.confirmed_at.is_(None),
        Follow.at < clock.now() - UNCONFIRMED_KEPT,
    )
    for follow_id in db.session.scalars(stale).all():
        stop_follow(follow_id)


def _begin(question_id: int, member_id: int, scope: str) -> None:
    """Follow, unless there is a follow already, whatever it says."""
    moment = clock.now()
    db.session.execute(
        insert_into(Follow)
        .values(
            question_id=question_id,
            user_id=member_id,
            confirmed_at=moment,
            scope=scope,
            at=moment,
            language="en",
        )
        .on_conflict_do_nothing(index_elements=["question_id", "user_id"])
    )


def _of(question_id: int, member: Actor) -> Follow | None:
    return db.session.scalar(
        select(Follow).where(Follow.question_id == question_id, Follow.user_id == member.id)
    )


def _set(question_id: int, member: Actor, scope: str) -> None:
    moment = clock.now()
    values = {"scope": scope, "muted_at": None, "confirmed_at": moment}
    db.session.execute(
        insert_into(Follow)
        .values(
            question_id=question_id,
            user_id=member.id,
            at=moment,
            language=member.language,
            **values,
        )
        .on_conflict_do_update(index_elements=["question_id", "user_id"], set_=values)
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()

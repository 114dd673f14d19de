"""The outbox: letters are written into it, taken out one hand at a time, and settled."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, cast, func, literal, or_, select, update

from app.domain.accounts.models import User
from app.domain.notifications.actions.audiences import (
    IdeaNews,
    News,
    PersonalNews,
    mailable,
    one_of,
    unwritten,
)
from app.domain.notifications.actions.upserts import insert_into
from app.domain.notifications.events import LetterQueued
from app.domain.notifications.models import Follow, Letter
from app.domain.notifications.rules import (
    ACCOUNT_KINDS,
    ACCOUNT_LETTERS_MOST,
    HOLD,
    LETTERS_MOST,
    LETTERS_WINDOW,
    OVERDUE,
    POST_KINDS,
    TALK,
    THREAD,
    THREAD_WAIT,
    THREAD_WINDOW,
    UNSENT_KEPT,
)
from app.kit import clock
from app.kit.columns import Json, UtcDateTime
from app.kit.db import db
from app.kit.events import publish

# -- into it ----------------------------------------------------------------------------------


def write_to_members(news: News, member_ids: Collection[int]) -> None:
    """Put one letter for each of these members, unless they had it or do not want it."""
    if member_ids:
        write_to_all(news, one_of(member_ids))


def write_to_all(news: News, among: ColumnElement[bool]) -> None:
    """Do the same for everybody whom a condition on ``User`` finds."""
    key = literal(news.dedupe_prefix, String) + cast(User.id, String)
    moment = clock.now()
    members = mailable(news, among)
    _write(news.kind, members, news.question_id, _said_in(news), key, moment, moment)


def write_in_person(news: PersonalNews, among: ColumnElement[bool]) -> None:
    """Put a letter about themselves for each of these members, once for good."""
    key = literal(news.dedupe_prefix, String) + cast(User.id, String)
    moment = clock.now()
    members = mailable(news, among)
    data = {"detail": news.detail, "actor_id": news.actor_id, **news.data}
    _write(news.kind, members, news.question_id, data, key, moment, moment)


def write_of_idea(news: IdeaNews, among: ColumnElement[bool]) -> None:
    """Put a letter about an idea for each of these members; comments wait for more of them."""
    key = literal(news.dedupe_prefix, String) + cast(User.id, String)
    moment, members = clock.now(), mailable(news, among)
    data = {
        "subject_kind": news.subject.kind,
        "subject_id": news.subject.id,
        "actor_id": news.actor_id,
        "detail": news.detail,
        **news.data,
    }
    if news.kind == TALK:
        due_at = moment + THREAD_WAIT
        _write(TALK, members, None, {}, key, news.at, due_at, news.idea_id)
        return
    _write(news.letter_kind, members, news.question_id, data, key, moment, moment, news.idea_id)


def write_weekly(kind: str, week: str, data: dict[str, Any], members: Collection[int]) -> None:
    """Put the letter of one week for each of these members who wants it, once."""
    news = PersonalNews(kind, week, clock.now(), data=data)
    if members:
        write_in_person(news, one_of(members))


def write_to_followers(news: News, among: ColumnElement[bool]) -> None:
    """Let a letter wait for each follower, one a thread: what happens until it goes is in it."""
    key = literal(f"{THREAD}:{news.question_id}:u", String) + cast(User.id, String)
    members = mailable(news, among).where(unwritten(news))
    due_at = clock.now() + THREAD_WAIT
    _write(THREAD, members, news.question_id, {}, key, news.at, due_at)


def write_to_addresses(news: News, follows: Collection[Follow]) -> None:
    """Put one letter for each address that follows without an account."""
    for row in follows:
        _put(
            kind=news.kind,
            follow_id=row.id,
            question_id=news.question_id,
            data=_said_in(news),
            dedupe_key=f"{news.dedupe_prefix[:-1]}f{row.id}",
        )


def write_to_address(row: Follow, kind: str) -> None:
    """Put a letter for one address, as often as it was asked for."""
    key = f"{kind}:f{row.id}:{row.at.isoformat()}"
    _put(kind=kind, follow_id=row.id, question_id=row.question_id, data={}, dedupe_key=key)


def write_to_account(kind: str, member_id: int, nonce: str, **data: Any) -> None:
    """Put a letter of the account; the nonce tells two askings apart and opens nothing."""
    key = f"{kind}:u{member_id}:{nonce}"
    _put(kind=kind, user_id=member_id, data=data, dedupe_key=key)


# -- out of it --------------------------------------------------------------------------------


def take(letter_id: int) -> list[int]:
    """Take a letter in hand, with what else waits for the same reader; empty when it must wait.

    Between this and ``settle`` nobody else sends it; a worker that died lets go by itself.
    """
    letter = db.session.get(Letter, letter_id, populate_existing=True, with_for_update=True)
    moment = clock.now()
    if letter is None or letter.sent_at is not None or letter.dropped is not None:
        return []
    if letter.held_until is not None and letter.held_until > moment:
        publish(LetterQueued(letter.id), at=letter.held_until)
        return []
    until = max(letter.due_at, _quiet_until(letter) or letter.due_at)
    if until > moment:
        letter.due_at = until
        publish(LetterQueued(letter.id), at=until)
        return []
    if letter.kind in ACCOUNT_KINDS and _is_shower(letter):
        letter.dropped = "too many"
        return []
    taken = [letter, *_companions(letter, moment)]
    for each in taken:
        each.held_until = moment + HOLD
    return [each.id for each in taken]


def settle(sent: Collection[int], dropped: Mapping[int, str]) -> None:
    """The letters went out, or were dropped for a reason; a thread's next letter may wait now."""
    moment = clock.now()
    for letter in db.session.scalars(select(Letter).where(Letter.id.in_([*sent, *dropped]))):
        letter.held_until = None
        if letter.id in dropped:
            letter.dropped = dropped[letter.id]
        else:
            letter.sent_at = moment
        if letter.kind in (THREAD, TALK):
            letter.dedupe_key = f"{letter.dedupe_key}:{letter.id}"


def let_go(letter_ids: Collection[int]) -> None:
    """The mail server would not take them: they wait again, and the job comes back to them."""
    db.session.execute(
        update(Letter)
        .where(Letter.id.in_(letter_ids))
        .values(held_until=None)
        .execution_options(synchronize_session=False)
    )


def queue_overdue() -> None:
    """Give letters whose job was lost a new one; give up on those nobody could send for days."""
    moment = clock.now()
    waiting = select(Letter).where(
        Letter.sent_at.is_(None), Letter.dropped.is_(None), Letter.due_at < moment - OVERDUE
    )
    free = or_(Letter.held_until.is_(None), Letter.held_until < moment)
    letters = db.session.scalars(waiting.where(free).limit(1000)).all()
    for letter in letters:
        if letter.at < moment - UNSENT_KEPT:
            letter.dropped = "undeliverable"
            continue
        letter.due_at = moment
        publish(LetterQueued(letter.id))


# -- how ---------------------------------------------------------------------------------------


def _write(
    kind: str,
    members: Any,
    question_id: int | None,
    data: dict[str, Any],
    key: ColumnElement[str],
    at: datetime,
    due_at: datetime,
    idea_id: int | None = None,
) -> None:
    values: dict[str, Any] = {
        "kind": literal(kind, String),
        "question_id": literal(question_id, Integer),
        "idea_id": literal(idea_id, Integer),
        "data": literal(data, Json),
        "dedupe_key": key,
        "at": literal(at, UtcDateTime),
        "due_at": literal(due_at, UtcDateTime),
    }
    statement = insert_into(Letter).from_select(
        ["user_id", *values], members.add_columns(*values.values())
    )
    _queue(statement, due_at)


def _said_in(news: News) -> dict[str, Any]:
    return {
        "subject_kind": news.subject.kind,
        "subject_id": news.subject.id,
        "actor_id": news.actor_id,
        "detail": news.detail,
    }


def _put(**values: Any) -> None:
    moment = clock.now()
    _queue(insert_into(Letter).values(at=moment, due_at=moment, **values), moment)


def _queue(statement: Any, due_at: datetime) -> None:
    """Insert, and give each new letter its job; one that was dropped before waits anew."""
    new = statement.excluded
    revived = statement.on_conflict_do_update(
        index_elements=["dedupe_key"],
        set_={"dropped": None, "at": new.at, "due_at": new.due_at, "data": new.data},
        where=Letter.dropped.is_not(None) & Letter.sent_at.is_(None),
    ).returning(Letter.id)
    for letter_id in db.session.scalars(revived).all():
        publish(LetterQueued(letter_id), at=due_at)


def _companions(letter: Letter, moment: datetime) -> list[Letter]:
    """What else is due to the same reader about posts: it goes in the same mail."""
    gathered = (*POST_KINDS, THREAD)
    if letter.kind not in gathered or letter.user_id is None:
        return []
    return list(
        db.session.scalars(
            select(Letter)
            .where(
                Letter.user_id == letter.user_id,
                Letter.id != letter.id,
                Letter.kind.in_(gathered),
                Letter.sent_at.is_(None),
                Letter.dropped.is_(None),
                or_(Letter.held_until.is_(None), Letter.held_until <= moment),
                # Other letters were put off only by the limit that ends now; a thread's own
                # waiting time is kept.
                or_(Letter.kind != THREAD, Letter.due_at <= moment),
            )
            .order_by(Letter.id)
            .with_for_update(skip_locked=True)
        )
    )


def _quiet_until(letter: Letter) -> datetime | None:
    """Return until when this reader has had enough mail about posts, this thread or idea."""
    if letter.kind == TALK:
        return _talked_until(letter)
    if letter.kind not in (*POST_KINDS, THREAD):
        return None
    since = clock.now() - LETTERS_WINDOW
    # Letters that went together have one moment and count as one.
    moments = db.session.scalars(
        select(Letter.sent_at)
        .where(
            Letter.user_id == letter.user_id,
            Letter.kind.in_((*POST_KINDS, THREAD)),
            Letter.sent_at > since,
        )
        .group_by(Letter.sent_at)
        .order_by(Letter.sent_at.desc())
        .limit(LETTERS_MOST)
    ).all()
    until = None
    if len(moments) == LETTERS_MOST and moments[-1] is not None:
        until = moments[-1] + LETTERS_WINDOW
    if letter.kind == THREAD:
        last = db.session.scalar(
            select(func.max(Letter.sent_at)).where(
                Letter.user_id == letter.user_id,
                Letter.question_id == letter.question_id,
                Letter.kind == THREAD,
            )
        )
        if last is not None:
            until = max(until or last, last + THREAD_WINDOW)
    return until


def _talked_until(letter: Letter) -> datetime | None:
    """Return until when this reader has had enough mail of what is said under one idea."""
    last = db.session.scalar(
        select(func.max(Letter.sent_at)).where(
            Letter.user_id == letter.user_id,
            Letter.idea_id == letter.idea_id,
            Letter.kind == TALK,
        )
    )
    return None if last is None else last + THREAD_WINDOW


def _is_shower(letter: Letter) -> bool:
    """Say whether this address had enough letters of the account this hour.

    The first of a kind goes always: else whoever has somebody showered with one kind keeps
    another, say a new password, from them.
    """
    enough = _sent_since(letter, ACCOUNT_KINDS) >= ACCOUNT_LETTERS_MOST
    return enough and _sent_since(letter, [letter.kind]) > 0


def _sent_since(letter: Letter, kinds: Collection[str]) -> int:
    count = db.session.scalar(
        select(func.count())
        .select_from(Letter)
        .where(
            Letter.user_id == letter.user_id,
            Letter.kind.in_(kinds),
            Letter.sent_at > clock.now() - LETTERS_WINDOW,
        )
    )
    return count or 0

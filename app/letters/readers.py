"""Who a letter goes to, what they may still see, and how they stop such letters."""

from __future__ import annotations

from dataclasses import dataclass

from app import links
from app.domain.accounts.models import Actor, Guest
from app.domain.forum.models.questions import Question
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import IdeaFollow
from app.domain.ideas.policy import may_see as may_see_idea
from app.domain.notifications.models import Letter
from app.domain.notifications.policy import may_hear_of
from app.domain.notifications.queries import follow_of, preferences_of
from app.kit.db import db
from app.kit.i18n import gettext
from app.letters import head, tokens


@dataclass(frozen=True)
class Reader:
    """A member, or an address that follows without an account."""

    actor: Actor
    address: str
    language: str
    time_zone: str = "UTC"
    follow_id: int | None = None


def reader_of(letter: Letter) -> Reader | None:
    """Return who gets a letter now; nobody when the account is closed or has no address."""
    if letter.follow is not None and letter.follow.email is not None:
        row = letter.follow
        return Reader(Guest(), row.email or "", row.language, follow_id=row.id)
    member = letter.user
    if member is None or not member.active:
        return None
    address = str(letter.data.get("address") or member.email or "")
    return Reader(member, address, member.language, member.time_zone) if address else None


def why_not(reader: Reader, letter: Letter, kind: str) -> str:
    """Return why news of a thread may not reach the reader any more; empty when they may.

    Asked when the letter goes, not when it was queued: rights, hiding and wishes change between.
    """
    question_id = letter.question_id
    if question_id is None or db.session.get(Question, question_id) is None:
        return "gone"
    if reader.actor.is_guest:
        if letter.follow is None or letter.follow.confirmed_at is None:
            return "not confirmed"
    else:
        follow = follow_of(reader.actor, question_id)
        if follow is not None and follow.muted_at is not None:
            return "muted"
        if not reader.actor.is_confirmed:
            return "not confirmed"
        if kind in (wanted := preferences_of(reader.actor.id)) and not wanted[kind][1]:
            return "not wanted"
    return "" if may_hear_of(reader.actor, question_id) else "not visible"


def why_not_personal(reader: Reader, kind: str) -> str:
    """Return why news about themselves may not reach the reader any more; empty when they may."""
    if reader.actor.is_guest:
        return "gone"
    if not reader.actor.is_confirmed:
        return "not confirmed"
    return "" if preferences_of(reader.actor.id)[kind][1] else "not wanted"


def why_not_idea(reader: Reader, idea: Idea | None, kind: str, *, insists: bool = False) -> str:
    """Return why news of an idea may not reach the reader any more; empty when they may.

    :param insists: it is addressed to the reader alone, so that stopping the idea does not stop it.
    """
    reason = why_not_personal(reader, kind)
    if reason:
        return reason
    if idea is None or not may_see_idea(reader.actor, idea):
        return "not visible"
    follow = db.session.get(IdeaFollow, (reader.actor.id, idea.id))
    return "stopped" if follow is not None and follow.scope == "none" and not insists else ""


def stop_of_idea(reader: Reader, what: str, idea_id: int | None, kind: str) -> str:
    """Return the address that stops ``what`` (idea, kind, all) without signing in."""
    token = tokens.sign("stop", "i", reader.actor.id or 0, idea_id or 0, kind)
    return here(f"{links.stop_url(token)}?what={what}")


def idea_stops(reader: Reader, idea_id: int | None, kind: str) -> list[tuple[str, str]]:
    """Return the ways out that stand at the end of a letter about an idea."""
    ways = []
    if idea_id is not None:
        word = gettext("Hear nothing more of this idea")
        ways.append((word, stop_of_idea(reader, "idea", idea_id, kind)))
    ways.append((gettext("Stop mails like this"), stop_of_idea(reader, "kind", idea_id, kind)))
    ways.append((gettext("Choose which mails you get"), here(links.notice_settings_url())))
    ways.append((gettext("Stop all mail"), stop_of_idea(reader, "all", idea_id, kind)))
    return ways


def stop_address(reader: Reader, what: str, question_id: int | None, kind: str) -> str:
    """Return the address that stops ``what`` (thread, kind, all) without signing in."""
    if reader.follow_id is not None:
        token = tokens.sign("stop", "f", reader.follow_id, 0, "")
        return here(links.stop_url(token))
    token = tokens.sign("stop", "u", reader.actor.id or 0, question_id or 0, kind)
    return here(f"{links.stop_url(token)}?what={what}")


def stops(reader: Reader, question_id: int | None, kind: str) -> list[tuple[str, str]]:
    """Return the ways out that stand at the end of a letter."""
    if reader.follow_id is not None:
        return [(gettext("Stop these mails"), stop_address(reader, "thread", question_id, kind))]
    ways = []
    if question_id is not None and kind != "ruling":
        ways.append(
            (gettext("Mute this question"), stop_address(reader, "thread", question_id, kind))
        )
    ways.append((gettext("Stop mails like this"), stop_address(reader, "kind", question_id, kind)))
    ways.append((gettext("Choose which mails you get"), here(links.notice_settings_url())))
    ways.append((gettext("Stop all mail"), stop_address(reader, "all", question_id, kind)))
    return ways


def here(path: str) -> str:
    """Return a path of this site as a whole address."""
    return links.absolute(path, head.current().base_url)

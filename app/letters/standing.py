"""Letters about the reader: points, trust, badges, votes, first questions; true when they go."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup, escape
from sqlalchemy import select

from app import links
from app.domain.accounts.models import Actor, User
from app.domain.accounts.permissions import BY_TRUST, PRIVILEGES, Permission
from app.domain.accounts.privileges import requirements
from app.domain.badges.models import Award
from app.domain.badges.queries import badge_named
from app.domain.forum.models.staging import StagedNote, StagedQuestion
from app.domain.forum.policy import may_see_staged
from app.domain.notifications.models import Letter
from app.domain.reputation.rules import LEVELS
from app.kit.db import db
from app.kit.i18n import gettext, ngettext
from app.kit.slugs import slug
from app.letters.bodies import unlinked
from app.letters.readers import Reader, here, stop_address, stops, why_not_personal
from app.letters.sheets import Act, Quote, Sheet

Outcome = tuple[Sheet | None, str]


def points_sheet(letter: Letter, reader: Reader) -> Outcome:
    """Tell of a new level, or of points that staff gave or took back, and why."""
    reason = why_not_personal(reader, "points")
    if reason:
        return None, reason
    if letter.data["detail"] == "level":
        return _level_sheet(letter, reader)
    count, name = abs(int(letter.data["points"])), member_name(letter.data.get("actor_id"))
    if letter.data["detail"] == "awarded":
        heading = ngettext(
            "%(name)s gave you %(num)s point", "%(name)s gave you %(num)s points", count, name=name
        )
    else:
        heading = ngettext(
            "%(name)s took back %(num)s point",
            "%(name)s took back %(num)s points",
            count,
            name=name,
        )
    words = [
        gettext("The reason: %(reason)s", reason=letter.data["reason"]),
        gettext("It stands on your page, where everybody can read it."),
    ]
    return personal_sheet(
        letter, reader, heading, words, gettext("Open your points"), _own_points(reader)
    ), ""


def _level_sheet(letter: Letter, reader: Reader) -> Outcome:
    level = LEVELS[int(letter.data["level"]) - 1]
    if reader.actor.points < level.points:
        return None, "withdrawn"
    heading = gettext(
        "You reached level %(number)s: %(name)s", number=level.number, name=level.name
    )
    words = [
        str(level.about),
        gettext("It comes from what others thanked you for: each line stands on your page."),
    ]
    return personal_sheet(
        letter, reader, heading, words, gettext("Open your points"), _own_points(reader)
    ), ""


def trust_sheet(letter: Letter, reader: Reader) -> Outcome:
    """Tell that trust rose or fell: what it grants now, or no longer."""
    before, after = str(letter.data["before"]), str(letter.data["after"])
    reason = why_not_personal(reader, "trust")
    if reason or reader.actor.trust != after:
        return None, reason or "withdrawn"
    if letter.data["detail"] == "rose":
        heading = gettext("Your trust rose: you are “%(trust)s” now", trust=after)
        words = [gettext("The community has seen how you help. Thank you.")]
        rights = _rights(reader.actor, after) - _rights(reader.actor, before)
        words += _listed(gettext("From now on you can:"), rights)
    else:
        heading = gettext("Your trust is “%(trust)s” now", trust=after)
        words = [
            gettext("Trust follows what happened lately, so it can fall, and rise again."),
            gettext("Your page shows what is missing. Your points and badges stay."),
        ]
        rights = _rights(reader.actor, before) - _rights(reader.actor, after)
        words += _listed(gettext("Until then you can no longer:"), rights)
    word, url = gettext("See your trust"), here(links.trust_url())
    return personal_sheet(letter, reader, heading, words, word, url), ""


def badge_sheet(letter: Letter, reader: Reader) -> Outcome:
    """Tell of a badge, to whoever wishes for it by mail."""
    key = str(letter.data["badge"])
    reason = why_not_personal(reader, "badge")
    held = select(Award.badge).where(
        Award.badge == key, Award.user_id == reader.actor.id, Award.revoked_at.is_(None)
    )
    if reason or db.session.scalar(held.limit(1)) is None:
        return None, reason or "withdrawn"
    badge = badge_named(key)
    heading = gettext("You earned the badge “%(badge)s”", badge=badge.name if badge else key)
    words = [gettext("It stands on your page, and here is who else has it.")]
    word, url = gettext("See the badge"), here(links.badge_url(key))
    return personal_sheet(letter, reader, heading, words, word, url), ""


def votes_sheet(letter: Letter, reader: Reader) -> Outcome:
    """Tell that votes do not count, or count again. It accuses nobody: a pattern was seen."""
    reason = why_not_personal(reader, "votes")
    if reason:
        return None, reason
    what, side = str(letter.data["detail"]).split("-", 1)
    whose = {
        "voter": gettext("It is about votes that you gave."),
        "author": gettext("It is about votes that others gave to what you wrote."),
    }.get(side, gettext("It is about votes that you gave and votes that you got."))
    if what == "reversed":
        heading = gettext("Some votes do not count")
        words = [
            whose,
            gettext(
                "Votes are checked for patterns that rarely come from people who judge each post "
                "by itself. Where such a pattern is found, those votes are left out, and points "
                "that came from them go. This says nothing about you or what you wrote."
            ),
            gettext("Everything else stays as it is. If we are wrong, tell the staff."),
        ]
    else:
        heading = gettext("Votes count again")
        words = [
            whose,
            gettext("They were looked at once more, and they are fine. Their points are back."),
        ]
    word, url = gettext("How votes are checked"), here(links.checked_votes_url())
    return personal_sheet(letter, reader, heading, words, word, url), ""


def staging_sheet(letter: Letter, reader: Reader) -> Outcome:
    """Tell the asker, or those who look over a first question, whose turn it is."""
    staged = db.session.get(StagedQuestion, letter.data["staged"])
    reason = why_not_personal(reader, "staging")
    if reason or staged is None or not may_see_staged(reader.actor, staged):
        return None, reason or "not visible"
    detail, name = str(letter.data["detail"]), member_name(letter.data.get("actor_id"))
    if detail in ("published", "reviewed"):
        return _published_sheet(letter, reader, staged), ""
    if not staged.is_open:
        return None, "withdrawn"
    note = db.session.get(StagedNote, letter.data.get("note") or 0)
    if detail == "suggested":
        heading = gettext("%(name)s has a suggestion for your question", name=name)
        words = [
            gettext("Take it, change it, or answer: only you and those who look over it see it."),
            gettext("Then your question is published, and everybody can help."),
        ]
        word = gettext("Read the suggestion")
    else:
        heading = gettext("%(name)s answered your suggestion", name=name)
        words = [gettext("If the question is clear now, publish it. Else say what is missing.")]
        word = gettext("Look once more")
    url = here(links.staged_url(staged.id))
    sheet = personal_sheet(letter, reader, heading, words, word, url)
    quote = None
    if note is not None and note.note:
        quote = Quote(
            name=name,
            note="",
            html=Markup("<br>").join(escape(line) for line in note.note.splitlines()),
            text=note.note,
        )
    return replace(sheet, about=(staged.title, url), quote=quote), ""


def _published_sheet(letter: Letter, reader: Reader, staged: StagedQuestion) -> Sheet:
    if reader.actor.id == staged.author_id:
        heading = gettext("Your question is published")
        words = [gettext("Everybody can answer it now. We write to you when somebody does.")]
    else:
        heading = gettext("A question that you looked over is published")
        words = [gettext("Thank you: a clear question finds its answer sooner.")]
    url = here(links.question_url(staged.question_id or 0, slug(staged.title, "question")))
    sheet = personal_sheet(letter, reader, heading, words, gettext("Open the question"), url)
    return replace(sheet, about=(staged.title, url))


def personal_sheet(
    letter: Letter, reader: Reader, heading: str, words: list[str], word: str, url: str
) -> Sheet:
    """Return a letter about the reader: no thread, one button, and ways to stop its kind."""
    return Sheet(
        subject=heading,
        heading=heading,
        preheader=words[0],
        words=words,
        acts=[Act("filled", word, url)],
        why=gettext("You get this because it is about you."),
        stops=stops(reader, None, letter.kind),
        unsubscribe=stop_address(reader, "kind", None, letter.kind),
    )


def member_name(member_id: int | None) -> str:
    """Return a member's name as no mail program links it."""
    member = None if member_id is None else db.session.get(User, member_id)
    return gettext("Somebody") if member is None else unlinked(member.name or member.handle)


def _own_points(reader: Reader) -> str:
    return here(links.member_points_url(reader.actor.handle))


def _rights(actor: Actor, trust: str) -> set[Permission]:
    """What a trust level gives to somebody with the actor's points."""
    needs = requirements()
    earned = {right for right in PRIVILEGES if needs[right].is_met(actor.points, trust)}
    return earned | set(BY_TRUST[trust])


def _listed(words: str, rights: set[Permission]) -> list[str]:
    if not rights:
        return []
    names = ", ".join(right.value for right in Permission if right in rights)
    return [gettext("%(words)s %(rights)s.", words=words, rights=names)]

"""How often somebody may do what in the forum."""

from __future__ import annotations

from datetime import timedelta

from app.domain.accounts.models import Actor
from app.domain.forum import rules
from app.kit.i18n import lazy_gettext as _l
from app.kit.limits import Limit, hit

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)

QUESTIONS_NEW = Limit(
    "questions-new",
    rules.QUESTIONS_A_DAY_NEW,
    DAY,
    _l("New members can ask five questions a day. Try again tomorrow; what you typed is kept."),
)
QUESTIONS = Limit(
    "questions",
    rules.QUESTIONS_A_DAY,
    DAY,
    _l("That is enough questions for a day. Try again tomorrow; what you typed is kept."),
)
ANSWERS_QUICK = Limit(
    "answers-quick",
    rules.ANSWERS_A_MINUTE,
    MINUTE,
    _l("You are posting very quickly. Wait a minute; what you typed is kept."),
)
ANSWERS = Limit(
    "answers",
    rules.ANSWERS_A_DAY,
    DAY,
    _l("That is enough posts for a day. Try again tomorrow; what you typed is kept."),
)
VOTES_QUICK = Limit(
    "votes-quick", rules.VOTES_A_MINUTE, MINUTE, _l("You are voting very quickly. Wait a minute.")
)
VOTES = Limit("votes", rules.VOTES_A_DAY, DAY, _l("That is enough votes for a day."))
EDITS = Limit(
    "edits",
    rules.EDITS_A_MINUTE,
    MINUTE,
    _l("You are editing very quickly. Wait a minute; what you typed is kept."),
)
GUEST_SIGNS = Limit(
    "guest-signs",
    rules.GUEST_SIGNS_A_DAY,
    DAY,
    _l("That is enough for a day from this browser. Sign in to go on."),
)
ADDRESS_SIGNS = Limit(
    "address-signs",
    rules.GUEST_SIGNS_AN_ADDRESS,
    DAY,
    _l("That is enough for a day from this address. Sign in to go on."),
)
GUEST_DRAFTS = Limit(
    "guest-drafts",
    rules.GUEST_DRAFTS_AN_HOUR,
    timedelta(hours=1),
    _l("Much is being typed at this address. Sign in to keep your draft."),
)
UPLOADS_NEW = Limit(
    "uploads-new",
    rules.UPLOADS_A_DAY_NEW,
    DAY,
    _l("New members can upload ten pictures a day. Try again tomorrow."),
)
UPLOADS = Limit(
    "uploads",
    rules.UPLOADS_A_DAY,
    DAY,
    _l("That is enough pictures for a day. Try again tomorrow."),
)


def count_question(by: Actor) -> None:
    """Count one question of a member."""
    hit(QUESTIONS_NEW if by.trust == "new" else QUESTIONS, f"m:{by.id}")


def count_post(by: Actor) -> None:
    """Count one answer or reply of a member."""
    hit(ANSWERS_QUICK, f"m:{by.id}")
    hit(ANSWERS, f"m:{by.id}")


def count_vote(by: Actor) -> None:
    """Count one click on a vote."""
    hit(VOTES_QUICK, f"m:{by.id}")
    hit(VOTES, f"m:{by.id}")


def count_sign(by: Actor, who: str, address: str) -> None:
    """Count what a guest says without an account: by browser, and by address if it is known."""
    if not by.is_guest:
        return
    hit(GUEST_SIGNS, who)
    if address:
        hit(ADDRESS_SIGNS, address)


def count_upload(by: Actor, owner: str) -> None:
    """Count one picture; a guest is as new as can be."""
    hit(UPLOADS_NEW if by.is_guest or by.trust == "new" else UPLOADS, owner)


def count_guest_draft(address: str) -> None:
    """Count a draft that a guest keeps, by address: browsers are cheap to come by."""
    hit(GUEST_DRAFTS, address)

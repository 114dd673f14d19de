"""Letters about what was decided: the status, the reason in the team's words, what comes next."""

from __future__ import annotations

from sqlalchemy import exists, select

from app import links
from app.domain.forum.models.posts import Answer
from app.domain.ideas.models.ideas import Idea, OfficialReply, StatusChange
from app.domain.ideas.policy import ARCHIVE_AFTER, PETITION_AT, VOTE_BUDGET, may_see
from app.domain.ideas.queries.machine import machine
from app.domain.ideas.rules import REFUSALS
from app.domain.loop.models import Closing
from app.domain.notifications.models import Letter
from app.domain.notifications.policy import may_hear_of
from app.embedded import named
from app.kit.db import db
from app.kit.i18n import gettext
from app.letters import tokens
from app.letters.bodies import html_body, post_bodies
from app.letters.idea_sheets import (
    Told,
    expected_words,
    has_voted,
    idea_address,
    said,
    status_word,
)
from app.letters.readers import Reader, here
from app.letters.sheets import Act, Quote, moment_in
from app.letters.standing import member_name

ToldOr = tuple[Told | None, str]


def decision(letter: Letter, reader: Reader, idea: Idea) -> ToldOr:
    """Tell what became of an idea; what another decision overtook is not told any more."""
    change = db.session.get(StatusChange, letter.data["change"])
    later = exists().where(StatusChange.idea_id == idea.id, StatusChange.id > letter.data["change"])
    if change is None or db.session.scalar(select(later)):
        return None, "withdrawn"
    label = status_word(change.after)
    words = [*_by_itself(change, idea), *_why(change), *_target(idea, reader)]
    words += [*expected_words(idea), *_due(idea, reader), *_what_you_can(idea, reader)]
    name = member_name(change.by_id)
    note = moment_in(change.at, reader.language, reader.time_zone)
    quote = said(name, change.reason, note) or _last_reply(change, reader)
    return Told(_heading(change, label), words, quote, about=label), ""


def reply(letter: Letter, reader: Reader, idea: Idea) -> ToldOr:
    """Tell what the team said to everybody."""
    written = db.session.get(OfficialReply, letter.data["reply"])
    if written is None:
        return None, "gone"
    words = [gettext("Its status: %(status)s.", status=status_word(idea.status))]
    words += expected_words(idea)
    heading = gettext("The team replied to an idea you wait for")
    if idea.author_id == reader.actor.id:
        heading = gettext("The team replied to your idea")
    return Told(heading, words, _quoted(written, reader), about=gettext("Official reply")), ""


def expected(letter: Letter, _reader: Reader, idea: Idea) -> ToldOr:
    """Tell that the expected release moved."""
    if idea.expected != letter.data["now"] or not idea.is_open:
        return None, "withdrawn"
    words = expected_words(idea) or [gettext("No release is named any more.")]
    if letter.data["was"]:
        words.append(gettext("Before, it said: %(expected)s.", expected=letter.data["was"]))
    words.append(gettext("Its status: %(status)s.", status=status_word(idea.status)))
    return Told(gettext("The expected release moved"), words), ""


def solved_now(letter: Letter, reader: Reader, idea: Idea) -> ToldOr:
    """Ask whoever asked whether what was delivered solves it; both buttons only open a page."""
    question_id = letter.question_id or 0
    answer = db.session.get(Answer, letter.data["answer"])
    closing = db.session.get(Closing, (idea.id, question_id))
    if answer is None or answer.is_hidden or not may_hear_of(reader.actor, question_id):
        return None, "not visible"
    if closing is None or closing.state != "asked" or answer.question.is_solved:
        return None, "answered already"
    html, text = post_bodies(answer, reader)
    token = tokens.sign("closing", reader.actor.id or 0, idea.id, question_id)
    page = here(links.closing_in_mail_url(idea.id, question_id, token))
    title = answer.question.title
    return Told(
        heading=gettext("Is your question solved now?"),
        words=[gettext("What you asked is behind an idea that is here now: “%(title)s”",
                       title=title)],
        quote=Quote(
            name=member_name(answer.author_id),
            note=moment_in(answer.posted_at, reader.language, reader.time_zone),
            html=html,
            text=text,
        ),
        about=gettext("Solved now?"),
        ask=gettext("Does it solve your question?"),
        acts=[
            Act("solved", gettext("✓ Yes, it is solved"), f"{page}?said=yes"),
            Act("quiet", gettext("No, not yet"), f"{page}?said=no"),
        ],
        why=gettext("You get this because you asked the question."),
    ), ""  # fmt: skip


# -- pieces -----------------------------------------------------------------------------------


def _heading(change: StatusChange, label: str) -> str:
    """Return a sentence; where a site gave a status a name of its own, that name."""
    if change.code == "appeal":
        return gettext("It is looked at once more: enough who voted asked")
    if change.code == "revival":
        return gettext("It is open for votes again: enough who voted asked")
    if machine().labels.get(change.after):
        return gettext("An idea you wait for: %(status)s", status=label)
    return {
        "needs-votes": gettext("An idea you wait for is open for votes"),
        "under-review": gettext("An idea you wait for is under review"),
        "more-info": gettext("The team needs to know more"),
        "planned": gettext("An idea you wait for is planned"),
        "in-progress": gettext("An idea you wait for is being built"),
        "beta": gettext("An idea you wait for can be tried now"),
        "delivered": gettext("An idea you waited for is here"),
        "already-available": gettext("What you wished for is there already"),
        "declined": gettext("An idea you voted for was declined"),
        "duplicate": gettext("An idea you wait for was joined with another"),
        "archived": gettext("An idea you wait for was archived"),
    }.get(change.after, gettext("An idea you wait for: %(status)s", status=label))


def _by_itself(change: StatusChange, idea: Idea) -> list[str]:
    """Return why the program took a step alone."""
    if change.code == "silence":
        return [
            gettext(
                "Nobody voted for it or said anything about it for %(days)s days.",
                days=ARCHIVE_AFTER.get(),
            )
        ]
    words = {
        "votes": gettext("Its votes opened the review: there are %(votes)s.",
                         votes=idea.vote_count),
        "questions": gettext("The questions behind it opened the review."),
    }.get(change.code)  # fmt: skip
    return [words] if words else []


def _why(change: StatusChange) -> list[str]:
    refusal = REFUSALS.get(change.code) if change.after == "declined" else None
    return [gettext("The reason: %(reason)s.", reason=refusal)] if refusal else []


def _target(idea: Idea, reader: Reader) -> list[str]:
    target = db.session.get(Idea, idea.merged_into_id) if idea.merged_into_id else None
    if target is None or not may_see(reader.actor, target):
        return []
    return [
        gettext("Your vote counts there now: “%(title)s”", title=target.title),
        idea_address(target),
    ]


def _due(idea: Idea, reader: Reader) -> list[str]:
    if idea.reply_due_at is None or idea.replied_at is not None or not idea.is_open:
        return []
    day = moment_in(idea.reply_due_at, reader.language, reader.time_zone)
    return [gettext("The team replies by %(day)s.", day=day)]


def _what_you_can(idea: Idea, reader: Reader) -> list[str]:
    """Return what whoever voted has back, and can do about it."""
    if idea.is_open or not has_voted(idea, reader):
        return []
    words = []
    if VOTE_BUDGET.get():
        words.append(gettext("Your vote came back to you: give it to another idea."))
    most = max(1, PETITION_AT.get())
    if idea.status == "declined" and idea.appealed_at is None:
        words.append(
            gettext(
                "If %(num)s who voted ask for it on its page, it is looked at once more.",
                num=most,
            )
        )
    if idea.status == "archived" and idea.revived_at is None:
        words.append(
            gettext("If %(num)s who voted ask for it on its page, it comes back.", num=most)
        )
    return words


def _last_reply(change: StatusChange, reader: Reader) -> Quote | None:
    """Return what the team said officially since the decision before this one."""
    before = (
        select(StatusChange.at)
        .where(StatusChange.idea_id == change.idea_id, StatusChange.id < change.id)
        .order_by(StatusChange.id.desc())
        .limit(1)
    )
    since = db.session.scalar(before)
    found = select(OfficialReply).where(OfficialReply.idea_id == change.idea_id)
    if since is not None:
        found = found.where(OfficialReply.at > since)
    written = db.session.scalar(found.order_by(OfficialReply.id.desc()).limit(1))
    return None if written is None else _quoted(written, reader)


def _quoted(written: OfficialReply, reader: Reader) -> Quote:
    return Quote(
        name=gettext("%(name)s, for the team", name=member_name(written.author_id)),
        note=moment_in(written.at, reader.language, reader.time_zone),
        html=html_body(written.body_parts, named()),
        text=written.body.strip(),
    )

"""Letters about what became of a post or a question: each fact alone, and true when it goes."""

from __future__ import annotations

from app import links
from app.domain.accounts.models import User
from app.domain.forum.models.posts import Answer, Post
from app.domain.forum.models.questions import Question
from app.domain.moderation.queries import hidings
from app.domain.notifications.actions.telling import post_of
from app.domain.notifications.gathering import worth_of
from app.domain.notifications.models import Letter
from app.domain.subjects import Subject
from app.kit.db import db
from app.kit.i18n import gettext, ngettext
from app.letters import tokens
from app.letters.bodies import beginning, post_bodies, unlinked
from app.letters.readers import Reader, here, stop_address, stops, why_not
from app.letters.sheets import Act, Quote, Sheet, moment_in

Outcome = tuple[Sheet | None, str]


def acceptance_sheet(letter: Letter, reader: Reader) -> Outcome:
    """Tell an answerer that their answer was accepted, also works, or is recommended."""
    answer = db.session.get(Answer, letter.data["subject_id"])
    detail = str(letter.data["detail"])
    reason = why_not(reader, letter, "acceptance")
    if reason or answer is None or answer.is_hidden:
        return None, reason or "not visible"
    if not _is_still(answer, detail):
        return None, "withdrawn"
    name, title = _name(letter.data.get("actor_id")), answer.question.title
    subject, heading = _praise(detail, name, title)
    return _sheet(
        letter,
        reader,
        subject=subject,
        heading=heading,
        words=[
            gettext("Everybody who has this question sees it marked. Thank you for helping."),
            *_brought(answer, detail),
        ],
        url=_url(Subject("answer", answer.id), answer.question),
        why=gettext("You get this because you wrote the answer."),
    ), ""


def _praise(detail: str, name: str, title: str) -> tuple[str, str]:
    """Return subject and heading."""
    return {
        "accepted": (
            gettext("Your answer was accepted: %(title)s", title=title),
            gettext("%(name)s accepted your answer", name=name),
        ),
        "also-works": (
            gettext("Your answer works, too: %(title)s", title=title),
            gettext("%(name)s says that your answer works, too", name=name),
        ),
    }.get(
        detail,
        (
            gettext("Your answer is recommended: %(title)s", title=title),
            gettext("%(name)s recommends your answer for the brand", name=name),
        ),
    )


def _brought(answer: Answer, detail: str) -> list[str]:
    points = worth_of(answer.id, answer.author_id, detail)
    if points <= 0:
        return []
    return [ngettext("It brought you %(num)s point.", "It brought you %(num)s points.", points)]


def solved_sheet(letter: Letter, reader: Reader) -> Outcome:
    """Tell those who follow or have it too how it ended, with the answer itself."""
    answer = db.session.get(Answer, letter.data["subject_id"])
    reason = why_not(reader, letter, "solved")
    if reason or answer is None or answer.is_hidden:
        return None, reason or "not visible"
    question = answer.question
    if question.accepted_answer_id != answer.id:
        return None, "withdrawn"
    asked = question.author_id == reader.actor.id
    html, text = post_bodies(answer, reader)
    return _sheet(
        letter,
        reader,
        subject=gettext("Solved: %(title)s", title=question.title),
        heading=gettext("Your question is solved") if asked else gettext("This is solved now"),
        preheader=beginning(answer.body_parts),
        quote=Quote(
            name=_name(answer.author_id),
            note=moment_in(answer.posted_at, reader.language, reader.time_zone),
            html=html,
            text=text,
        ),
        url=_url(Subject("answer", answer.id), question),
        why=_why(reader, asked=asked),
    ), ""


def status_sheet(letter: Letter, reader: Reader) -> Outcome:
    """Tell all who follow or have it too where the brand stands; or the asker, what is missing."""
    reason = why_not(reader, letter, "status")
    question = db.session.get(Question, letter.question_id)
    if reason or question is None:
        return None, reason or "gone"
    detail = str(letter.data["detail"])
    asked = question.author_id == reader.actor.id
    if detail == "needs-info":
        if question.needs_info_at is None:
            return None, "withdrawn"
        subject = gettext("More information needed: %(title)s", title=question.title)
        heading = gettext("Helpers need to know a little more")
        words = [gettext("Read what they ask, and reply: that clears the mark.")]
    else:
        if question.status != detail:
            return None, "withdrawn"
        word = status_word(question)
        subject = gettext("%(status)s: %(title)s", status=word, title=question.title)
        heading = word
        words = [question.status_note] if question.status_note else []
    return _sheet(
        letter,
        reader,
        subject=subject,
        heading=heading,
        words=words,
        url=_url(Subject("question", question.id), question),
        why=_why(reader, asked=asked),
    ), ""


def ruling_sheet(letter: Letter, reader: Reader) -> Outcome:
    """Tell an author what a moderator did to their post, and why."""
    subject = Subject(letter.data["subject_kind"], letter.data["subject_id"])
    post = post_of(subject)
    if post is None or reader.actor.is_guest:
        return None, "gone"
    hidden = letter.data["detail"] == "hide"
    if post.is_hidden != hidden:
        return None, "withdrawn"
    question = post if isinstance(post, Question) else post.question
    words = []
    if hidden:
        words = _reason_of(subject)
        words.append(gettext("Only you and the moderators can see it now."))
    else:
        words.append(gettext("Everybody can see it again."))
    title = gettext("A moderator hid your post") if hidden else gettext("Your post is back")
    return _sheet(
        letter,
        reader,
        subject=gettext("%(what)s: %(title)s", what=title, title=question.title),
        heading=title,
        words=words,
        quote=_own_words(post, reader) if hidden else None,
        url=_url(subject, question),
        why=gettext("You get this because you wrote it."),
    ), ""


def follow_confirm_sheet(letter: Letter, reader: Reader) -> Outcome:
    """Ask an address whether it wants to be told."""
    row, question = letter.follow, db.session.get(Question, letter.question_id)
    if row is None or question is None or row.confirmed_at is not None:
        return None, "confirmed already"
    reason = why_not(reader, letter, "")
    if reason not in ("", "not confirmed"):
        return None, reason
    token = tokens.sign("follow", row.id)
    return Sheet(
        subject=gettext("Tell you when this is solved? %(title)s", title=question.title),
        heading=gettext("Shall we tell you when it is solved?"),
        about=(question.title, here(links.question_url(question.id, question.slug))),
        words=[
            gettext(
                "Somebody, probably you, gave this address to be told when the question is solved "
                "or its status changes. You get nothing else."
            )
        ],
        acts=[Act("filled", gettext("Yes, tell me"), here(links.follow_confirmation_url(token)))],
        note=gettext("If it was not you, do nothing: the address is forgotten in a week."),
        stops=[(gettext("Forget my address now"), stop_address(reader, "all", None, ""))],
    ), ""


def status_word(question: Question) -> str:
    """Return the brand's status as a sentence says it."""
    version = question.status_version
    if question.status == "fixed" and version:
        return gettext("Fixed in version %(version)s", version=version)
    return {
        "acknowledged": gettext("Acknowledged"),
        "investigating": gettext("Being investigated"),
        "fixed": gettext("Fixed"),
        "will-not-fix": gettext("Will not be fixed"),
    }.get(question.status or "", "")


def _sheet(
    letter: Letter,
    reader: Reader,
    *,
    subject: str,
    heading: str,
    url: str,
    why: str,
    words: list[str] | None = None,
    quote: Quote | None = None,
    preheader: str = "",
) -> Sheet:
    question = db.session.get_one(Question, letter.question_id)
    # A ruling stands alone: muting its thread would not stop it.
    what = "kind" if letter.kind == "ruling" else "thread"
    return Sheet(
        subject=subject,
        heading=heading,
        preheader=preheader or question.title,
        about=(question.title, here(links.question_url(question.id, question.slug))),
        words=words or [],
        quote=quote,
        acts=[Act("filled", gettext("Open it"), url)],
        why=why,
        stops=stops(reader, letter.question_id, letter.kind),
        unsubscribe=stop_address(reader, what, letter.question_id, letter.kind),
    )


def _reason_of(subject: Subject) -> list[str]:
    """Return why a post was hidden, in the moderator's words."""
    ruling = hidings([(subject.kind, subject.id)]).get((subject.kind, subject.id))
    if ruling is None:
        return []
    reason = gettext("The reason: %(reason)s.", reason=ruling.reason_label)
    return [reason, ruling.note] if ruling.note else [reason]


def _own_words(post: Post, reader: Reader) -> Quote:
    html, text = post_bodies(post, reader)
    return Quote(name=gettext("What you wrote"), note="", html=html, text=text)


def _is_still(answer: Answer, detail: str) -> bool:
    if detail == "accepted":
        return answer.question.accepted_answer_id == answer.id
    if detail == "also-works":
        return answer.also_works_at is not None
    return answer.recommended_at is not None


def _why(reader: Reader, *, asked: bool) -> str:
    if asked:
        return gettext("You get this because you asked the question.")
    if reader.actor.is_guest:
        return gettext("You get this because you asked to be told by mail.")
    return gettext("You get this because you follow the question or have it, too.")


def _name(member_id: int | None) -> str:
    member = None if member_id is None else db.session.get(User, member_id)
    return gettext("Somebody") if member is None else unlinked(member.name or member.handle)


def _url(subject: Subject, question: Question) -> str:
    return here(links.url_of(subject, "", question.id, question.slug))

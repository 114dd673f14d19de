"""Letters about what is said under ideas: comments in one letter, mentions, rulings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from app import links
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import IdeaComment
from app.domain.moderation.queries import hidings
from app.domain.notifications.models import Letter
from app.domain.notifications.rules import LETTER_LINES, TALK
from app.embedded import named
from app.kit.db import db
from app.kit.i18n import gettext, ngettext
from app.letters.bodies import beginning, html_body
from app.letters.idea_sheets import Outcome, Told, sheet_of
from app.letters.readers import Reader, here, why_not_idea
from app.letters.sheets import Line, Quote, moment_in
from app.letters.standing import member_name


def talk_sheet(letter: Letter, reader: Reader) -> Outcome:
    """Tell what others said under an idea since the letter began to wait."""
    idea = db.session.get(Idea, letter.idea_id) if letter.idea_id else None
    reason = why_not_idea(reader, idea, TALK)
    if reason or idea is None or idea.is_hidden or idea.is_held:
        return None, reason or "not visible"
    comments = _said_since(letter, reader, idea)
    if not comments:
        return None, "nothing new"
    if len(comments) == 1:
        [comment] = comments
        name = member_name(comment.author_id)
        told = Told(
            gettext("%(name)s commented on an idea", name=name),
            quote=_quoted(comment, reader),
            about=gettext("%(name)s commented", name=name),
            url=_url(comment),
            why=_why(idea, reader),
        )
        return sheet_of(told, idea, reader, TALK), ""
    count = ngettext("%(num)s new comment", "%(num)s new comments", len(comments))
    sheet = sheet_of(Told(count, url=_url(comments[0]), why=_why(idea, reader)), idea, reader, TALK)
    more = len(comments) - LETTER_LINES
    return replace(
        sheet,
        lines=[_line(comment) for comment in comments[:LETTER_LINES]],
        note=ngettext("And %(num)s more.", "And %(num)s more.", more) if more > 0 else "",
    ), ""


def mention_sheet(letter: Letter, reader: Reader) -> Outcome:
    """Tell somebody that a comment names them, while it still does."""
    comment = db.session.get(IdeaComment, letter.data["subject_id"])
    idea = None if comment is None else comment.idea
    reason = why_not_idea(reader, idea, "mention")
    if reason or comment is None or idea is None or comment.is_hidden or idea.is_hidden:
        return None, reason or "not visible"
    name = member_name(comment.author_id)
    heading = gettext("%(name)s mentioned you", name=name)
    why = gettext("You get this because somebody wrote your handle.")
    told = Told(heading, quote=_quoted(comment, reader), url=_url(comment), why=why)
    return sheet_of(told, idea, reader, "mention"), ""


def ruling_sheet(letter: Letter, reader: Reader) -> Outcome:
    """Tell an author what a moderator did to their idea or comment, and why."""
    kind, number = letter.data["subject_kind"], letter.data["subject_id"]
    written: Idea | IdeaComment | None = None
    if kind == "comment":
        written = db.session.get(IdeaComment, number)
    else:
        written = db.session.get(Idea, number)
    idea = written.idea if isinstance(written, IdeaComment) else written
    reason = why_not_idea(reader, idea, "ruling", insists=True)
    if reason or written is None or idea is None:
        return None, reason or "gone"
    is_hidden = letter.data["detail"] == "hide"
    if written.is_hidden != is_hidden:
        return None, "withdrawn"
    if is_hidden:
        heading = gettext("A moderator hid your idea")
        if kind == "comment":
            heading = gettext("A moderator hid your comment")
        words = [*_reason_of(kind, number)]
        words.append(gettext("Only you and the moderators can see it now."))
    else:
        heading = gettext("Your idea is back")
        if kind == "comment":
            heading = gettext("Your comment is back")
        words = [gettext("Everybody can see it again.")]
    own = Quote(
        name=gettext("What you wrote"),
        note="",
        html=html_body(written.body_parts, named()),
        text=written.body.strip(),
    )
    why = gettext("You get this because you wrote it.")
    told = Told(heading, words, own if is_hidden else None, why=why)
    return sheet_of(told, idea, reader, "ruling"), ""


def _said_since(letter: Letter, reader: Reader, idea: Idea) -> Sequence[IdeaComment]:
    """Return the comments of others, but for those that were mailed as a mention."""
    found = (
        select(IdeaComment)
        .where(
            IdeaComment.idea_id == idea.id,
            IdeaComment.posted_at >= letter.at,
            IdeaComment.hidden_at.is_(None),
            IdeaComment.author_id != reader.actor.id,
        )
        .order_by(IdeaComment.id)
        .limit(LETTER_LINES * 5)
    )
    comments = db.session.scalars(found).all()
    keys = {f"idea:mention:{each.id}:u{reader.actor.id}": each.id for each in comments}
    mailed = {
        keys[key]
        for key in db.session.scalars(
            select(Letter.dedupe_key).where(Letter.dedupe_key.in_(keys), Letter.dropped.is_(None))
        )
    }
    return [each for each in comments if each.id not in mailed]


def _quoted(comment: IdeaComment, reader: Reader) -> Quote:
    return Quote(
        name=member_name(comment.author_id),
        note=moment_in(comment.posted_at, reader.language, reader.time_zone),
        html=html_body(comment.body_parts, named()),
        text=comment.body.strip(),
    )


def _line(comment: IdeaComment) -> Line:
    return Line(
        words=gettext("%(name)s commented", name=member_name(comment.author_id)),
        title=gettext("Read it"),
        url=_url(comment),
        excerpt=beginning(comment.body_parts, named()),
    )


def _url(comment: IdeaComment) -> str:
    idea = comment.idea
    return here(links.comment_url(idea.id, idea.slug, comment.id))


def _why(idea: Idea, reader: Reader) -> str:
    if idea.author_id == reader.actor.id:
        return gettext("You get this because you suggested the idea.")
    return gettext("You get this because you follow the idea, or it answers what you wrote.")


def _reason_of(kind: str, number: int) -> list[str]:
    """Return why it was hidden, in the moderator's words."""
    ruling = hidings([(kind, number)]).get((kind, number))
    if ruling is None:
        return []
    reason = gettext("The reason: %(reason)s.", reason=ruling.reason_label)
    return [reason, ruling.note] if ruling.note else [reason]

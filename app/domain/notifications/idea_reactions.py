"""Whom each event about ideas concerns. Few are told at once, many by jobs, in handfuls."""

from __future__ import annotations

from sqlalchemy import select

from app.domain.accounts.permissions import Permission
from app.domain.accounts.queries import staff_who_may
from app.domain.ideas import events as ideas
from app.domain.ideas.models.ideas import Idea, StatusChange
from app.domain.ideas.models.voices import IdeaComment, IdeaVote
from app.domain.loop.events import SolvedAsked
from app.domain.notifications.actions import idea_lines
from app.domain.notifications.actions.idea_news import (
    about,
    change_news,
    shown_comment,
    shown_idea,
)
from app.domain.notifications.actions.idea_telling import tell_hearers, tell_of_idea
from app.domain.notifications.events import IdeaCarried, IdeaHearersDue
from app.domain.notifications.rules import FOLLOWERS_AT_ONCE
from app.domain.subjects import Subject
from app.kit import clock
from app.kit.db import db
from app.kit.events import publish

# Steps that the program takes alone, and what whoever answers for an idea hears of them.
_OWNER_HEARS = {
    "appeal": "petition",
    "revival": "petition",
    "votes": "review",
    "questions": "review",
}

# -- a new idea -------------------------------------------------------------------------------


def tell_of_held_idea(event: ideas.IdeaProposed) -> None:
    """Its author hears that it waits, and whoever opens ideas that one does: by bell alone."""
    idea = db.session.get(Idea, event.idea_id)
    if idea is None or not event.is_held:
        return
    held = about(idea, "held", f"held:{idea.id}", insists=True)
    tell_of_idea(held, [idea.author_id], by_mail=False)
    keepers = {face.id for face in staff_who_may(Permission.KEEP_IDEAS)} - {idea.author_id}
    tell_of_idea(about(idea, "waiting", f"waiting:{idea.id}"), keepers, by_mail=False)


def tell_of_release(event: ideas.IdeaReleased) -> None:
    """Its author hears that everybody sees it now."""
    idea = shown_idea(event.idea_id)
    if idea is not None:
        idea_lines.forget_waiting(idea.id)
        news = about(idea, "released", f"released:{idea.id}", actor_id=event.by_id, insists=True)
        tell_of_idea(news, [event.author_id])


def tell_of_vote_on_behalf(event: ideas.VotedOnBehalf) -> None:
    """A member for whom somebody voted hears it, and may take the vote back."""
    idea = shown_idea(event.idea_id)
    if idea is None or event.user_id is None:
        return
    moment = clock.now()
    key = f"on-behalf:{idea.id}:{moment:%Y%m%d%H%M%S}"
    news = about(idea, "on-behalf", key, at=moment, actor_id=event.by_id, insists=True)
    tell_of_idea(news, [event.user_id])


# -- decisions --------------------------------------------------------------------------------


def tell_of_decision(event: ideas.IdeaStatusChanged) -> None:
    """Voters and followers hear a moment later; whoever answers for it, that voters moved it."""
    if (event.before, event.after) == ("new", "needs-votes"):
        return  # it was looked at: nobody waits for that
    publish(IdeaHearersDue("change", event.change_id, event.idea_id, event.by_id))
    idea, change = shown_idea(event.idea_id), db.session.get(StatusChange, event.change_id)
    if idea is None or change is None or idea.owner_id is None:
        return
    if change.code in _OWNER_HEARS:
        detail = _OWNER_HEARS[change.code]
        key = f"{detail}:{change.id}"
        news = about(idea, detail, key, at=change.at, insists=True, code=change.code)
        tell_of_idea(news, [idea.owner_id])


def tell_of_official_reply(event: ideas.OfficialReplyPosted) -> None:
    publish(IdeaHearersDue("reply", event.reply_id, event.idea_id, event.by_id))


def tell_of_expectation(event: ideas.IdeaExpected) -> None:
    """Dates are intentions: those who wait hear when they move."""
    stamp = int(clock.now().timestamp())
    publish(
        IdeaHearersDue(
            "expected", stamp, event.idea_id, event.by_id, was=event.before, now=event.after
        )
    )


def tell_of_assignment(event: ideas.IdeaAssigned) -> None:
    """Whoever answers for an idea now hears that they do."""
    idea = db.session.get(Idea, event.idea_id)
    if idea is None or event.owner_id is None:
        return
    moment = clock.now()
    key = f"assigned:{idea.id}:{moment:%Y%m%d%H%M%S}"
    news = about(idea, "assigned", key, at=moment, actor_id=event.by_id, insists=True)
    tell_of_idea(news, [event.owner_id])


def note_voters(event: ideas.IdeasJoining) -> None:
    """Their votes are about to move: who backed the idea that goes is written into the jobs."""
    found = select(IdeaVote.voter_id).where(IdeaVote.idea_id == event.idea_id)
    voters = db.session.scalars(found.order_by(IdeaVote.voter_id)).all()
    for first in range(0, len(voters), FOLLOWERS_AT_ONCE):
        these = tuple(voters[first : first + FOLLOWERS_AT_ONCE])
        publish(IdeaCarried(event.idea_id, event.into_id, event.by_id, these))


def follow_merged_idea(event: ideas.IdeasMerged) -> None:
    """Comments moved: the lines about them lead to where they are."""
    idea_lines.move_talk(event.idea_id, event.into_id)


# -- what is said -----------------------------------------------------------------------------


def tell_of_comment(event: ideas.IdeaCommented) -> None:
    """Whoever is named hears at once; author, parent and followers a moment later."""
    comment = shown_comment(event.comment_id)
    if comment is None:
        return
    news = about(
        comment.idea,
        "",
        f"mention:{comment.id}",
        at=comment.posted_at,
        kind="mention",
        actor_id=event.author_id,
        subject=Subject("comment", comment.id),
    )
    tell_of_idea(news, event.mentioned_ids)
    publish(IdeaHearersDue("comment", comment.id, event.idea_id, event.author_id))


# -- what moderators did ----------------------------------------------------------------------


def tell_author_of_hidden(event: ideas.IdeaHidden) -> None:
    """Lines that led to it go; its author learns why, from the ruling."""
    if event.kind == "comment":
        idea_lines.forget_comment(event.subject_id, event.idea_id)
    _rule(event, "hide")


def tell_author_of_restored(event: ideas.IdeaRestored) -> None:
    _rule(event, "restore")


def _rule(event: ideas.IdeaHidden | ideas.IdeaRestored, detail: str) -> None:
    idea = db.session.get(Idea, event.idea_id)
    written: Idea | IdeaComment | None = idea
    if event.kind == "comment":
        written = db.session.get(IdeaComment, event.subject_id)
    if idea is None or written is None:
        return
    subject = Subject("comment" if event.kind == "comment" else "idea", event.subject_id)
    idea_lines.forget_ruling(subject)
    moment = clock.now()
    news = about(
        idea,
        detail,
        f"{detail}:{subject}:{moment:%Y%m%d%H%M%S}",
        at=moment,
        kind="ruling",
        actor_id=event.by_id,
        subject=subject,
        insists=True,
    )
    tell_of_idea(news, [written.author_id])


# -- rounds, stories, the end of the loop -----------------------------------------------------


def tell_of_round(event: ideas.RoundOpened) -> None:
    publish(IdeaHearersDue("round-opened", event.round_id, 0, event.by_id))


def tell_of_result(event: ideas.RoundClosed) -> None:
    publish(IdeaHearersDue("round-closed", event.round_id, 0, None))


def tell_of_story(event: ideas.StoryPosted) -> None:
    publish(IdeaHearersDue("story", event.story_id, 0, event.by_id))


def ask_whether_solved(event: SolvedAsked) -> None:
    """An asker behind a delivered idea is asked; the answer itself comes in the same letter."""
    idea = shown_idea(event.idea_id)
    if idea is None:
        return
    idea_lines.withdraw_answer_letter(event.answer_id, event.asker_id)
    news = about(
        idea,
        "solved-now",
        f"solved-now:{idea.id}:{event.answer_id}",
        actor_id=event.by_id,
        question_id=event.question_id,
        insists=True,
        answer=event.answer_id,
    )
    tell_of_idea(news, [event.asker_id])


# -- later ------------------------------------------------------------------------------------


def tell_handful_of_idea(event: IdeaHearersDue) -> None:
    """One handful in one unit of work together with its job: nobody twice, nobody left out."""
    tell_hearers(event)


def tell_carried_voters(event: IdeaCarried) -> None:
    """Those whose votes moved hear where to, each in the same letter as followers do."""
    idea = shown_idea(event.idea_id)
    latest = select(StatusChange).where(
        StatusChange.idea_id == event.idea_id, StatusChange.after == "duplicate"
    )
    change = db.session.scalar(latest.order_by(StatusChange.id.desc()).limit(1))
    if idea is not None and change is not None:
        tell_of_idea(change_news(idea, change), event.member_ids)

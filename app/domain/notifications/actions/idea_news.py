"""What there is to tell about ideas: each piece of news as it stands when it is told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, select

from app.domain.ideas.models.ideas import Idea, OfficialReply, StatusChange
from app.domain.ideas.models.rounds import Round, Story, story_ideas
from app.domain.ideas.models.voices import IdeaComment
from app.domain.notifications.actions import idea_hearers
from app.domain.notifications.actions.audiences import IdeaNews
from app.domain.notifications.events import IdeaHearersDue
from app.domain.subjects import Subject
from app.kit import clock
from app.kit.db import db

# The news, whom it concerns, and who of them heard of it in another way.
Due = tuple[IdeaNews, Sequence[Select[int]], set[int]]


def news_due(due: IdeaHearersDue) -> Due | None:
    """Return what is to be told and to whom; nothing when it is no news any more."""
    return _NEWS[due.what](due)


def about(
    idea: Idea,
    detail: str,
    key: str,
    *,
    at: datetime | None = None,
    kind: str = "idea",
    actor_id: int | None = None,
    subject: Subject | None = None,
    insists: bool = False,
    question_id: int | None = None,
    **data: Any,
) -> IdeaNews:
    """Return news about an idea; its title is read when it is told, by whoever may read it."""
    return IdeaNews(
        kind=kind,
        detail=detail,
        key=key,
        at=at or clock.now(),
        subject=subject or Subject("idea", idea.id),
        actor_id=actor_id,
        idea_id=idea.id,
        question_id=question_id,
        data=data,
        insists=insists,
    )


def shown_idea(idea_id: int) -> Idea | None:
    """Return an idea that is news to anybody: what is hidden or held is not."""
    idea = db.session.get(Idea, idea_id)
    return None if idea is None or idea.is_hidden or idea.is_held else idea


def shown_comment(comment_id: int) -> IdeaComment | None:
    """Return a comment that may be told of, under an idea that may."""
    comment = db.session.get(IdeaComment, comment_id)
    if comment is None or comment.is_hidden:
        return None
    return comment if shown_idea(comment.idea_id) is not None else None


def mentioned_in(parts: Collection[Any]) -> set[int]:
    """Return the members whom a text names."""
    return {part["mention"] for part in parts if isinstance(part, dict) and "mention" in part}


# -- decisions --------------------------------------------------------------------------------


def change_news(idea: Idea, change: StatusChange) -> IdeaNews:
    """Return the news of one step: also of the kind that joins an idea with another."""
    return about(
        idea,
        "merged" if change.after == "duplicate" else change.after,
        f"change:{change.id}",
        at=change.at,
        actor_id=change.by_id,
        change=change.id,
        code=change.code,
    )


def _change(due: IdeaHearersDue) -> Due | None:
    idea, change = shown_idea(due.idea_id), db.session.get(StatusChange, due.number)
    if idea is None or change is None:
        return None
    return change_news(idea, change), idea_hearers.of_decision([idea.id]), set()


def _reply(due: IdeaHearersDue) -> Due | None:
    idea, reply = shown_idea(due.idea_id), db.session.get(OfficialReply, due.number)
    if idea is None or reply is None:
        return None
    news = about(
        idea, "reply", f"reply:{reply.id}", at=reply.at, actor_id=reply.author_id, reply=reply.id
    )
    return news, idea_hearers.of_decision([idea.id]), set()


def _expected(due: IdeaHearersDue) -> Due | None:
    """What is expected may have moved again since: then that is told, and this is not."""
    idea = shown_idea(due.idea_id)
    if idea is None or idea.expected != due.now:
        return None
    news = about(
        idea,
        "expected",
        f"expected:{idea.id}:{due.number}",
        at=datetime.fromtimestamp(due.number, UTC),
        actor_id=due.by_id,
        was=due.was,
        now=due.now,
    )
    return news, idea_hearers.of_decision([idea.id]), set()


# -- what is said -----------------------------------------------------------------------------


def _comment(due: IdeaHearersDue) -> Due | None:
    comment = shown_comment(due.number)
    if comment is None:
        return None
    news = about(
        comment.idea,
        "",
        f"comment:{comment.id}",
        at=comment.posted_at,
        kind="comment",
        actor_id=comment.author_id,
        subject=Subject("comment", comment.id),
    )
    # Whoever is named in it hears of it as a mention.
    return news, idea_hearers.of_comment(comment), mentioned_in(comment.body_parts)


# -- rounds and stories -----------------------------------------------------------------------


def _round(due: IdeaHearersDue) -> Due | None:
    found, closed = db.session.get(Round, due.number), due.what == "round-closed"
    if found is None or (found.closed_at is not None) != closed:
        return None
    news = IdeaNews(
        kind="idea",
        detail=due.what,
        key=f"{due.what}:{found.id}",
        at=(found.closed_at if closed else None) or found.opened_at,
        subject=Subject("round", found.id),
        actor_id=due.by_id,
        data={"round": found.id, "title": found.title},
    )
    return news, idea_hearers.of_round(found.id, closed=closed), set()


def _story(due: IdeaHearersDue) -> Due | None:
    story = db.session.get(Story, due.number)
    if story is None or story.withdrawn_at is not None:
        return None
    told_of = select(story_ideas.c.idea_id).where(story_ideas.c.story_id == story.id)
    news = IdeaNews(
        kind="idea",
        detail="story",
        key=f"story:{story.id}",
        at=story.posted_at,
        subject=Subject("story", story.id),
        actor_id=story.author_id,
        data={"story": story.id, "title": story.title},
    )
    return news, idea_hearers.of_decision(list(db.session.scalars(told_of))), set()


_NEWS = {
    "change": _change,
    "reply": _reply,
    "expected": _expected,
    "comment": _comment,
    "round-opened": _round,
    "round-closed": _round,
    "story": _story,
}

"""What badges do when others announce something: look at those whom it touched, and no others.

An announcement names the countables it moves; only badges that count one of them are looked at,
and where a badge is about one post, only that post. A sweep finds at night what is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select

from app.domain.accounts import events as people
from app.domain.accounts.events import AccountExpired
from app.domain.badges.actions.earning import consider
from app.domain.badges.models import Award
from app.domain.forum import events as forum
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.domain.ideas import events as ideas
from app.domain.ideas.models.ideas import Idea
from app.kit.db import db
from app.kit.jobs import batched

ASKED = ("questions-asked", "posts")
ANSWERED = ("answers-posted", "posts", "days-answering", "streak")
SOLVED = ("answers-accepted", "newcomers-helped")


@dataclass(frozen=True)
class Touched:
    """That something a member may be given a badge for has moved, perhaps about one post."""

    member_id: int
    countables: tuple[str, ...]
    subject: tuple[str, int] | None = None


@batched
def look_at_touched(events: Sequence[Any]) -> None:
    """Give whoever these announcements touch what they have earned by now."""
    authors = _Authors(events)
    groups: dict[tuple[str, ...], list[Touched]] = {}
    for event in events:
        for touched in _touched_by(event, authors):
            groups.setdefault(touched.countables, []).append(touched)
    for countables, group in groups.items():
        members = sorted({touched.member_id for touched in group})
        subjects = sorted({touched.subject for touched in group if touched.subject})
        consider(members, countables, subjects=subjects or None)


def forget(event: AccountExpired) -> None:
    """Somebody who never was a member holds no badge."""
    db.session.execute(
        delete(Award)
        .where(Award.user_id == event.member_id)
        .execution_options(synchronize_session=False)
    )


class _Authors:
    """Who wrote what events name by its number alone: at most three statements for all."""

    def __init__(self, events: Sequence[Any]) -> None:
        self.of_answer = _authors_of(Answer, {getattr(it, "answer_id", None) for it in events})
        self.of_question = _authors_of(
            Question, {getattr(it, "question_id", None) for it in events}
        )
        self.of_idea = _authors_of(Idea, {getattr(it, "idea_id", None) for it in events})


def _authors_of(kind: type[Answer | Question | Idea], ids: set[int | None]) -> dict[int, int]:
    wanted = [number for number in ids if number is not None]
    if not wanted:
        return {}
    rows = db.session.execute(select(kind.id, kind.author_id).where(kind.id.in_(wanted)))
    return {row[0]: row[1] for row in rows}


def _touched_by(event: Any, authors: _Authors) -> list[Touched]:
    found = _TOUCHES[type(event)](event, authors)
    return [touched for touched in found if touched.member_id]


def _accepted(event: forum.AnswerAccepted, authors: _Authors) -> list[Touched]:
    asker = authors.of_question.get(event.question_id, 0)
    return [Touched(event.author_id, SOLVED), Touched(asker, ("questions-solved",))]


def _voted(event: Any, _authors: _Authors) -> list[Touched]:
    """A vote touches the author of the post, and whoever voted."""
    counted = {"answer": "votes-on-answers", "question": "votes-on-questions"}
    subject = (event.subject_kind, event.subject_id)
    voter = Touched(event.voter_id, ("votes-cast",))
    if event.subject_kind not in counted:
        return [voter]
    return [Touched(event.author_id, (counted[event.subject_kind],), subject), voter]


def _of_answer(*countables: str) -> Any:
    return lambda event, authors: [Touched(authors.of_answer.get(event.answer_id, 0), countables)]


def _of(member: str, *countables: str) -> Any:
    return lambda event, _authors: [Touched(getattr(event, member) or 0, countables)]


def _shared(event: forum.QuestionShared, authors: _Authors) -> list[Touched]:
    asker = authors.of_question.get(event.question_id, 0)
    return [Touched(asker, ("me-toos",), ("question", event.question_id))]


def _suggested(event: ideas.IdeaProposed, _authors: _Authors) -> list[Touched]:
    """What is held counts once everybody may read it."""
    return [] if event.is_held else [Touched(event.author_id, ("ideas-suggested",))]


def _backed(event: ideas.IdeaVoted, authors: _Authors) -> list[Touched]:
    author = authors.of_idea.get(event.idea_id, 0)
    subject = ("idea", event.idea_id)
    return [
        Touched(author, ("votes-on-ideas",), subject),
        Touched(event.voter_id, ("idea-votes",)),
    ]


def _moved_on(event: ideas.IdeaStatusChanged, authors: _Authors) -> list[Touched]:
    if event.after != "delivered":
        return []
    return [Touched(authors.of_idea.get(event.idea_id, 0), ("ideas-delivered",))]


_TOUCHES: dict[type, Any] = {
    forum.QuestionAsked: _of("author_id", *ASKED),
    forum.AnswerPosted: _of("author_id", *ANSWERED),
    forum.AnswerAccepted: _accepted,
    forum.AlsoWorksMarked: _of_answer("also-works"),
    forum.AnswerRecommended: _of_answer("recommended"),
    forum.PostVoted: _voted,
    forum.VoteReinstated: _voted,
    forum.QuestionShared: _shared,
    forum.QuestionEdited: _of("editor_id", "edits"),
    forum.AnswerEdited: _of("editor_id", "edits"),
    forum.DuplicateMarked: _of("by_id", "duplicates"),
    forum.QuestionMerged: _of("by_id", "duplicates"),
    people.ProfileChanged: _of("member_id", "profile"),
    ideas.IdeaProposed: _suggested,
    ideas.IdeaReleased: _of("author_id", "ideas-suggested"),
    ideas.IdeaVoted: _backed,
    ideas.IdeaStatusChanged: _moved_on,
}
LISTENED_TO = tuple(_TOUCHES)

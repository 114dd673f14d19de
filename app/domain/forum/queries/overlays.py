"""What one viewer did to the things on a question page: laid over it, never part of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Integer, and_, bindparam, cast, literal_column, or_, select, union_all

from app.domain.accounts.models import Actor
from app.domain.forum.models.questions import MeToo
from app.domain.forum.models.votes import Outcome, Vote
from app.domain.forum.models.writing import Draft
from app.domain.forum.queries.rows import QuestionPage, ReplyRow
from app.kit.db import db


@dataclass(frozen=True, slots=True)
class Overlay:
    """What one viewer did to the things on a question page."""

    # By "question:1", "answer:2", "reply:3": -1 or 1.
    votes: dict[str, int] = field(default_factory=dict)
    me_too: bool = False
    # By answer id: whether it worked for the viewer.
    outcomes: dict[int, bool] = field(default_factory=dict)
    # By place ("answer:1", "reply:answer:2"): what was typed and not posted.
    drafts: dict[str, dict[str, Any]] = field(default_factory=dict)


def viewer_overlay(page: QuestionPage, actor: Actor) -> Overlay:
    """Return a member's votes, me too, outcomes and drafts on a page, in two statements.

    A guest has none here: their marks are laid over by the browser that keeps their key.
    """
    if actor.is_guest:
        return Overlay()
    question_id = page.question.id
    answer_ids = [answer.id for answer in page.all_answers]
    reply_ids = [reply.id for reply in page.question.thread.rows]
    reply_ids += [reply.id for answer in page.all_answers for reply in answer.thread.rows]
    votes, me_too, outcomes = _signs(actor, question_id, answer_ids, reply_ids)
    return Overlay(
        votes=votes,
        me_too=me_too,
        outcomes=outcomes,
        drafts=_drafts(f"m:{actor.id}", question_id, answer_ids),
    )


def guest_overlay(page: QuestionPage, who: str) -> Overlay:
    """Return what the browser with this key said about the things on a page. One statement."""
    answer_ids = [answer.id for answer in page.all_answers]
    given = {"who": who, "question_id": page.question.id, "answer_ids": answer_ids}
    _, me_too, outcomes = _read(_SAID, given)
    return Overlay(me_too=me_too, outcomes=outcomes)


def replies_overlay(replies: Sequence[ReplyRow], actor: Actor) -> Overlay:
    """Return a member's votes on further replies of one thread, in one statement."""
    if actor.is_guest or not replies:
        return Overlay()
    votes, _, _ = _signs(actor, replies[0].question_id, [], [reply.id for reply in replies])
    return Overlay(votes=votes)


def has_me_too(question_id: int, who: str) -> bool:
    """Say whether a member or a guest's browser has this question too."""
    return db.session.get(MeToo, (question_id, who)) is not None


def _signs(
    actor: Actor, question_id: int, answer_ids: list[int], reply_ids: list[int]
) -> tuple[dict[str, int], bool, dict[int, bool]]:
    values = {
        "voter_id": actor.id,
        "who": f"m:{actor.id}",
        "question_id": question_id,
        "answer_ids": answer_ids,
        "reply_ids": reply_ids,
    }
    return _read(_EVERYTHING, values)


_v, _m, _o = Vote.__table__.c, MeToo.__table__.c, Outcome.__table__.c
_question_id: Any = bindparam("question_id")
_answer_ids: Any = bindparam("answer_ids", expanding=True)
_VOTES = select(_v.subject_kind, _v.subject_id, _v.value).where(
    _v.voter_id == bindparam("voter_id"),
    or_(
        and_(_v.subject_kind == "question", _v.subject_id == _question_id),
        and_(_v.subject_kind == "answer", _v.subject_id.in_(_answer_ids)),
        and_(_v.subject_kind == "reply", _v.subject_id.in_(bindparam("reply_ids", expanding=True))),
    ),
)
_TOO = select(literal_column("'too'"), _m.question_id, literal_column("1")).where(
    _m.question_id == _question_id, _m.who == bindparam("who")
)
_OUTCOMES = select(literal_column("'outcome'"), _o.answer_id, cast(_o.worked, Integer)).where(
    _o.answer_id.in_(_answer_ids), _o.who == bindparam("who")
)
_SAID = union_all(_TOO, _OUTCOMES)
_EVERYTHING = union_all(_VOTES, _TOO, _OUTCOMES)


def _read(statement: Any, given: dict[str, Any]) -> tuple[dict[str, int], bool, dict[int, bool]]:
    votes: dict[str, int] = {}
    outcomes: dict[int, bool] = {}
    me_too = False
    for kind, subject_id, value in db.session.execute(statement, given):
        if kind == "too":
            me_too = True
        elif kind == "outcome":
            outcomes[subject_id] = bool(value)
        else:
            votes[f"{kind}:{subject_id}"] = value
    return votes, me_too, outcomes


_d = Draft.__table__.c
_DRAFTS = select(_d.place, _d["values"]).where(
    _d.owner == bindparam("owner"), _d.place.in_(bindparam("places", expanding=True))
)


def _drafts(owner: str, question_id: int, answer_ids: list[int]) -> dict[str, dict[str, Any]]:
    places = [f"answer:{question_id}", f"reply:question:{question_id}"]
    places += [f"reply:answer:{answer_id}" for answer_id in answer_ids]
    found = db.session.execute(_DRAFTS, {"owner": owner, "places": places})
    return {place: values for place, values in found.all()}  # noqa: C416 - a result is no mapping

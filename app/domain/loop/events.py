"""What happens at the end of the loop, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SolvedAsked:
    """A delivered idea answered a thread: its asker is asked whether that solves it."""

    idea_id: int
    question_id: int
    answer_id: int
    asker_id: int
    by_id: int


@dataclass(frozen=True)
class SolvedSaid:
    """The asker said whether what was delivered solved it."""

    idea_id: int
    question_id: int
    asker_id: int
    solved: bool


@dataclass(frozen=True)
class PainMoved:
    """Something in a thread behind an idea changed: how much it hurts is reckoned anew."""

    idea_id: int


@dataclass(frozen=True)
class LoopOpened:
    """An idea is delivered: what the articles say is to be changed."""

    idea_id: int
    change_id: int


@dataclass(frozen=True)
class ThreadDue:
    """A thread behind a delivered idea is to be told, once."""

    idea_id: int
    question_id: int
    change_id: int

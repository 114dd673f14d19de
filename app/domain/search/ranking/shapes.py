"""What is put in order: plain values, read from the database by whoever asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Writing:
    """What somebody wrote, in the zones of a document: the best answer, the rest of them.

    Of what is only being written nobody knows the language; `languages` are those it may be in.
    """

    title: str
    text: str = ""
    best: str = ""
    rest: str = ""
    labels: str = ""
    language: str = "en"
    languages: tuple[str, ...] = ()

    @property
    def tongues(self) -> tuple[str, ...]:
        """Every language that it is read in."""
        return self.languages or (self.language,)


class Standing(NamedTuple):
    """How good a thing is, whatever is searched for.

    `too` are those who have the same problem. `is_checked` says that somebody who answers for
    it found it right. `is_stale`: nobody answered, and nobody came back. `boost` is what its kind
    counts, such as an article's.
    """

    votes: int = 0
    too: int = 0
    is_solved: bool = False
    answers: int = 0
    is_checked: bool = False
    is_stale: bool = False
    boost: float = 1.0


class Candidate(NamedTuple):
    """One thing that the engine found, with its score there, and what is needed to weigh it.

    Its writing is read only where texts are compared.
    """

    key: str
    score: float
    title: str
    standing: Standing = Standing()
    writing: Writing | None = None


class Answered(NamedTuple):
    """One answer of a thread that was found."""

    id: int
    text: str
    votes: int = 0
    is_accepted: bool = False

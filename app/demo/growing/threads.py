"""Grown threads: a batch of them is written in the mind first, then stored in one unit of work."""

from __future__ import annotations

import random
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

from app.demo.growing.members import Crowd
from app.demo.growing.prose import ANSWER_WORDS, QUESTION_WORDS, REPLY_WORDS, Prose, Writer
from app.demo.growing.spread import rolled
from app.kit import markup

Row = dict[str, Any]

# Threads stored in one unit of work.
AT_ONCE = 400
# Questions begin a little after the first members joined.
YEARS = timedelta(days=3 * 365)
# Most posts follow soon after the question: the part of this span is drawn to this power.
_THREAD_SPAN, _SOON = timedelta(days=200), 8
# Early members write most: the part of the crowd is drawn to this power.
_ACTIVE = 2.2
# Mean numbers, each exponentially spread.
_VOTES_QUESTION, _VOTES_ANSWER, _VOTES_REPLY, _VOTES_SOLUTION, _TOO = 1.6, 1.7, 0.7, 3.0, 1.5
_DOWN = 0.06
_VIEWS = (4.6, 1.3)
# Of replies: how many stand under the question, how many of the others answer a reply.
_UNDER_QUESTION, _TO_A_REPLY = 0.3, 0.35
_TAGS_MOST = 4


@dataclass
class Places:
    """Where grown questions stand: ids."""

    space: int
    products: list[int]
    tags: list[int]
    tag_weights: list[float] = field(init=False)

    def __post_init__(self) -> None:
        self.tag_weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.tags))))


@dataclass
class Batch:
    """Threads before they have ids: rows name each other by their places in these lists."""

    questions: list[Row] = field(default_factory=list)
    answers: list[tuple[int, Row]] = field(default_factory=list)
    # Question, answer or None, parent reply or None.
    replies: list[tuple[int, int | None, int | None, Row]] = field(default_factory=list)
    accepted: list[tuple[int, int, datetime]] = field(default_factory=list)
    votes: list[tuple[str, int, Row]] = field(default_factory=list)
    too: list[tuple[int, int, datetime]] = field(default_factory=list)
    tags: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class Author:
    """Writes threads, one after the other."""

    draw: random.Random
    writer: Writer
    crowd: Crowd
    places: Places
    now: datetime
    # How probably a thread with answers has an accepted one.
    solved_share: float

    def write_thread(self, batch: Batch, asked_at: datetime, answers: int, replies: int) -> None:
        """Add one thread with exactly so many answers and replies."""
        at = len(batch.questions)
        text = self.writer.post(QUESTION_WORDS)
        asker = self._somebody(asked_at)
        question = self._post(text, asker) | self._asked(asked_at, text)
        batch.questions.append(question)
        self._tag(batch, at)
        moments = self._moments(asked_at, answers + replies)
        # An answer comes first where there is one; further down the two kinds mix.
        kinds = ["answer"] * max(0, answers - 1) + ["reply"] * replies
        self.draw.shuffle(kinds)
        kinds = ["answer"] * min(answers, 1) + kinds
        first_answer, first_reply = len(batch.answers), len(batch.replies)
        for kind, moment in zip(kinds, moments, strict=True):
            if kind == "answer":
                self._answer(batch, at, moment)
            else:
                self._reply(batch, at, moment, first_answer, first_reply)
        self._solve(batch, at, first_answer, moments)
        self._close(batch, at, first_answer, first_reply)

    def _post(self, text: Prose, author_id: int) -> Row:
        return {
            "author_id": author_id,
            "body": text.source,
            "body_parts": [text.html],
            "body_version": markup.VERSION,
            "edition": 1,
            "imported_score": 0,
        }

    def _asked(self, asked_at: datetime, text: Prose) -> Row:
        products = self.places.products
        return {
            "space_id": self.places.space,
            "product_id": self.draw.choice(products) if products else None,
            "title": self.writer.title(),
            "excerpt": text.excerpt,
            "fields": {},
            "language": "en",
            "asked_at": asked_at,
            "view_count": round(self.draw.lognormvariate(*_VIEWS)),
            "imported_too": 0,
            "status_note": "",
        }

    def _answer(self, batch: Batch, at: int, moment: datetime) -> None:
        row = self._post(self.writer.post(ANSWER_WORDS), self._somebody(moment))
        row |= {"posted_at": moment, "reply_count": 0, "fixed_count": 0, "stuck_count": 0}
        place = len(batch.answers)
        batch.answers.append((at, row))
        self._vote(batch, "answer", place, row, moment, _VOTES_ANSWER)

    def _reply(
        self, batch: Batch, at: int, moment: datetime, first_answer: int, first_reply: int
    ) -> None:
        row = self._post(self.writer.post(REPLY_WORDS), self._somebody(moment))
        row["posted_at"] = moment
        place = len(batch.replies)
        answer: int | None = None
        parent: int | None = None
        if place > first_reply and self.draw.random() < _TO_A_REPLY:
            parent = self.draw.randrange(first_reply, place)
            answer = batch.replies[parent][1]
        elif len(batch.answers) > first_answer and self.draw.random() > _UNDER_QUESTION:
            answer = self.draw.randrange(first_answer, len(batch.answers))
        if answer is not None:
            batch.answers[answer][1]["reply_count"] += 1
        batch.replies.append((at, answer, parent, row))
        self._vote(batch, "reply", place, row, moment, _VOTES_REPLY)

    def _solve(self, batch: Batch, at: int, first_answer: int, moments: list[datetime]) -> None:
        """Let the asker accept an answer: the first, or a later one."""
        question, count = batch.questions[at], len(batch.answers) - first_answer
        question["accepted_by_id"] = question["solved_at"] = None
        if not count or self.draw.random() > self.solved_share:
            return
        answer = first_answer + int(count * self.draw.random() ** 2)
        row = batch.answers[answer][1]
        later = [moment for moment in moments if moment > row["posted_at"]]
        solved = later[0] if later else row["posted_at"] + (self.now - row["posted_at"]) / 50
        question["accepted_by_id"], question["solved_at"] = question["author_id"], solved
        batch.accepted.append((at, answer, solved))
        self._vote(batch, "answer", answer, row, solved, _VOTES_SOLUTION)

    def _close(self, batch: Batch, at: int, first_answer: int, first_reply: int) -> None:
        """Set what follows from all posts: counts, the last post, votes, me toos."""
        question, asker = batch.questions[at], batch.questions[at]["author_id"]
        answers = [row for _, row in batch.answers[first_answer:]]
        replies = batch.replies[first_reply:]
        posts = sorted([*answers, *(row for *_, row in replies)], key=lambda r: r["posted_at"])
        others = [row["posted_at"] for row in answers if row["author_id"] != asker]
        last = posts[-1] if posts else None
        too = self._voters(question["asked_at"], asker, rolled(self.draw, _TOO))
        batch.too += [(at, who, self._after(question["asked_at"])) for who in too]
        question |= {
            "answer_count": len(answers),
            "reply_count": sum(answer is None for _, answer, _, _ in replies),
            "too_count": len(too),
            "first_answered_at": min(others, default=None),
            "last_post_at": last["posted_at"] if last else None,
            "last_post_by_id": last["author_id"] if last else None,
            "active_at": last["posted_at"] if last else question["asked_at"],
            "asker_spoke_last": last is None or last["author_id"] == asker,
        }
        self._vote(batch, "question", at, question, question["asked_at"], _VOTES_QUESTION)

    def _vote(
        self, batch: Batch, kind: str, place: int, row: Row, since: datetime, mean: float
    ) -> None:
        """Let some members vote; who voted on a post before does not vote again."""
        before: set[int] = row.setdefault("voters", set())
        row.setdefault("score", 0)
        for voter in self._voters(since, row["author_id"], rolled(self.draw, mean)):
            if voter in before:
                continue
            before.add(voter)
            value = -1 if self.draw.random() < _DOWN else 1
            row["score"] += value
            vote = {"voter_id": voter, "value": value, "at": self._after(since)}
            batch.votes.append((kind, place, vote))

    def _tag(self, batch: Batch, at: int) -> None:
        if self.places.tags:
            drawn = self.draw.choices(
                self.places.tags,
                cum_weights=self.places.tag_weights,
                k=self.draw.randint(1, _TAGS_MOST),
            )
            batch.tags += [(at, tag) for tag in dict.fromkeys(drawn)]

    def _moments(self, asked_at: datetime, count: int) -> list[datetime]:
        span = min(self.now - asked_at, _THREAD_SPAN)
        return sorted(asked_at + span * self.draw.random() ** _SOON for _ in range(count))

    def _after(self, moment: datetime) -> datetime:
        return moment + (self.now - moment) * self.draw.random() ** 3

    def _somebody(self, moment: datetime) -> int:
        """Return a member who had joined by then."""
        joined = max(1, bisect_right(self.crowd.joined, moment))
        return self.crowd.ids[int(joined * self.draw.random() ** _ACTIVE)]

    def _voters(self, since: datetime, but: int, count: int) -> list[int]:
        drawn = dict.fromkeys(self._somebody(since) for _ in range(count))
        return [voter for voter in drawn if voter != but]

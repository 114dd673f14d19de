"""What the question page shows, put together from the rooms that know the parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from app import links
from app.domain.accounts.models import Actor
from app.domain.accounts.queries import Face
from app.domain.forum.policy import may_claim
from app.domain.forum.queries.figures import affected_over_time
from app.domain.forum.queries.overlays import viewer_overlay
from app.domain.forum.queries.posts import answer_above, page_of
from app.domain.forum.queries.question_pages import question_page
from app.domain.forum.queries.rows import QuestionPage
from app.domain.moderation.queries import RulingRow, rulings_on
from app.domain.notifications.queries import follow_of, unread_in
from app.imports.stackexchange.attribution import is_of_network, licence_at
from app.kit.problems import NotFound
from app.web import words
from app.web.forum.ahead import loop_beside
from app.web.forum.related import articles_around, ask_instead, related_questions
from app.web.forum.shown_before import shown_earlier
from app.web.forum.structured import qa_page
from app.web.forum.texts import Texts, texts_of_page
from app.web.forum.traces import ruling_line
from app.web.people import person
from app.web.reputation.expertise import marks_on
from app.web.rows import chips, shown_question, state_of
from app.web.shell import base_url

FRAGMENTS = {"thread": "forum/_thread.html", "me-too": "forum/_me_too.html"}
SORTS = ("votes", "oldest", "newest")
NUMBER_LONGEST = 9


def thread_context(
    question_id: int, query: Mapping[str, str], who: Actor, **more: Any
) -> dict[str, Any]:
    """Return everything that ``forum/question.html`` and its fragments show to one reader."""
    sort = query.get("sort", "votes")
    sort = sort if sort in SORTS else "votes"
    after, before = query.get("after"), query.get("before")
    wanted = _wanted_answer(query)
    if wanted and after is None:
        after = _key_of(wanted, question_id, who, sort)
    shown = question_page(question_id, actor=who, sort=sort, after=after, before=before)
    return {
        "thread": shown,
        "question": shown.question,
        "sort": sort,
        **_standing(shown, who),
        **_neighbours(shown, sort),
        **_of_reader(shown, who),
        **_beside(shown, who),
        **_done_here(question_id),
        **more,
    }


def _standing(shown: QuestionPage, who: Actor) -> dict[str, Any]:
    """Where the question stands, and what turns its texts and ids into what is drawn."""
    view, texts = shown.question, texts_of_page(shown, who)
    solved_at = view.facts.solved_at
    return {
        "state": state_of(view.facts, view.answer_count),
        "facts": chips(view.facts),
        "solved_after": words.span(solved_at - view.asked_at) if solved_at else "",
        "in_short": _in_short(shown, texts),
        "steps": [(step.name, links.product_url(step.slug)) for step in shown.product_path],
        "text": texts,
        "named": _namer(shown),
        "structured": qa_page(shown, base_url(), texts),
        "licence": _licence(view.external_url, view.asked_at),
    }


def _licence(url: str | None, asked_at: datetime) -> str:
    """Name the licence of words that came from elsewhere, where that asks for it."""
    site = urlsplit(url or "").hostname or ""
    return licence_at(asked_at) if is_of_network(site) else ""


def _neighbours(shown: QuestionPage, sort: str) -> dict[str, Any]:
    """The addresses of this page and of the pages of answers before and after it."""
    path = links.question_url(shown.question.id, shown.question.slug)
    return {
        "path": path,
        "url": base_url() + path,
        "is_first": not shown.answers.previous,
        "older": _page_url(path, sort, after=shown.answers.next),
        "newer": _page_url(path, sort, before=shown.answers.previous),
    }


def _of_reader(shown: QuestionPage, who: Actor) -> dict[str, Any]:
    """What this reader did here and hears of it; for a guest the same for all."""
    question_id = shown.question.id
    return {
        "overlay": viewer_overlay(shown, who),
        "following": follow_of(who, question_id),
        "unread_here": unread_in(who, question_id),
        "claim": _claim(shown, who),
    }


def _beside(shown: QuestionPage, who: Actor) -> dict[str, Any]:
    """What stands beside the thread."""
    view = shown.question
    around = articles_around(view, who)
    return {
        "related": [shown_question(row) for row in related_questions(view, who)],
        "articles": around,
        "ask_url": ask_instead(view, around),
        "affected": affected_over_time(view.id) if view.too_count else [],
        "marks": marks_on(shown),
        "shown_earlier": shown_earlier(view.id, who),
        **loop_beside(view, who),
    }


def _done_here(question_id: int) -> dict[str, Any]:
    """What staff did in this thread, in public."""
    rulings = rulings_on(question_id)
    return {
        "trace": [ruling_line(row) for row in rulings],
        "hidden_reason": reason_of_hiding(rulings),
    }


def _namer(shown: QuestionPage) -> Callable[[int | None], Any]:
    """Return what turns an id on this page into a person; None stays None."""

    def named(member_id: int | None) -> Any:
        face: Face | None = shown.people.get(member_id or 0)
        return person(face) if face else None

    return named


def reason_of_hiding(rulings: list[RulingRow]) -> Callable[[str, int], str]:
    """Return what tells in public why a post is hidden, without the moderator's note."""
    last: dict[tuple[str, int], RulingRow] = {}
    for row in rulings:
        if row.kind == "hide":
            last.setdefault((row.subject_kind, row.subject_id), row)

    def reason(kind: str, post_id: int) -> str:
        row = last.get((kind, post_id))
        return f" {row.reason_label}." if row else ""

    return reason


def _wanted_answer(query: Mapping[str, str]) -> int | None:
    """Return the answer that an address asks for, by itself or by a reply under it."""
    numbers = {name: _number(query.get(name, "")) for name in ("answer", "reply")}
    if numbers["reply"]:
        return answer_above(numbers["reply"])
    return numbers["answer"]


def _number(given: str) -> int:
    # No row has a longer number.
    return int(given) if given.isascii() and given.isdigit() and len(given) <= NUMBER_LONGEST else 0


def _key_of(answer_id: int, question_id: int, who: Actor, sort: str) -> str | None:
    """Return the key of the page that shows an answer; None when it stands on the first one."""
    try:
        place = page_of(answer_id, actor=who, sort=sort)
    except NotFound:
        return None  # the thread is still worth showing
    return place.after if place.question_id == question_id else None


def _page_url(path: str, sort: str, **key: str | None) -> str:
    (name, value), *_ = key.items()
    if not value:
        return ""
    chosen = "" if sort == "votes" else f"sort={sort}&"
    return f"{path}?{chosen}{name}={value}#answers"


def _in_short(shown: QuestionPage, texts: Texts) -> str:
    accepted = shown.accepted
    if accepted is None or accepted.withheld:
        return ""
    return texts.beginning(accepted.parts, "answer", accepted.id, 150)


def _claim(shown: QuestionPage, who: Actor) -> dict[str, Any] | None:
    """Return who is writing an answer: told to helpers only."""
    view = shown.question
    if who.is_guest or not may_claim(who, view):  # type: ignore[arg-type]
        return None
    holder = shown.people.get(view.claimed_by_id or 0)
    return {"by": person(holder) if holder else None, "mine": view.claimed_by_id == who.id}

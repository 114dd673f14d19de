"""What somebody's help shows: what they know about, whom they helped, what they are known for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from app import links
from app.domain.accounts.models import Actor, User
from app.domain.forum.queries.rows import QuestionPage
from app.domain.reputation.queries.boards import BoardPlace
from app.domain.reputation.queries.expertise import Mark, TopicRow, knows_about, marks_beside
from app.domain.reputation.queries.impact import Impact, impact_of, thanked_answers
from app.kit.i18n import gettext, ngettext
from app.web import words
from app.web.boards import board_url


@dataclass(frozen=True)
class ShownTopic:
    """A topic that somebody knows about."""

    name: str
    url: str
    accepted: int
    bar: int
    mark: str
    mark_url: str


@dataclass(frozen=True)
class ShownThanked:
    """An answer that people thanked for."""

    url: str
    title: str
    note: str
    kind: str


def standing_shown(member: User, actor: Actor) -> dict[str, Any]:
    """Return what a member's page shows of their help: topics, impact, best answers.

    Six statements, however much they wrote: one for topics, four for figures, one for answers.
    """
    return {
        "topics": [_topic(row) for row in knows_about(member.id)],
        "impact": impact_figures(impact_of(member)),
        "thanked": [
            ShownThanked(
                url=links.answer_url(row.question_id, row.question_slug, row.answer_id),
                title=row.question_title,
                note=_thanks(row.score, accepted=row.is_accepted, works=row.also_works),
                kind="solved" if row.is_accepted or row.also_works else "answered",
            )
            for row in thanked_answers(member.id, actor=actor)
        ],
        "left_boards": not member.on_boards,
    }


def impact_figures(impact: Impact) -> list[tuple[str, str, str]]:
    """Return a helper's figures: the word, the figure in few characters, and exactly."""
    rows = [
        _counted(gettext("accepted answers"), impact.accepted),
        _counted(gettext("people helped"), impact.people_helped),
    ]
    if impact.solve_rate is not None:
        share = gettext("%(n)s%%", n=round(impact.solve_rate * 100))
        exact = ngettext("of %(num)s answer", "of %(num)s answers", impact.answers)
        rows.append((gettext("solve rate"), share, f"{share} {exact}"))
    if impact.reply_time is not None:
        span = words.span(impact.reply_time)
        rows.append((gettext("usual reply time"), span, span))
    if impact.best_streak > 1:
        best = ngettext("%(num)s day", "%(num)s days", impact.best_streak)
        now = ngettext("%(num)s day in a row now", "%(num)s days in a row now", impact.streak)
        rows.append((gettext("best streak"), best, now))
    return rows if impact.answers else []


def marks_on(shown: QuestionPage) -> dict[int, Markup]:
    """Return the marks beside the answers of a page, by their authors. One statement at most."""
    authors = {
        answer.author.id
        for answer in shown.all_answers
        if not answer.withheld and not answer.author.role
    }
    path = [step.id for step in shown.product_path]
    found = marks_beside(authors, path, shown.question.tags)
    return {
        member_id: Markup('<a class="expert-mark" href="{}">{}</a>').format(
            mark_url(mark), escape(mark_words(mark))
        )
        for member_id, mark in found.items()
    }


def mark_words(mark: Mark) -> str:
    """Return a mark as it reads beside a name."""
    topic = _name(mark.topic, mark.kind)
    if mark.percent is not None:
        return gettext("Top %(percent)s%% in %(topic)s", percent=mark.percent, topic=topic)
    said = {
        1: gettext("1st of %(people)s in %(topic)s", people=mark.people, topic=topic),
        2: gettext("2nd of %(people)s in %(topic)s", people=mark.people, topic=topic),
        3: gettext("3rd of %(people)s in %(topic)s", people=mark.people, topic=topic),
    }
    return said[mark.place or 1]


def mark_url(mark: Mark) -> str:
    """Return the board that a mark comes from."""
    return board_url(BoardPlace(mark.kind, 0, slug=mark.slug), period="all")


def _topic(row: TopicRow) -> ShownTopic:
    address = links.tag_url if row.kind == "tag" else links.product_url
    return ShownTopic(
        name=_name(row.name, row.kind),
        url=address(row.slug),
        accepted=row.accepted,
        bar=row.bar,
        mark=mark_words(row.mark) if row.mark else "",
        mark_url=mark_url(row.mark) if row.mark else "",
    )


def _name(name: str, kind: str) -> str:
    return f"#{name}" if kind == "tag" else name


def _thanks(score: int, *, accepted: bool, works: bool) -> str:
    votes = ngettext("%(num)s vote", "%(num)s votes", score)
    state = gettext("accepted") if accepted else gettext("also works") if works else ""
    return f"{votes} · {state}" if state else votes


def _counted(word: str, count: int) -> tuple[str, str, str]:
    return word, words.short(count), words.number(count)

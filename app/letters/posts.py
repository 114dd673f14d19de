"""Letters about posts: one is shown whole, several are gathered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app import links
from app.domain.forum.models.posts import Answer, Post, Reply
from app.domain.forum.models.questions import Question
from app.domain.notifications.actions.telling import post_of, written_at
from app.domain.notifications.models import Letter
from app.domain.notifications.queries import follow_of, preferences_of
from app.domain.notifications.rules import LETTER_LINES, THREAD
from app.domain.subjects import Subject
from app.kit.db import db
from app.kit.i18n import gettext, ngettext
from app.letters import tokens
from app.letters.bodies import beginning, post_bodies, unlinked
from app.letters.readers import Reader, here, stop_address, stops, why_not
from app.letters.sheets import Act, Line, Quote, Sheet, moment_in


@dataclass(frozen=True)
class PostNews:
    """One post that the reader is told of, and for which reason."""

    kind: str
    subject: Subject
    post: Post
    question: Question
    # The reader is told as a follower, not in person.
    following: bool = False

    @property
    def name(self) -> str:
        """The author's name, as no mail program links it."""
        return unlinked(self.post.author.name or self.post.author.handle)

    @property
    def url(self) -> str:
        """The exact post, as a whole address."""
        question = self.question
        return here(links.url_of(self.subject, "", question.id, question.slug))


def post_sheet(letters: Sequence[Letter], reader: Reader) -> tuple[Sheet | None, dict[int, str]]:
    """Return one sheet for everything that waits about posts, and why some of it is not in it."""
    news: dict[Subject, PostNews] = {}
    dropped: dict[int, str] = {}
    for letter in letters:
        found, reason = _news_in(letter, reader)
        if not found:
            dropped[letter.id] = reason or "nothing new"
        for each in found:
            news.setdefault(each.subject, each)
    told = sorted(news.values(), key=lambda each: (written_at(each.post), each.subject.id))
    if not told:
        return None, dropped
    return (_one(told[0], reader) if len(told) == 1 else _several(told, reader)), dropped


def _news_in(letter: Letter, reader: Reader) -> tuple[list[PostNews], str]:
    kind = "" if letter.kind == THREAD else letter.kind
    reason = why_not(reader, letter, kind)
    if reason:
        return [], reason
    if letter.kind == THREAD:
        return _news_of_thread(letter, reader), ""
    subject = Subject(letter.data["subject_kind"], letter.data["subject_id"])
    post = post_of(subject)
    if post is None or post.is_hidden:
        return [], "not visible"
    question = post if isinstance(post, Question) else post.question
    return [PostNews(letter.kind, subject, post, question)], ""


def _news_of_thread(letter: Letter, reader: Reader) -> list[PostNews]:
    """What was written in a thread since the letter began to wait, but for what was mailed."""
    question = db.session.get(Question, letter.question_id)
    follow = follow_of(reader.actor, letter.question_id or 0)
    if question is None or follow is None or not follow.is_on:
        return []
    wanted = preferences_of(reader.actor.id)
    news = []
    models: tuple[type[Answer | Reply], ...] = (Answer, Reply)
    for model in models:
        kind = "answer" if model is Answer else "reply"
        if not wanted[kind][1]:
            continue
        posts = select(model).where(
            model.question_id == question.id,
            model.posted_at >= letter.at,
            model.hidden_at.is_(None),
            model.author_id != reader.actor.id,
        )
        found: Sequence[Any] = db.session.scalars(
            posts.order_by(model.id).limit(LETTER_LINES * 5)
        ).all()
        for post in found:
            subject = Subject(kind, post.id)  # type: ignore[arg-type]
            news.append(PostNews(kind, subject, post, question, following=True))
    mailed = _mailed(news, reader)
    return [each for each in news if each.subject not in mailed]


def _mailed(news: Sequence[PostNews], reader: Reader) -> set[Subject]:
    """Return which posts were mailed to the reader in person."""
    keys = {f"post:{each.subject}:u{reader.actor.id}": each.subject for each in news}
    found = db.session.scalars(
        select(Letter.dedupe_key).where(Letter.dedupe_key.in_(keys), Letter.sent_at.is_not(None))
    )
    return {keys[key] for key in found}


# -- one --------------------------------------------------------------------------------------


def _one(news: PostNews, reader: Reader) -> Sheet:
    question = news.question
    asked = question.author_id == reader.actor.id
    excerpt = beginning(news.post.body_parts)
    html, text = post_bodies(news.post, reader)
    solvable = asked and isinstance(news.post, Answer) and not question.is_solved
    return Sheet(
        subject=_subject(news),
        heading=_heading(news, asked=asked),
        preheader=excerpt,
        about=_about(question),
        quote=Quote(
            name=news.name,
            note=moment_in(written_at(news.post), reader.language, reader.time_zone),
            html=html,
            text=text,
        ),
        ask=gettext("Did it help?") if solvable else "",
        acts=_acts(news, reader, solvable=solvable),
        note=gettext("One click is enough, you don’t have to sign in.") if solvable else "",
        why=_why(news, asked=asked),
        stops=stops(reader, question.id, news.kind),
        unsubscribe=stop_address(reader, "thread", question.id, news.kind),
    )


def _about(question: Question) -> tuple[str, str]:
    return question.title, here(links.question_url(question.id, question.slug))


def _acts(news: PostNews, reader: Reader, *, solvable: bool) -> list[Act]:
    if not solvable:
        return [Act("filled", gettext("Read and reply"), news.url)]
    token = tokens.sign("solved", reader.actor.id or 0, news.subject.id)
    solved = here(links.solved_url(news.subject.id, token))
    return [
        Act("solved", gettext("✓ This solved it"), solved),
        Act("quiet", gettext("Not yet, reply to %(name)s", name=news.name), news.url),
    ]


def _subject(news: PostNews) -> str:
    words = {"name": news.name, "title": news.question.title}
    if news.kind == "answer":
        return gettext("%(name)s answered: %(title)s", **words)
    if news.kind == "reply":
        return gettext("%(name)s replied: %(title)s", **words)
    return gettext("%(name)s mentioned you: %(title)s", **words)


def _heading(news: PostNews, *, asked: bool) -> str:
    name = news.name
    if news.kind == "mention":
        return gettext("%(name)s mentioned you", name=name)
    if news.kind == "answer" and asked:
        return gettext("%(name)s answered your question", name=name)
    if news.kind == "answer":
        return gettext("%(name)s answered a question you follow", name=name)
    if news.following:
        return gettext("%(name)s replied in a question you follow", name=name)
    return gettext("%(name)s replied to you", name=name)


def _why(news: PostNews, *, asked: bool) -> str:
    if news.kind == "mention":
        return gettext("You get this because somebody wrote your handle.")
    if asked:
        return gettext("You get this because you asked the question.")
    if news.following:
        return gettext("You get this because you follow the question.")
    return gettext("You get this because it answers what you wrote.")


# -- several ----------------------------------------------------------------------------------


def _several(told: Sequence[PostNews], reader: Reader) -> Sheet:
    questions = {news.question.id: news.question for news in told}
    alone = next(iter(questions.values())) if len(questions) == 1 else None
    if alone is not None:
        heading = ngettext("%(num)s new post", "%(num)s new posts", len(told))
        subject = gettext("%(heading)s: %(title)s", heading=heading, title=alone.title)
    else:
        heading = ngettext("News in %(num)s question", "News in %(num)s questions", len(questions))
        subject = heading
    more = len(told) - LETTER_LINES
    question_id = alone.id if alone is not None else None
    what = "thread" if alone is not None else "all"
    kind = told[0].kind
    return Sheet(
        subject=subject,
        heading=heading,
        preheader=_line(told[0]).words,
        about=_about(alone) if alone is not None else None,
        lines=[_line(news, alone=alone is not None) for news in told[:LETTER_LINES]],
        note=ngettext("And %(num)s more.", "And %(num)s more.", more) if more > 0 else "",
        why=gettext("You get this because you ask, answer or follow here."),
        stops=stops(reader, question_id, kind),
        unsubscribe=stop_address(reader, what, question_id, kind),
    )


def _line(news: PostNews, *, alone: bool = False) -> Line:
    if news.kind == "answer":
        words = gettext("%(name)s answered", name=news.name)
    elif news.kind == "reply":
        words = gettext("%(name)s replied", name=news.name)
    else:
        words = gettext("%(name)s mentioned you", name=news.name)
    return Line(
        words=words,
        # Where all are of one question, its title stands on top and not at each.
        title=gettext("Read it") if alone else news.question.title,
        url=news.url,
        excerpt=beginning(news.post.body_parts),
    )

"""What knowledge does when posts are written, solved, hidden or moved, and articles change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.domain.knowledge.actions import embedding, flagging, reckoning, uses, validating
from app.domain.knowledge.actions.embedding import Standing
from app.domain.knowledge.events import ArticleMoved, ArticlePublished, ArticleUsed
from app.domain.knowledge.models.articles import Article
from app.domain.subjects import Subject
from app.kit.db import db
from app.kit.jobs import batched
from app.kit.work import write

# Events of the forum are taken by their fields: the two rooms are strangers.


def note_post(event: Any) -> None:
    """Keep which articles a post shows and links.

    :raises Invalid: on ``body``, when a reader of the post could not see what it would show.
    """
    host = Subject(event.subject_kind, event.subject_id)
    standing = Standing(host, event.space_id, event.author_id, event.question_id)
    shown = embedding.keep_embeds(standing, event.embeds)
    uses.keep_uses(
        standing,
        shown=shown,
        links=event.links,
        asked_at=event.asked_at,
        solved_at=event.solved_at,
    )


def check_staged(event: Any) -> None:
    """A first question shows nothing that its readers could not see.

    :raises Invalid: on ``body``, so that its writer hears at once.
    """
    embedding.check_embeds(event.space_id, event.embeds)


def note_solution(event: Any) -> None:
    """An accepted answer makes a reuse of every article it links or shows."""
    uses.note_solution(Subject("answer", event.answer_id))


def take_back_solution(event: Any) -> None:
    """What is no solution any more reused nothing with success."""
    uses.take_back_solution(Subject("answer", event.answer_id))


def follow_moved_thread(event: Any) -> None:
    """A thread has other readers now: what its posts show is judged by these."""
    embedding.move_thread(event.question_id, event.space_id)


def follow_merged_thread(event: Any) -> None:
    """Posts stand in another thread now."""
    embedding.merge_thread(event.question_id, event.into_id, event.space_id)
    uses.merge_uses(event.question_id, event.into_id, event.solution_id)


def uncount_hidden(event: Any) -> None:
    """What nobody sees is no place that shows a block."""
    subject = Subject(event.subject_kind, event.subject_id)
    embedding.hide_host(subject, event.question_id, hidden=True)


def count_restored(event: Any) -> None:
    """What came back shows again what it showed."""
    subject = Subject(event.subject_kind, event.subject_id)
    embedding.hide_host(subject, event.question_id, hidden=False)


def follow_moved_article(event: ArticleMoved) -> None:
    """An article has other readers now: what it shows is judged by these."""
    if event.space_changed:
        embedding.move_article(db.session.get_one(Article, event.article_id))


def settle_mended(event: ArticlePublished) -> None:
    """A change that a flag had set off went live: whoever flagged it hears that it is fixed."""
    flagging.settle_mended(event)


def settle_confidence(event: ArticleUsed) -> None:
    """A reuse that counts, or counts no more, may change how far an article is trusted."""
    validating.settle_state(db.session.get_one(Article, event.article_id))


@batched
def reckon_touched(events: Sequence[Any]) -> None:
    """Reckon anew the health of all articles that something happened to."""
    write(reckoning.reckon, sorted({event.article_id for event in events}))

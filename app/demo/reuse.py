"""Where the demo's posts use its articles: what they show, link, and are solved by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import or_, select

from app.demo.people import SOURCE
from app.demo.reading import BadContent, Entry
from app.domain.forum.models.posts import Answer, Post, Reply
from app.domain.forum.models.questions import Question
from app.domain.forum.queries.posts import kind_of, question_of
from app.domain.knowledge.actions.doubting import showing
from app.domain.knowledge.actions.embedding import Standing, keep_article_embeds, keep_embeds
from app.domain.knowledge.actions.uses import count_reuses, linked_articles
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.models.blocks import Block, BlockText, Embed
from app.domain.knowledge.models.use import ArticleUse
from app.domain.knowledge.rules import MAJOR
from app.domain.subjects import Subject
from app.kit import markup
from app.kit.db import db


def add_uses(threads: dict[str, Entry], marks: list[Entry]) -> int:
    """Store what is missing of what posts show, link and are solved by; return how many.

    Call inside a unit of work.

    :param marks: threads that an article solves, beside those the threads name themselves.
    """
    known = {
        (row.article_id, row.host_kind, row.host_id, row.way)
        for row in db.session.scalars(select(ArticleUse))
    }
    for article in db.session.scalars(select(Article).where(Article.external_source == SOURCE)):
        keep_article_embeds(article)
    wanted = [use for post in _posts() for use in _uses_of(post)]
    named = [(name, slug) for name, each in threads.items() for slug in each.get("articles", [])]
    named += [(mark["thread"], mark["article"]) for mark in marks]
    wanted += [use for name, slug in named if (use := _solved(name, slug)) is not None]
    added = 0
    for use in wanted:
        key = (use.article_id, use.host_kind, use.host_id, use.way)
        if key not in known:
            db.session.add(use)
            known.add(key)
            added += 1
    db.session.flush()
    if added:
        _date_embeds()
        _doubt_what_changed()
        count_reuses()
    return added


def _posts() -> Iterator[Post]:
    kinds: tuple[type[Post], ...] = (Question, Answer, Reply)
    for kind in kinds:
        found: Iterable[Post] = db.session.scalars(
            select(kind).where(
                kind.external_source == SOURCE,
                or_(kind.body.contains("{{kb:"), kind.body.contains("](/knowledge/")),
            )
        )
        yield from found


def _uses_of(post: Post) -> Iterator[ArticleUse]:
    question = question_of(post)
    host = Subject(kind_of(post), post.id)  # type: ignore[arg-type]  # a post's kind is a subject's
    standing = Standing(host, question.space_id, post.author_id, question.id)
    shown = keep_embeds(standing, markup.embeds_in(post.body_parts))
    linked = linked_articles(markup.links_in(post.body_parts))
    solves = isinstance(post, Answer) and question.accepted_answer_id == post.id
    at = _written(post)
    for way, numbers in (("embed", shown), ("link", linked)):
        for number in sorted(numbers):
            yield _use(number, way, host, question, post.author_id, at=at, solves=solves)


def _use(
    number: int, way: str, host: Subject, question: Question, by: int, *, at: datetime, solves: bool
) -> ArticleUse:
    article = db.session.get_one(Article, number)
    article.used_at = max(article.used_at or at, at)
    since = article.published_at
    return ArticleUse(
        article_id=number,
        host_kind=host.kind,
        host_id=host.id,
        way=way,
        question_id=question.id,
        author_id=by,
        at=at,
        solved_at=question.solved_at if solves else None,
        was_known=since is not None and since < question.asked_at,
    )


def _solved(thread: str, slug: str) -> ArticleUse | None:
    """Give the mark that an article solves a thread, where the content says so."""
    question = db.session.scalar(
        select(Question).where(Question.external_source == SOURCE, Question.external_id == thread)
    )
    article = db.session.scalar(select(Article).where(Article.slug == slug))
    if question is None or article is None:
        raise BadContent(f"there is no thread {thread}, or no article {slug}")
    if article.published_at is None:
        return None
    at = max(article.published_at, question.solved_at or question.asked_at)
    host = Subject("question", question.id)
    by = question.accepted_by_id or question.author_id
    use = _use(article.id, "solves", host, question, by, at=at, solves=False)
    use.solved_at = at
    return use


def _written(post: Post) -> datetime:
    return post.asked_at if isinstance(post, Question) else post.posted_at


# -- what was shown when ----------------------------------------------------------------------


def _date_embeds() -> None:
    """Let each post show, as answered, what the block said when it was written."""
    hosts = {(kind_of(post), post.id): _written(post) for post in _posts()}
    articles = db.session.execute(
        select(Article.id, Article.changed_at).where(Article.external_source == SOURCE)
    )
    hosts |= {("article", row.id): row.changed_at for row in articles}
    for embed in db.session.scalars(select(Embed)):
        at = hosts.get((embed.host_kind, embed.host_id))
        if at is None:
            continue
        embed.at = at
        then = db.session.scalar(
            select(BlockText)
            .where(BlockText.block_id == embed.block_id, BlockText.at <= at)
            .order_by(BlockText.at.desc())
            .limit(1)
        )
        if then is not None:
            embed.text = then
    db.session.flush()


def _doubt_what_changed() -> None:
    """Ask again whether posts are right that show what a major edit changed since."""
    changed = db.session.execute(
        select(BlockText.block_id, BlockText.at)
        .join(Block, Block.text_id == BlockText.id)
        .where(BlockText.significance == MAJOR)
    )
    for row in changed:
        for embed in showing([row.block_id]):
            if embed.at < row.at and embed.doubted_at is None and embed.checked_at is None:
                embed.doubted_at = row.at
    db.session.flush()

"""The demo community's articles: topics, texts then and now, states, and what they grew from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select

from app.demo.people import SOURCE
from app.demo.reading import BadContent, Entry
from app.demo.stage import Stage
from app.domain.accounts.models import User
from app.domain.accounts.texts import Text, prepare_many
from app.domain.catalog.models import Product, Space, Tag
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.domain.knowledge.actions.drafting import begin, keep_sources
from app.domain.knowledge.actions.publishing import publish_now, publish_text_now
from app.domain.knowledge.actions.wording import Wording, new_revision, show_draft
from app.domain.knowledge.events import ArticleMoved
from app.domain.knowledge.models.articles import Article, Topic
from app.domain.knowledge.models.use import ArticleValidation
from app.domain.knowledge.rules import MAJOR, MEDIUM, MINOR
from app.domain.search.reactions import refresh_articles
from app.domain.subjects import Subject
from app.kit import jobs
from app.kit.db import db
from app.kit.work import write

SIGNIFICANCE = {"minor": MINOR, "medium": MEDIUM, "major": MAJOR}
ARTICLES_AT_ONCE = 20
# One in so many who read an article says whether it helped.
READERS_A_VOTE = 9


@dataclass(frozen=True)
class Words:
    """One text of an article, and when and by whom it came."""

    title: str
    body: str
    by: str
    ago: float
    reviewed_by: str | None
    comment: str = ""
    significance: int = MEDIUM
    text: Text = field(default_factory=lambda: Text(""))


def bring_articles(
    stage: Stage, topics: list[Entry], articles: dict[str, Entry], knowledge: Entry
) -> dict[str, int]:
    """Store the topics and articles that are missing; return how many of each. Own units."""
    ids: dict[str, int]
    ids, made = write(add_topics, topics)
    known = select(Article.external_id).where(Article.external_source == SOURCE)
    there = set(db.session.scalars(known))
    missing = {name: entry for name, entry in articles.items() if name not in there}
    earlier = _by_article(knowledge.get("earlier", []))
    texts = _prepared({n: list(texts_of(n, e, earlier)) for n, e in missing.items()})
    names = list(missing)
    for first in range(0, len(names), ARTICLES_AT_ONCE):
        some = {name: missing[name] for name in names[first : first + ARTICLES_AT_ONCE]}
        write(_add_articles, stage, some, texts, ids)
    return {"topics": made, "articles": len(missing)}


# -- topics -----------------------------------------------------------------------------------


def add_topics(tree: list[Entry], parent_id: int | None = None) -> tuple[dict[str, int], int]:
    """Make what is missing of the tree; return the topic of each article, and how many were made.

    Call inside a unit of work.
    """
    place: dict[str, int] = {}
    made = 0
    for position, entry in enumerate(tree):
        topic = db.session.scalar(select(Topic).where(Topic.slug == entry["slug"]))
        if topic is None:
            topic = Topic(
                slug=entry["slug"],
                name=entry["name"],
                about=entry.get("about", ""),
                parent_id=parent_id,
                position=position,
            )
            db.session.add(topic)
            db.session.flush()
            made += 1
        place |= dict.fromkeys(entry.get("articles", []), topic.id)
        below, more = add_topics(entry.get("children", []), topic.id)
        place |= below
        made += more
    return place, made


# -- texts ------------------------------------------------------------------------------------


def _by_article(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry["article"], []).append(entry)
    return found


def texts_of(name: str, entry: Entry, earlier: Mapping[str, list[Entry]]) -> Iterator[Words]:
    """Give every text an article ever had, the first one first; the last one is in its file."""
    edits = sorted(earlier.get(name, []), key=lambda edit: -float(edit["ago"]))
    # From the present one backwards: each edit says what stood there before it.
    title, body = entry["title"], entry["body"]
    before = [(title, body)]
    for edit in reversed(edits):
        title, body = edit.get("title", title), replaced(name, edit, body)
        before.append((title, body))
    first, *later = reversed(before)
    yield Words(first[0], first[1], entry["by"], entry["ago"], entry.get("reviewed_by"))
    for edit, (title, body) in zip(edits, later, strict=True):
        yield Words(
            title,
            body,
            edit["by"],
            edit["ago"],
            edit["reviewed_by"],
            edit["comment"],
            SIGNIFICANCE[edit["significance"]],
        )


def replaced(name: str, edit: Entry, body: str) -> str:
    """Put other words where an edit says so."""
    for now, other in edit["text"]:
        if now not in body:
            raise BadContent(f"knowledge.yaml: {name} does not say {now!r}")
        body = body.replace(now, other, 1)
    return body


def _prepared(texts: dict[str, list[Words]]) -> dict[str, list[Words]]:
    flat = [(name, words) for name, some in texts.items() for words in some]
    rendered = prepare_many([words.body for _name, words in flat], outline=True)
    found: dict[str, list[Words]] = {name: [] for name in texts}
    for (name, words), text in zip(flat, rendered, strict=True):
        found[name].append(replace(words, text=text))
    return found


# -- articles ---------------------------------------------------------------------------------


def _add_articles(
    stage: Stage,
    entries: dict[str, Entry],
    texts: dict[str, list[Words]],
    topics: dict[str, int],
) -> None:
    for name, entry in entries.items():
        first, *later = texts[name]
        article = _begin(stage, name, entry, first, topics.get(name))
        for words in later:
            _publish(stage, article, words)
        _describe(stage, article, name, entry)
        event = ArticleMoved(article.id, space_changed=False)
        jobs.put(refresh_articles, "ArticleMoved", dict(vars(event)))


def _begin(stage: Stage, name: str, entry: Entry, words: Words, topic_id: int | None) -> Article:
    kind = entry.get("type", "article")
    by, at = _member(stage, words.by), stage.at(words.ago)
    space = db.session.get_one(Space, stage.default_space)
    if entry["state"] == "wip":
        article = _draft(name, words, by=by, kind=kind, space=space, at=at)
    else:
        article = publish_now(
            by=by,
            title=words.title,
            body=words.text,
            kind=kind,
            space=space,
            slug=name,
            reviewer=_member(stage, words.reviewed_by or words.by),
            at=at,
        )
    slug = entry.get("product")
    article.product = db.session.get_one(Product, stage.products[slug]) if slug else None
    article.topic = db.session.get_one(Topic, topic_id) if topic_id else None
    article.tags = [db.session.get_one(Tag, stage.tags[tag]) for tag in entry.get("tags", [])]
    return article


def _draft(name: str, words: Words, *, by: User, kind: str, space: Space, at: datetime) -> Article:
    wording = Wording(words.title, "", words.text)
    article = begin(by, wording, kind=kind, space=space, at=at, slug=name)
    revision = new_revision(article, wording, by, state="draft")
    revision.at = at
    show_draft(article, revision)
    return article


def _publish(stage: Stage, article: Article, words: Words) -> None:
    wording = Wording(words.title, "", words.text, words.comment, words.significance)
    publish_text_now(
        article,
        by=_member(stage, words.by),
        wording=wording,
        reviewer=_member(stage, words.reviewed_by or words.by),
        at=stage.at(words.ago),
    )


def _describe(stage: Stage, article: Article, name: str, entry: Entry) -> None:
    """Set what is no text: how far it is trusted, what readers said of it, what it grew from."""
    article.external_source, article.external_id = SOURCE, name
    article.helpful_count = article.imported_helpful = int(entry.get("helpful", 0))
    article.unhelpful_count = article.imported_unhelpful = int(entry.get("unhelpful", 0))
    article.view_count = (article.helpful_count + article.unhelpful_count) * READERS_A_VOTE
    article.state = entry["state"]
    article.state_since = article.published_at or article.created_at
    if gone := entry.get("archived"):
        article.state_before, article.state_since = "validated", stage.at(gone["ago"])
    if entry["state"] == "validated" and article.revision and article.revision.reviewer_id:
        db.session.add(_validation(article))
    if "from" in entry:
        keep_sources(article, sources_of(str(entry["from"])))
    db.session.flush()


def _validation(article: Article) -> ArticleValidation:
    revision = article.revision
    assert revision is not None  # noqa: S101 - who calls this asked
    return ArticleValidation(
        article_id=article.id,
        revision_id=revision.id,
        by_id=revision.reviewer_id,
        at=revision.reviewed_at,
    )


def sources_of(thread: str) -> list[tuple[Subject, int | None]]:
    """Return what an article that grew from a thread came of: the question, and what solved it."""
    question = db.session.scalar(
        select(Question).where(Question.external_source == SOURCE, Question.external_id == thread)
    )
    if question is None:
        raise BadContent(f"articles: there is no thread {thread}")
    found: list[tuple[Subject, int | None]] = [
        (Subject("question", question.id), question.author_id)
    ]
    if question.accepted_answer_id is not None:
        answer = db.session.get_one(Answer, question.accepted_answer_id)
        found.append((Subject("answer", answer.id), answer.author_id))
    return found


def _member(stage: Stage, handle: str) -> User:
    return db.session.get_one(User, stage.member(handle))

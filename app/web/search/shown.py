"""Results as templates draw them: threads, articles, ideas, members and tags."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup, escape

from app import links
from app.domain.ideas.rules.machine import TERMINAL
from app.domain.search.queries import (
    AnyResult,
    ArticleLine,
    ArticleResult,
    IdeaLine,
    IdeaResult,
    MemberResult,
    Result,
    Suggestion,
    TagResult,
)
from app.kit import markup
from app.kit.fulltext import Segment
from app.web import words
from app.web.people import Person, person
from app.web.rows import Linked, ShownQuestion, shown_question
from app.web.templating import say as gettext
from app.web.templating import say_counted as ngettext

# A share of fewer readers says nothing.
READERS_LEAST = 5
# Characters of an article's beginning, where it has no summary.
BEGINNING = 200


@dataclass(frozen=True)
class ShownResult:
    """One thread: the question's line, its title marked, and where it leads."""

    row: ShownQuestion
    title: Markup
    url: str
    kind: str
    note: str
    is_article: bool = False
    # Whether the excerpt is of an answer, which the address leads to.
    is_by_answer: bool = False
    # Who answered it, where the threads of somebody are looked for; the address leads there, too.
    answered_by: Person | None = None


@dataclass(frozen=True)
class ShownArticle:
    """One article as a line beside threads."""

    id: int
    slug: str
    title: Markup
    excerpt: Any
    url: str
    state: str
    product: Linked | None
    changed_at: datetime
    checked: str
    note: str
    kind: str = "article"
    is_article: bool = True


@dataclass(frozen=True)
class FoundIdea:
    """One idea as a line beside threads and articles."""

    id: int
    title: Markup
    excerpt: Markup
    url: str
    status: str
    product: Linked | None
    proposed_at: datetime
    vote_count: int
    comment_count: int
    # Whether it can still be voted for.
    is_open: bool
    note: str
    kind: str = "idea"
    is_article: bool = False


@dataclass(frozen=True)
class FoundMember:
    """One member as a line among what was found."""

    person: Person
    title: Markup
    excerpt: Markup
    url: str
    note: str
    kind: str = "member"
    is_article: bool = False


@dataclass(frozen=True)
class FoundTag:
    """One tag as a line among what was found."""

    title: Markup
    excerpt: Markup
    url: str
    note: str
    kind: str = "tag"
    is_article: bool = False


AnyShown = ShownResult | ShownArticle | FoundIdea | FoundMember | FoundTag


def shown(found: Iterable[AnyResult]) -> list[AnyShown]:
    """Return results of all kinds, in their order."""
    return [_shown(one) for one in found]


def _shown(result: AnyResult) -> AnyShown:
    match result:
        case Result():
            return shown_result(result)
        case ArticleResult():
            return shown_match(result)
        case IdeaResult():
            return shown_idea(result)
        case MemberResult():
            return _member(result)
        case TagResult():
            return _tag(result)


def shown_idea(result: IdeaResult) -> FoundIdea:
    """Return an idea that was found, with the words that were searched for marked."""
    return _idea(result.idea, marked(result.title), marked(result.excerpt))


def shown_idea_line(line: IdeaLine) -> FoundIdea:
    """Return an idea without a search that led to it."""
    return _idea(line, escape(line.title), escape(markup.excerpt(line.parts, BEGINNING)))


def _idea(line: IdeaLine, title: Markup, excerpt: Markup) -> FoundIdea:
    product = line.product
    return FoundIdea(
        id=line.id,
        title=title,
        excerpt=excerpt,
        url=links.idea_url(line.id, line.slug),
        status=line.status,
        product=Linked(product.name, links.product_url(product.slug)) if product else None,
        proposed_at=line.proposed_at,
        vote_count=line.vote_count,
        comment_count=line.comment_count,
        is_open=line.status not in TERMINAL,
        note=ngettext("%(num)s vote", "%(num)s votes", line.vote_count),
    )


def shown_result(result: Result) -> ShownResult:
    """Return a result; one found by an answer leads to that answer."""
    row = shown_question(result.question, excerpt=marked(result.excerpt))
    by_answer = getattr(result, "is_by_answer", bool(result.answer_id))
    who = getattr(result, "answered_by", None)
    url = row.url
    if (by_answer or who) and result.answer_id:
        url = links.answer_url(row.id, result.question.slug, result.answer_id)
    return ShownResult(
        row=row,
        title=marked(result.title),
        url=url,
        kind=row.state,
        note=note(row),
        is_by_answer=by_answer,
        answered_by=person(who) if who else None,
    )


def _member(result: MemberResult) -> FoundMember:
    found = result.member
    who = person(found.face)
    return FoundMember(
        person=who,
        title=marked(result.title),
        excerpt=marked(result.excerpt),
        url=who.url,
        note=ngettext("%(num)s answer", "%(num)s answers", found.answer_count)
        if found.answer_count
        else ngettext("%(num)s question", "%(num)s questions", found.question_count),
    )


def _tag(result: TagResult) -> FoundTag:
    found = result.tag
    return FoundTag(
        title=Markup("#{}").format(marked(result.title)),
        excerpt=marked(result.excerpt),
        url=links.tag_url(found.name),
        note=ngettext("%(num)s question", "%(num)s questions", found.question_count),
    )


def shown_match(result: ArticleResult) -> ShownArticle:
    """Return an article that was found, with the words that were searched for marked."""
    return _article(result.article, marked(result.title), marked(result.excerpt))


def shown_line(line: ArticleLine) -> ShownArticle:
    """Return an article without a search that led to it."""
    return _article(line, escape(line.title), line.summary or markup.excerpt(line.parts, BEGINNING))


def _article(line: ArticleLine, title: Markup, excerpt: Any) -> ShownArticle:
    product = line.product
    return ShownArticle(
        id=line.id,
        slug=line.slug,
        title=title,
        excerpt=excerpt,
        url=links.article_url(line.slug),
        state=line.state,
        product=Linked(product.name, links.product_url(product.slug)) if product else None,
        changed_at=line.changed_at,
        checked=checked(line),
        note=gettext("Article"),
    )


def checked(line: ArticleLine) -> str:
    """Return how far to trust an article, in a few words."""
    if line.checked_at:
        said = [gettext("Last checked %(day)s", day=words.day(line.checked_at))]
    else:
        said = [gettext("Changed %(day)s", day=words.day(line.changed_at))]
    readers = line.helpful_count + line.unhelpful_count
    if readers >= READERS_LEAST:
        share = round(100 * line.helpful_count / readers)
        said.append(gettext("%(share)s%% found it helpful", share=share))
    return " · ".join(said)


def note(row: ShownQuestion | Suggestion) -> str:
    """Return the one figure that tells how much a thread is worth reading."""
    if row.too_count:
        return ngettext("%(num)s person", "%(num)s people", row.too_count)
    if row.answer_count:
        return ngettext("%(num)s answer", "%(num)s answers", row.answer_count)
    return gettext("no answer yet")


def marked(segments: list[Segment]) -> Markup:
    """Return segments with the words that were searched for marked."""
    pieces = [
        f"<mark>{escape(text)}</mark>" if is_hit else str(escape(text)) for text, is_hit in segments
    ]
    return Markup("".join(pieces))  # noqa: S704 - escaped piece by piece

"""What stands beside a thread: questions like it, and the articles that have to do with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

from app import links
from app.domain.accounts.models import Actor
from app.domain.forum.queries.lists import questions_by_ids
from app.domain.forum.queries.rows import QuestionRow, QuestionView
from app.domain.knowledge.queries.threads import ThreadArticle, articles_of_thread
from app.domain.search.queries import article_lines, matching_articles, related
from app.domain.subjects import Subject
from app.web.search.nearby import near
from app.web.search.shown import ShownArticle, shown_line

RELATED = 5


@dataclass(frozen=True)
class Solving:
    """An article that somebody marked as the solution."""

    article: ShownArticle
    by_asker: bool


@dataclass(frozen=True)
class ArticlesAround:
    """The articles that have to do with a thread, each in one place only."""

    solving: list[Solving] = field(default_factory=list)
    # Published ones that the thread became; and a draft, for those who help with it.
    grown: list[ShownArticle] = field(default_factory=list)
    draft: ThreadArticle | None = None
    # Like the question, by its words.
    matching: list[ShownArticle] = field(default_factory=list)

    @property
    def is_grown(self) -> bool:
        return bool(self.grown or self.draft)


def related_questions(view: QuestionView, who: Actor) -> list[QuestionRow]:
    """Return questions like this one that the reader may see."""
    return questions_by_ids(_near(view, who)["question"], actor=who)


def articles_around(view: QuestionView, who: Actor) -> ArticlesAround:
    """Return the articles around a thread that the reader may read. At most two statements."""
    standing = articles_of_thread(view.id, actor=who, solution_id=view.accepted_answer_id)
    ids = [*standing.ids, *_near(view, who)["article"]]
    lines = {line.id: shown_line(line) for line in article_lines(ids, actor=who)}
    solving = [one for one in standing.solving if one.id in lines]
    grown = [one for one in standing.grown if one.id in lines]
    told = {one.id for one in (*solving, *grown)}
    drafts = [one for one in standing.grown if not one.is_published and not one.is_archived]
    return ArticlesAround(
        solving=[Solving(lines[one.id], one.marked_by_id == view.author.id) for one in solving],
        grown=[lines[one.id] for one in grown],
        draft=drafts[0] if drafts else None,
        matching=[line for number, line in lines.items() if number not in told],
    )


def ask_instead(view: QuestionView, around: ArticlesAround) -> str:
    """Return where somebody asks whom this thread did not help; what should have solved it is told.

    It is then counted against the article.
    """
    query = {"product": view.product.slug} if view.product else {}
    if around.solving:
        query["article"] = str(around.solving[0].article.id)
    return f"{links.ask_url()}?{urlencode(query)}" if query else links.ask_url()


def _near(view: QuestionView, who: Actor) -> dict[str, list[int]]:
    """Return what is like a question, by kind."""
    subject = Subject("question", view.id)

    def find() -> dict[str, list[int]]:
        threads = related(subject, actor=who, limit=RELATED)
        articles = matching_articles(view.title, actor=who, space=view.space_slug)
        return {"question": [one.id for one in threads], "article": [one.id for one in articles]}

    return near(subject, who, find)

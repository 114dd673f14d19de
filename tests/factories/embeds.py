"""Posts that show parts of articles, written through the verbs that write posts."""

from __future__ import annotations

from sqlalchemy import select

from app.domain.accounts.models import User
from app.domain.accounts.texts import Text
from app.domain.forum.actions.answering import answer
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.models.blocks import Embed
from app.kit.db import db
from app.kit.work import write
from tests.factories.forum import make_question, make_text
from tests.factories.knowledge import a_change, an_article
from tests.people import make_member

STEP = "Switch it off and on five times, a second apart."
NEW_STEP = "Hold the button for ten seconds instead."


def a_body(step: str = STEP, *more: str) -> str:
    """Return an article's body whose section "reset" says ``step``."""
    return "\n\n".join(["Read this first, it is short enough.", "## Reset", step, *more])


def reference_to(article: Article, key: str = "reset") -> str:
    """Return how a text names a part of an article."""
    return f"{article.slug}#{key}"


def showing(*references: str, words: str = "This is what helped me with mine.") -> Text:
    """Return a prepared text that shows these parts below some words."""
    shown = [{"embed": reference} for reference in references]
    source = "\n\n".join([words, *(f"{{{{kb:{reference}}}}}" for reference in references)])
    return make_text(source, parts=[f"<p>{words}</p>", *shown], embeds=references)


def an_answer_showing(
    *references: str, question: Question | None = None, by: User | None = None
) -> Answer:
    """Return an answer, posted by its verb, that shows these parts."""
    question = question or make_question()
    writer = by or make_member(f"shower{db.session.query(User).count()}")
    return write(answer, question, by=writer, body=showing(*references))


def embeds_by(article: Article) -> list[Embed]:
    """Return the places that show an article."""
    prefix = f"{article.slug}#"
    found = select(Embed).where(Embed.reference.startswith(prefix)).order_by(Embed.id)
    return list(db.session.scalars(found))


def a_major_change(article: Article, step: str = NEW_STEP) -> None:
    """Let two people change what the section "reset" says to do."""
    a_change(article, a_body(step), significance=30)


def a_chain(length: int) -> list[Article]:
    """Return articles each of which shows the one before it; the first shows none."""
    made = [an_article(body=a_body())]
    for _ in range(length - 1):
        shown = f"{{{{kb:{reference_to(made[-1])}}}}}"
        made.append(an_article(body=a_body(STEP, shown)))
    return made

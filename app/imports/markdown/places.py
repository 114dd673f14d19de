"""Where imported articles stand: topics made of folders, and addresses made of titles."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select

from app.domain.knowledge.models.articles import Article, ArticleSlug, Topic
from app.domain.knowledge.rules.addresses import RESERVED
from app.domain.knowledge.rules.outline import unused
from app.imports.markdown.plan import Page, Plan
from app.imports.markdown.report import Report
from app.kit.db import db
from app.kit.slugs import slug as slug_of

NAME_LONGEST = 80
Path = tuple[str, ...]


def add_topics(paths: Iterable[Path], report: Report) -> dict[Path, int]:
    """Make the topics that are not there yet, those above them first; return all by their path.

    Call inside a unit of work.
    """
    wanted = sorted({path[:n] for path in paths for n in range(1, len(path) + 1)})
    ids: dict[Path, int] = {}
    line = report.lines["topics"]
    line.read, line.created, line.already_there = len(wanted), 0, 0
    slugs = set(db.session.scalars(select(Topic.slug)))
    # After those that are there: nobody's order is mixed up.
    first = (db.session.scalar(select(func.max(Topic.position))) or 0) + 1
    for position, path in enumerate(wanted, first):
        name, parent = path[-1][:NAME_LONGEST], ids.get(path[:-1])
        found = db.session.scalar(
            select(Topic.id).where(Topic.name == name, Topic.parent_id == parent).limit(1)
        )
        if found is None:
            line.created += 1
            slug = _free([path[-1], " ".join(path)], slugs)
            topic = Topic(slug=slug, name=name, parent_id=parent, position=position)
            db.session.add(topic)
            db.session.flush()
            found = topic.id
        else:
            line.already_there += 1
        ids[path] = found
    return ids


def _free(names: list[str], taken: set[str]) -> str:
    tries = [slug_of(name, "topic") for name in names]
    slug = next((each for each in tries if each not in taken), None)
    slug = slug or unused(tries[0][: NAME_LONGEST - 5], taken)
    taken.add(slug)
    return slug


def addresses(plan: Plan, source: str) -> dict[str, str]:
    """Return where each page is, or will be, by its key."""
    there = {
        row.external_id: row.slug
        for row in db.session.execute(
            select(Article.external_id, Article.slug).where(Article.external_source == source)
        )
    }
    taken = set(db.session.scalars(select(ArticleSlug.slug))) | RESERVED
    found: dict[str, str] = {}
    for page in plan.pages:
        found[page.key] = there.get(page.key) or _new_address(page, taken)
        taken.add(found[page.key])
    return found


def _new_address(page: Page, taken: set[str]) -> str:
    return unused(slug_of(page.title, "article"), taken)

"""A checked folder into the database: articles made, and those whose file changed brought along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Protocol

from sqlalchemy import select

from app.domain.accounts.models import User
from app.domain.accounts.texts import Text, prepare_many
from app.domain.knowledge.models.articles import Article, Attachment
from app.imports.markdown.attached import Attached
from app.imports.markdown.body import finished
from app.imports.markdown.links import Goal, Landscape, Links
from app.imports.markdown.pictures import Pictures
from app.imports.markdown.places import Path, add_topics, addresses
from app.imports.markdown.plan import Page, Plan
from app.imports.markdown.report import Line, Report
from app.imports.markdown.versions import Step, Version, bring, decided, refusal
from app.kit.db import db
from app.kit.work import write

# Articles of one unit of work: others wait for the lock no longer than this takes.
AT_ONCE = 20


class Bar(Protocol):
    """Something that is told how many more pages are done."""

    def update(self, n_steps: int) -> Any: ...


@dataclass(frozen=True)
class Target:
    """Where an import goes."""

    plan: Plan
    # Names the folder for ever: with a page's key it tells each article from all others.
    source: str
    space_id: int
    # Whose articles they become, and who answers for them from then on.
    owner_id: int
    product_id: int | None = None
    # The host that links to articles name; any, where it is not known.
    site: str | None = None
    # Whose words these are, in Markdown, as their licence asks: added to every text.
    credit: str = ""

    @property
    def report(self) -> Report:
        return self.plan.report


@dataclass
class _Made:
    """One page as it will be kept."""

    page: Page
    version: Version
    attached: Attached
    links: Links
    pictures: Pictures
    text: Text = field(default_factory=lambda: Text(""))


def import_folder(target: Target, bar: Bar) -> list[int]:
    """Write what is new and what changed; return the ids of the articles to be found anew.

    Opens its own units, one a batch. When it is stopped, running it again finishes it.
    """
    topics = write(add_topics, [page.topics for page in target.plan.pages], target.report)
    slugs = addresses(target.plan, target.source)
    land = _landscape(target, slugs)
    touched: list[int] = []
    for batch in _batches(target.plan.pages):
        made = [_make(target, land, slugs[page.key], page) for page in batch]
        changing = [each for each in made if each.version.step.writes_text]
        texts = prepare_many([each.version.body for each in changing], outline=True)
        for each, text in zip(changing, texts, strict=True):
            each.text = text
        fit = list(_without_unfit(target, made))
        touched += _store(target, fit, topics)
        bar.update(len(batch))
    _remark_on_what_is_gone(target)
    return touched


def _landscape(target: Target, slugs: dict[str, str]) -> Landscape:
    goals = {
        page.key: Goal(f"/knowledge/{slugs[page.key]}", page.title, page.body.anchors)
        for page in target.plan.pages
    }
    by_path = {str(page.path): goals[page.key] for page in target.plan.pages}
    return Landscape(goals, by_path, target.site)


def _make(target: Target, land: Landscape, slug: str, page: Page) -> _Made:
    article_id = db.session.scalar(
        select(Article.id).where(
            Article.external_source == target.source, Article.external_id == page.key
        )
    )
    remark = target.report.remark
    attached = Attached(article_id, target.owner_id, remark)
    pictures = Pictures(target.plan.folder, page.path, lambda path, _: attached.keep(path), remark)

    def file(source: str, _words: str) -> str | None:
        there = pictures.find(source)
        return attached.keep(there) if there else None

    links = Links(land, page.path, page.body.anchors, remark, file)
    body = finished(page.body, pictures.rewrite, links.rewrite)
    if target.credit:
        body = f"{body}\n---\n\n{target.credit}\n"
    version = Version(slug, page.title, page.summary, body, page.is_draft, article_id)
    return _Made(page, decided(version), attached, links, pictures)


def _without_unfit(target: Target, made: Iterable[_Made]) -> Iterator[_Made]:
    for each in made:
        reason = refusal(each.version, each.text) if each.version.step.writes_text else None
        if reason is None:
            yield each
        else:
            target.report.skip("articles", reason, str(each.page.path))
            each.attached.forget()


def _store(target: Target, made: list[_Made], topics: dict[Path, int]) -> list[int]:
    try:
        outcomes = write(_store_all, target, made, topics)
    except BaseException:
        for each in made:
            each.attached.forget()
        raise
    touched = []
    for each, (article_id, step) in zip(made, outcomes, strict=True):
        _count(target.report, each, step)
        if step.is_new or step.is_update:
            touched.append(article_id)
        if not step.writes_text:
            each.attached.forget()
    return touched


def _store_all(
    target: Target, made: list[_Made], topics: dict[Path, int]
) -> list[tuple[int, Step]]:
    owner = db.session.get_one(User, target.owner_id)
    return [_store_one(target, each, topics, owner) for each in made]


def _store_one(
    target: Target, made: _Made, topics: dict[Path, int], owner: User
) -> tuple[int, Step]:
    place = {
        "space_id": target.space_id,
        "product_id": target.product_id,
        "topic_id": topics.get(made.page.topics),
        "external_source": target.source,
        "external_id": made.page.key,
    }
    article, step = bring(
        made.version,
        made.text,
        owner=owner,
        place=place,
        tags=made.page.tags,
        came_from=str(made.page.path),
    )
    if step.writes_text:
        # Rows made anew each time: a unit that lost a race runs again.
        db.session.add_all(_copy(each, article.id) for each in made.attached.new)
        db.session.flush()
    return article.id, step


def _copy(attachment: Attachment, article_id: int) -> Attachment:
    names = ("name", "owner_id", "title", "media_type", "size", "is_picture")
    return Attachment(article_id=article_id, **{name: getattr(attachment, name) for name in names})


def _count(report: Report, made: _Made, step: Step) -> None:
    where = "created" if step.is_new else "updated" if step.is_update else "already_there"
    _add(report.lines["articles"], where, 1)
    links = report.lines["links"]
    links.read += made.links.found + made.links.missing
    _add(links, where, made.links.found)
    if made.links.missing:
        links.skipped["to articles that did not come along"] += made.links.missing
    if step.is_to_be_named:
        report.remark(step.value, str(made.page.path))
    _count_files(report, made)


def _add(line: Line, where: str, count: int) -> None:
    setattr(line, where, getattr(line, where) + count)


def _count_files(report: Report, made: _Made) -> None:
    line = report.lines["files"]
    new, known, unfit = len(made.attached.new), made.attached.known, made.attached.unfit
    line.read += new + known + unfit + made.pictures.missing
    line.created += new
    line.already_there += known
    if unfit:
        line.skipped["not of a kind we keep"] += unfit
    if made.pictures.missing:
        line.skipped["not in the folder"] += made.pictures.missing


def _remark_on_what_is_gone(target: Target) -> None:
    keys = {page.key for page in target.plan.pages}
    rows = db.session.execute(
        select(Article.external_id, Article.title)
        .where(Article.external_source == target.source, Article.state != "archived")
        .order_by(Article.id)
    )
    for row in rows:
        if row.external_id not in keys:
            target.report.remark("articles whose file is gone (kept: archive them here)", row.title)


def _batches(pages: Iterable[Page]) -> Iterator[list[Page]]:
    remaining = iter(pages)
    while some := list(islice(remaining, AT_ONCE)):
        yield some

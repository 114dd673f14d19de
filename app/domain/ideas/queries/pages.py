"""One idea by its address, and everything its page shows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.domain.accounts.models import Actor
from app.domain.accounts.queries import faces
from app.domain.catalog.models import Space
from app.domain.catalog.queries import product_tree
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.policy import HOLD_FIRST, may_see, visible_to
from app.domain.ideas.queries.lines import LINES, i, row_of
from app.domain.ideas.queries.rows import IdeaPage, PlaceName
from app.kit.db import db
from app.kit.problems import NotFound, Problem
from app.kit.slugs import slug

# An idea that was merged into one that was merged, and so on: no further than this.
REDIRECTS_MOST = 20


class Moved(Problem):
    """The idea was merged: its address leads to this one."""

    status = 301
    code = "moved"

    def __init__(self, idea_id: int, slug: str) -> None:
        super().__init__()
        self.idea_id = idea_id
        self.slug = slug


def find_idea(idea_id: int, actor: Actor) -> Idea:
    """Return an idea that the actor may read. At most three statements.

    :raises NotFound: when there is none, or none that they may know of.
    :raises Moved: when it was merged into another that they may read.
    """
    idea = find_idea_itself(idea_id, actor)
    if idea.merged_into_id is not None:
        raise _moved(idea.merged_into_id, actor)
    return idea


def find_idea_itself(idea_id: int, actor: Actor) -> Idea:
    """Return an idea that the actor may read, also a merged one: for its history, its old notices.

    :raises NotFound: when there is none, or none that they may know of.
    """
    idea = db.session.get(Idea, idea_id)
    if idea is None or not may_see(actor, idea):
        raise NotFound
    return idea


def _moved(target_id: int, actor: Actor) -> Problem:
    for _ in range(REDIRECTS_MOST):
        target = db.session.execute(
            select(i.id, i.title, i.merged_into_id).where(i.id == target_id)
        ).one()
        if target.merged_into_id is None:
            break
        target_id = target.merged_into_id
    seen = db.session.scalar(select(Idea.id).where(Idea.id == target_id, visible_to(actor)))
    return Moved(target.id, slug(target.title, "idea")) if seen is not None else NotFound()


_TEXT: list[Any] = [
    *(i.body, i.body_parts, i.body_version, i.edited_at, i.edition, i.imported_votes),
    *(i.carried_votes, i.revived_at, i.appealed_at, i.external_url),
    i.external_licence,
]


def idea_page(idea: Idea, actor: Actor) -> IdeaPage:
    """Return all that an idea's page shows, but for comments, of one that the actor may read.

    Six statements at most: its line, its text, its space, its theme, people, the tree of products.
    """
    del actor  # what only some may read has queries of its own
    row = row_of(db.session.execute(LINES.where(i.id == idea.id)).one())
    text = db.session.execute(select(*_TEXT).where(i.id == idea.id)).one()
    space = db.session.get_one(Space, row.space_id)
    partner_id = idea.theme.partner_id if idea.theme else None
    named = [part["mention"] for part in text.body_parts if _is_mention(part)]
    people = faces([*named, partner_id])
    return IdeaPage(
        idea=row,
        body=text.body,
        parts=text.body_parts,
        body_version=text.body_version,
        edited_at=text.edited_at,
        edition=text.edition,
        imported_votes=text.imported_votes,
        carried_votes=text.carried_votes,
        revived_at=text.revived_at,
        appealed_at=text.appealed_at,
        external_url=text.external_url,
        external_licence=text.external_licence,
        space_slug=space.slug,
        space_name=space.name,
        space_visibility=space.visibility,
        held_until=row.held_at + timedelta(hours=HOLD_FIRST.get()) if row.held_at else None,
        partner=people.get(partner_id or 0),
        product_path=_path(row.product),
        people=people,
    )


def _path(product: PlaceName | None) -> tuple[PlaceName, ...]:
    node = product_tree().by_id.get(product.id) if product else None
    return tuple(PlaceName(*step) for step in node.path) if node else ()


def _is_mention(part: Any) -> bool:
    return isinstance(part, dict) and "mention" in part

"""Comments under an idea: the first level in pages, the second below it, one by its number."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, desc, func, or_, select, true
from sqlalchemy.orm import aliased

from app.domain.accounts.models import Actor, User
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import grants
from app.domain.accounts.queries import Face, face_columns, face_of, faces
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import IdeaComment
from app.domain.ideas.policy import may_see_comment, visible_to
from app.domain.ideas.queries.rows import CommentRow
from app.domain.ideas.rules import COMMENTS_A_PAGE, LIMIT_MOST
from app.kit.db import db
from app.kit.pages import Order, Page, order, slice_of
from app.kit.problems import NotFound

ORDERS = ("top", "new")
# How many of the second level are shown under one comment before "show more".
REPLIES_SHOWN = 10
# The author of a text that is withheld: nobody that can be known.
NOBODY = Face(id=0, handle="", name="", picture=None, role="", trust="guest", points=0)

c = IdeaComment
_author = aliased(User, name="commenters")
_FIELDS = (
    *("id", "idea_id", "parent_id", "posted_at", "edited_at", "edition", "score"),
    *("reply_count", "hidden_at", "external_id", "external_source"),
)
_LINES: Any = select(
    *(getattr(c, name) for name in _FIELDS),
    *(c.body_parts, c.came_from_id),
    *face_columns(_author, "author"),
).join(_author, _author.id == c.author_id)

_Key = Callable[[Any], Sequence[Any]]
_ORDERS: dict[str, tuple[Order, _Key]] = {
    "top": (order(desc(c.score), c.id), lambda row: (row.score, row.id)),
    "new": (order(desc(c.posted_at), desc(c.id)), lambda row: (row.posted_at, row.id)),
}
_OLDEST: tuple[Order, _Key] = (
    order(c.posted_at, c.id),
    lambda row: (row.posted_at, row.id),
)


def comments(
    idea: Idea,
    actor: Actor,
    order: str = "top",
    *,
    after: str | None = None,
    before: str | None = None,
    size: int = COMMENTS_A_PAGE,
) -> Page[CommentRow]:
    """Return one page of the comments on an idea, each with the first of those below it.

    Three statements at most. A hidden one is withheld, and only there while something stands
    below it.
    """
    by, key_of = _order(order)
    first = _LINES.where(*_is_first_level(idea, actor))
    page = _page(first, by, key_of, actor, after, before, size)
    below = _below([row.id for row in page.items if row.reply_count], actor)
    rows = [_with_replies(row, below.get(row.id, [])) for row in page.items]
    return Page(_named(rows, actor), page.next, page.previous)


def comments_around(
    idea: Idea,
    actor: Actor,
    comment_id: int,
    order: str = "top",
) -> Page[CommentRow]:
    """Return the page of comments on which this one stands: for its permanent address.

    Below its comment of the first level all are shown up to it. The first page when there is no
    such comment any more.
    """
    top = db.session.scalar(
        select(func.coalesce(c.parent_id, c.id)).where(c.id == comment_id, c.idea_id == idea.id)
    )
    page = comments(idea, actor, order, after=_key_before(idea, actor, top, order))
    return _with_this_one(page, actor, top, comment_id) if top not in (None, comment_id) else page


def replies_of(
    comment: IdeaComment, actor: Actor, *, after: str | None = None, size: int = COMMENTS_A_PAGE
) -> Page[CommentRow]:
    """Return one page of what stands below a comment, oldest first. Two statements at most."""
    by, key_of = _OLDEST
    statement = _LINES.where(c.parent_id == comment.id, _shown_to(actor, with_holes=False))
    page = _page(statement, by, key_of, actor, after, None, size)
    return Page(_named(list(page.items), actor), page.next, page.previous)


def find_comment(comment_id: int, actor: Actor) -> IdeaComment:
    """Return a comment that the actor may read.

    :raises NotFound: when there is none, or none that they may know of.
    """
    comment = db.session.get(IdeaComment, comment_id)
    if comment is None or not may_see_comment(actor, comment):
        raise NotFound
    return comment


def mentioned_in(rows: Iterable[CommentRow]) -> dict[int, str]:
    """Return the present handles of everybody these comments name, for joining their parts."""
    ids = {
        part["mention"]
        for row in rows
        for one in (row, *row.replies)
        for part in one.parts
        if isinstance(part, dict) and "mention" in part
    }
    return {face.id: face.handle for face in faces(ids).values()} if ids else {}


# -- how they are read ----------------------------------------------------------------------------


def _order(name: str) -> tuple[Order, _Key]:
    return _ORDERS.get(name, _ORDERS["top"])


def _is_first_level(idea: Idea, actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return c.idea_id == idea.id, c.parent_id.is_(None), _shown_to(actor, with_holes=True)


def _shown_to(actor: Actor, *, with_holes: bool) -> ColumnElement[bool]:
    if grants(actor, Permission.SEE_HIDDEN):
        return true()
    shown: list[ColumnElement[bool]] = [c.hidden_at.is_(None)]
    if not actor.is_guest:
        shown.append(c.author_id == actor.id)
    if with_holes:
        shown.append(c.reply_count > 0)
    return or_(*shown)


def _page(
    statement: Select[Any],
    by: Order,
    key_of: _Key,
    actor: Actor,
    after: str | None,
    before: str | None,
    size: int,
) -> Page[CommentRow]:
    return slice_of(
        statement,
        by,
        after=after,
        before=before,
        size=max(1, min(size, LIMIT_MOST)),
        run=lambda selected: [_row(row, actor) for row in db.session.execute(selected)],
        key_of=key_of,
    )


def _key_before(idea: Idea, actor: Actor, top: int | None, name: str) -> str | None:
    """Return the key of the page that a comment of the first level stands on."""
    if top is None:
        return None
    by, key_of = _order(name)
    # Neither texts nor faces are needed to find the place.
    keys: Any = select(c.id, c.score, c.posted_at).where(*_is_first_level(idea, actor))
    this = db.session.execute(keys.where(c.id == top)).first()
    if this is None:
        return None
    before = keys.where(by.beyond(key_of(this), backwards=True)).subquery()
    ahead = db.session.scalar(select(func.count()).select_from(before)) or 0
    skipped = ahead // COMMENTS_A_PAGE * COMMENTS_A_PAGE
    if not skipped:
        return None
    last = db.session.execute(keys.order_by(*by.clauses()).offset(skipped - 1).limit(1)).one()
    # The row before the page, read as a page of its own: its next key begins ours.
    return slice_of(keys, by, size=1, run=lambda _: [last, last], key_of=key_of).next


def _below(ids: Collection[int], actor: Actor) -> dict[int, list[CommentRow]]:
    """Return the first few below each of these, by the one above."""
    if not ids:
        return {}
    place = func.row_number().over(partition_by=c.parent_id, order_by=(c.posted_at, c.id))
    ranked = (
        select(c.id, place.label("place"))
        .where(c.parent_id.in_(list(ids)), _shown_to(actor, with_holes=False))
        .subquery()
    )
    rows = db.session.execute(
        _LINES.join(ranked, ranked.c.id == c.id)
        .where(ranked.c.place <= REPLIES_SHOWN)
        .order_by(c.parent_id, c.posted_at, c.id)
    )
    found: dict[int, list[CommentRow]] = {}
    for row in rows:
        found.setdefault(row.parent_id, []).append(_row(row, actor))
    return found


def _with_replies(row: CommentRow, below: list[CommentRow]) -> CommentRow:
    counted = sum(1 for one in below if not one.is_hidden)
    return replace(row, replies=tuple(below), more=max(0, row.reply_count - counted))


def _with_this_one(
    page: Page[CommentRow], actor: Actor, top: int | None, comment_id: int
) -> Page[CommentRow]:
    """Show all below one comment up to the one asked for."""

    def grown(row: CommentRow) -> CommentRow:
        if row.id != top or any(one.id == comment_id for one in row.replies):
            return row
        seen = c.parent_id == row.id, _shown_to(actor, with_holes=False), c.id <= comment_id
        rows = db.session.execute(_LINES.where(*seen).order_by(c.posted_at, c.id))
        return _with_replies(row, _named([_row(one, actor) for one in rows], actor))

    return page.map(grown)


def _row(row: Any, actor: Actor) -> CommentRow:
    values = {name: row._mapping[name] for name in _FIELDS}  # noqa: SLF001 - SQLAlchemy's public name
    is_withheld = row.hidden_at is not None and not (
        (not actor.is_guest and row.author_id == actor.id) or grants(actor, Permission.SEE_HIDDEN)
    )
    return CommentRow(
        **values,
        parts=[] if is_withheld else row.body_parts,
        author=NOBODY if is_withheld else face_of(row),
        # Its title is looked up afterwards, for all rows at once.
        came_from=(row.came_from_id, "") if row.came_from_id else None,
        is_withheld=is_withheld,
    )


def _named(rows: list[CommentRow], actor: Actor) -> list[CommentRow]:
    """Name the ideas that comments came from, where the actor may know of them."""
    ids = {one.came_from[0] for row in rows for one in (row, *row.replies) if one.came_from}
    if not ids:
        return rows
    found = db.session.execute(
        select(Idea.id, Idea.title).where(Idea.id.in_(ids), visible_to(actor))
    )
    titles: dict[int, str] = dict(found.all())

    def told(row: CommentRow) -> CommentRow:
        known = titles.get(row.came_from[0]) if row.came_from else None
        named = (row.came_from[0], known) if row.came_from and known is not None else None
        return replace(row, came_from=named, replies=tuple(map(told, row.replies)))

    return [told(row) for row in rows]

"""Places to choose from: the tree of products, spaces, tags, announcements."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, desc, or_, select

from app.domain.accounts.models import Actor
from app.domain.accounts.queries import Face, faces
from app.domain.catalog.models import Announcement, Ownership, Product, Space, Tag
from app.domain.catalog.policy import spaces_visible_to
from app.domain.catalog.rules import tag_name
from app.kit import clock
from app.kit.db import db
from app.kit.problems import NotFound

ANNOUNCEMENTS_SHOWN = 5
TAGS_SUGGESTED = 8


@dataclass(frozen=True)
class ProductNode:
    """A product in the tree, knowing its place: parents before it, children under it."""

    id: int
    slug: str
    name: str
    about: str
    parent_id: int | None
    picture: str | None
    # What the ask form asks for: the product's own fields, else those of the nearest one above.
    fields: list[dict[str, Any]]
    question_count: int
    children: tuple[ProductNode, ...]
    # (id, slug, name) from the root to this product.
    path: tuple[tuple[int, str, str], ...]
    # This product and all below it.
    descendant_ids: tuple[int, ...]
    # Questions here and below.
    total_count: int
    # Whether first questions about it are looked over, by its own switch or one above.
    stages_first: bool = False


@dataclass(frozen=True)
class ProductTree:
    """All products, by place, id and slug."""

    roots: tuple[ProductNode, ...]
    by_id: dict[int, ProductNode]
    by_slug: dict[str, ProductNode]

    @property
    def all(self) -> list[ProductNode]:
        """Every product, each after those above it."""
        return sorted(self.by_id.values(), key=lambda node: [step[2] for step in node.path])


@dataclass(frozen=True)
class SpaceRow:
    """A space as a choice."""

    id: int
    slug: str
    name: str
    about: str
    visibility: str
    is_default: bool


@dataclass(frozen=True)
class TagRow:
    """A tag with how many public questions carry it."""

    id: int
    name: str
    about: str
    question_count: int


@dataclass(frozen=True)
class AnnouncementRow:
    """An announcement as pages show it."""

    id: int
    title: str
    kind: str
    parts: list[Any]
    product_id: int | None
    author: Face
    published_at: datetime
    pinned: bool
    on_ask_form: bool


# -- products -------------------------------------------------------------------------------------


_p = Product.__table__.c
_PRODUCTS: Select[Any] = select(
    *(_p.id, _p.slug, _p.name, _p.about, _p.parent_id, _p.picture, _p.fields, _p.question_count),
    _p.stages_first,
).order_by(_p.position, _p.name, _p.id)


def product_tree() -> ProductTree:
    """Return every product in its place. One statement."""
    rows = db.session.execute(_PRODUCTS).all()
    below: dict[int | None, list[Any]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    tree = ProductTree((), {}, {})
    roots = tuple(_grow(row, (), _Given(), below, tree) for row in below.get(None, ()))
    return ProductTree(roots, tree.by_id, tree.by_slug)


@dataclass(frozen=True)
class _Given:
    """What a product has from those above it."""

    fields: list[dict[str, Any]] = field(default_factory=list)
    stages_first: bool = False


def _grow(
    row: Any,
    above: tuple[tuple[int, str, str], ...],
    given: _Given,
    below: dict[int | None, list[Any]],
    tree: ProductTree,
) -> ProductNode:
    path = (*above, (row.id, row.slug, row.name))
    mine = _Given(row.fields or given.fields, row.stages_first or given.stages_first)
    children = tuple(_grow(child, path, mine, below, tree) for child in below.get(row.id, ()))
    node = ProductNode(
        id=row.id,
        slug=row.slug,
        name=row.name,
        about=row.about,
        parent_id=row.parent_id,
        picture=row.picture,
        fields=mine.fields,
        stages_first=mine.stages_first,
        question_count=row.question_count,
        children=children,
        path=path,
        descendant_ids=(row.id, *(i for child in children for i in child.descendant_ids)),
        total_count=row.question_count + sum(child.total_count for child in children),
    )
    tree.by_id[node.id] = node
    tree.by_slug[node.slug] = node
    return node


def product_by_slug(slug: str) -> Product:
    """Return a product.

    :raises NotFound: when there is none.
    """
    product = db.session.scalar(select(Product).where(Product.slug == slug))
    if product is None:
        raise NotFound
    return product


def product_node(slug: str) -> ProductNode:
    """Return a product in its place.

    :raises NotFound: when there is none.
    """
    node = product_tree().by_slug.get(slug)
    if node is None:
        raise NotFound
    return node


def ask_fields(product: Product | None) -> list[dict[str, Any]]:
    """Return what the ask form asks for about a product: its own fields, else the nearest above."""
    while product is not None:
        if product.fields:
            return product.fields
        product = db.session.get(Product, product.parent_id) if product.parent_id else None
    return []


def stages_first(product: Product | None) -> bool:
    """Say whether first questions about a product are looked over, by its switch or one above."""
    while product is not None:
        if product.stages_first:
            return True
        product = db.session.get(Product, product.parent_id) if product.parent_id else None
    return False


def owned_products(actor: Actor) -> set[int]:
    """Return the ids of the products that the actor registered."""
    if actor.is_guest:
        return set()
    found = select(Ownership.product_id).where(Ownership.user_id == actor.id)
    return set(db.session.scalars(found))


# -- spaces ---------------------------------------------------------------------------------------


def spaces(actor: Actor) -> list[SpaceRow]:
    """Return the spaces that the actor may see, in their order."""
    s = Space.__table__.c
    rows = db.session.execute(
        select(s.id, s.slug, s.name, s.about, s.visibility, s.is_default)
        .where(spaces_visible_to(actor))
        .order_by(s.position, s.name, s.id)
    )
    return [SpaceRow(*row) for row in rows]


def space_by_slug(slug: str, *, actor: Actor) -> Space:
    """Return a space that the actor may see.

    :raises NotFound: when there is none, or none that they may know of.
    """
    space = db.session.scalar(select(Space).where(Space.slug == slug, spaces_visible_to(actor)))
    if space is None:
        raise NotFound
    return space


def default_space() -> Space:
    """Return the space of questions for which nobody chose one.

    :raises NotFound: before the site was prepared (ensure_default_space).
    """
    space = db.session.scalar(select(Space).where(Space.is_default).order_by(Space.id).limit(1))
    if space is None:
        raise NotFound
    return space


# -- tags -----------------------------------------------------------------------------------------


def tag_by_name(name: str) -> Tag:
    """Return a tag, however its name was typed.

    :raises NotFound: when there is none.
    """
    tag = db.session.scalar(select(Tag).where(Tag.name == tag_name(name)))
    if tag is None:
        raise NotFound
    return tag


def popular_tags(n: int = 30) -> list[TagRow]:
    """Return the tags that most questions carry."""
    t = Tag.__table__.c
    rows = db.session.execute(
        select(t.id, t.name, t.about, t.question_count)
        .where(t.question_count > 0)
        .order_by(desc(t.question_count), t.id)
        .limit(n)
    )
    return [TagRow(*row) for row in rows]


def tags_like(prefix: str, n: int = TAGS_SUGGESTED) -> list[TagRow]:
    """Return tags that begin so, the most used first: completion while typing."""
    beginning = tag_name(prefix)
    t = Tag.__table__.c
    rows = db.session.execute(
        select(t.id, t.name, t.about, t.question_count)
        # A range, so that the index of names serves it; "like" would not on every collation.
        .where(t.name.startswith(beginning, autoescape=True))
        .order_by(desc(t.question_count), t.name)
        .limit(n)
    )
    return [TagRow(*row) for row in rows] if beginning else []


# -- announcements --------------------------------------------------------------------------------

_a = Announcement.__table__.c
_ANNOUNCED: Select[Any] = select(
    *(_a.id, _a.title, _a.kind, _a.body_parts, _a.product_id, _a.author_id, _a.published_at),
    *(_a.pinned, _a.on_ask_form),
)


def announcements(
    product: Product | ProductNode | None = None,
    *,
    on_ask_form: bool = False,
    n: int = ANNOUNCEMENTS_SHOWN,
) -> list[AnnouncementRow]:
    """Return what is announced, pinned first, then newest.

    With a product: to everybody, and about it and the products above it. With ``on_ask_form``
    only what somebody about to ask should know. Two statements; one more for a product.
    """
    shown = [_a.withdrawn_at.is_(None), _a.published_at <= clock.now()]
    if on_ask_form:
        shown.append(_a.on_ask_form)
    if product is not None:
        shown.append(or_(_a.product_id.is_(None), _a.product_id.in_(_above(product))))
    elif on_ask_form:
        shown.append(_a.product_id.is_(None))
    return _announced(
        _ANNOUNCED.where(*shown)
        .order_by(desc(_a.pinned), desc(_a.published_at), desc(_a.id))
        .limit(n)
    )


def announcement_row(announcement_id: int) -> AnnouncementRow:
    """Return one announcement as pages show it.

    :raises NotFound: when there is none, or it was withdrawn.
    """
    found = _announced(_ANNOUNCED.where(_a.id == announcement_id, _a.withdrawn_at.is_(None)))
    if not found:
        raise NotFound
    return found[0]


def announcement_by_id(announcement_id: int) -> Announcement:
    """Return one announcement.

    :raises NotFound: when there is none, or it was withdrawn.
    """
    found = db.session.get(Announcement, announcement_id)
    if found is None or found.withdrawn_at is not None:
        raise NotFound
    return found


def _announced(statement: Select[Any]) -> list[AnnouncementRow]:
    rows = db.session.execute(statement).all()
    known = faces({row.author_id for row in rows})
    return [
        AnnouncementRow(
            id=row.id,
            title=row.title,
            kind=row.kind,
            parts=row.body_parts,
            product_id=row.product_id,
            author=known[row.author_id],
            published_at=row.published_at,
            pinned=row.pinned,
            on_ask_form=row.on_ask_form,
        )
        for row in rows
    ]


def _above(product: Product | ProductNode) -> list[int]:
    node = product_tree().by_id.get(product.id)
    return [step[0] for step in node.path] if node else [product.id]

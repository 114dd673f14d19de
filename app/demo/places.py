"""Where the demo community talks: products with their drawings, spaces, tags, announcements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from app.demo.people import add_group
from app.demo.reading import Entry
from app.domain.accounts.texts import Text
from app.domain.catalog.models import Announcement, Ownership, Product, Space, Tag
from app.domain.catalog.rules import tag_name
from app.kit.db import db
from app.kit.slugs import slug

# Each product's drawing in products.svg.
DRAWINGS = {
    "lights": "light", "glow-a60": "light", "glow-strip": "strip", "glow-switch": "switch",
    "climate": "thermostat", "climate-dial": "thermostat", "climate-valve": "valve",
    "network": "router", "mesh-one": "router", "mesh-dot": "dot",
    "security": "camera", "watch-cam": "camera", "watch-bell": "bell", "key-lock": "lock",
    "sound": "speaker", "voice-mini": "speaker", "voice-bar": "bar", "app": "app",
}  # fmt: skip


def flattened(
    tree: list[Entry], parent: str | None = None
) -> Iterator[tuple[int, str | None, Entry]]:
    """Give every product of the tree, parents first: its place among its siblings, its parent."""
    for position, entry in enumerate(tree):
        yield position, parent, entry
        yield from flattened(entry.get("children", []), str(entry["slug"]))


def add_products(tree: list[Entry]) -> tuple[dict[str, int], int]:
    """Store the products that are not here; return the id of each, and how many were added."""
    ids = {row.slug: row.id for row in db.session.execute(select(Product.slug, Product.id))}
    added = 0
    for position, parent, entry in flattened(tree):
        if entry["slug"] in ids:
            continue
        product = Product(
            slug=entry["slug"],
            name=entry["name"],
            about=entry.get("about", ""),
            parent_id=ids[parent] if parent else None,
            position=position,
            picture=f"drawing:{DRAWINGS.get(entry['slug'], 'box')}",
            fields=[_field(str(name)) for name in entry.get("fields", [])],
            stages_first=bool(entry.get("stages_first", False)),
        )
        db.session.add(product)
        db.session.flush()
        ids[product.slug] = product.id
        added += 1
    return ids, added


def _field(name: str) -> dict[str, object]:
    return {"name": slug(name, "field"), "label": name[:1].upper() + name[1:], "required": False}


def add_ownerships(
    member_id: int, products: list[int], registered_at: datetime, *, known: set[tuple[int, int]]
) -> None:
    """A member of the cast owns these products."""
    for product_id in products:
        if (member_id, product_id) not in known:
            db.session.add(
                Ownership(user_id=member_id, product_id=product_id, registered_at=registered_at)
            )


def add_space(
    entry: Entry, position: int, products: dict[str, int], members: list[int], now: datetime
) -> tuple[int, bool]:
    """Return the id of a space, and whether it was added; its group is made with it."""
    found = db.session.scalar(select(Space.id).where(Space.slug == entry["slug"]))
    if found is not None:
        return found, False
    about = str(entry.get("about", ""))
    is_group = entry["visibility"] == "group"
    group = add_group(entry["slug"], entry["name"], about, members, now) if is_group else None
    if group is not None:
        group.is_lounge = bool(entry.get("lounge", False))
    space = Space(
        slug=entry["slug"],
        name=entry["name"],
        about=about,
        visibility=entry["visibility"],
        group_id=group.id if group else None,
        product_id=products[entry["product"]] if entry["visibility"] == "owners" else None,
        position=position,
    )
    db.session.add(space)
    db.session.flush()
    return space.id, True


def add_tags(names: set[str]) -> tuple[dict[str, Tag], int]:
    """Return the tag of each name as the content writes it, made where there is none."""
    wanted = {name: tag_name(name) for name in names}
    found = db.session.scalars(select(Tag).where(Tag.name.in_(sorted(set(wanted.values())))))
    known = {tag.name: tag for tag in found}
    missing = sorted(set(wanted.values()) - set(known))
    for name in missing:
        known[name] = Tag(name=name)
        db.session.add(known[name])
    db.session.flush()
    return {name: known[plain] for name, plain in wanted.items()}, len(missing)


def add_announcement(
    entry: Entry, body: Text, *, author_id: int, product_id: int | None, now: datetime
) -> bool:
    """Store an announcement; say whether it was new. Its title tells it from the others."""
    known = select(Announcement.id).where(
        Announcement.title == entry["title"], Announcement.author_id == author_id
    )
    if db.session.scalar(known.limit(1)) is not None:
        return False
    db.session.add(
        Announcement(
            title=entry["title"],
            kind=entry["kind"],
            body=body.source,
            body_parts=body.parts,
            body_version=body.version,
            product_id=product_id,
            author_id=author_id,
            published_at=now - timedelta(days=float(entry["ago"])),
            pinned=bool(entry.get("pinned", False)),
            # What does not work now is what people are about to ask about.
            on_ask_form=entry["kind"] == "maintenance",
        )
    )
    return True

"""Places for tests, valid by default."""

from __future__ import annotations

import itertools
from typing import Any

from sqlalchemy import select

from app.domain.accounts.models import Group, Membership, User
from app.domain.catalog.models import Announcement, Ownership, Product, Space, Tag
from app.kit.db import db
from app.kit.work import unit_of_work
from tests.people import make_member

_numbers = itertools.count(1)


def make_product(name: str = "Glow", *, parent: Product | None = None, **values: Any) -> Product:
    """Return a product of the tree."""
    number = next(_numbers)
    with unit_of_work():
        product = Product(
            **{
                "slug": f"{name.casefold().replace(' ', '-')}-{number}",
                "name": name,
                "parent_id": parent.id if parent else None,
                "fields": [],
                "question_count": 0,
            }
            | values
        )
        db.session.add(product)
        db.session.flush()
    return product


def make_space(
    visibility: str = "public",
    *,
    group: Group | None = None,
    product: Product | None = None,
    **values: Any,
) -> Space:
    """Return a space with an audience; a group or product it needs is made."""
    if visibility == "group" and group is None:
        group = make_group()
    if visibility == "owners" and product is None:
        product = make_product()
    number = next(_numbers)
    with unit_of_work():
        space = Space(
            **{
                "slug": f"space-{number}",
                "name": f"Space {number}",
                "visibility": visibility,
                "group_id": group.id if group else None,
                "product_id": product.id if product else None,
                "is_default": False,
            }
            | values
        )
        db.session.add(space)
        db.session.flush()
    return space


def make_group(*members: User) -> Group:
    """Return a group with these members."""
    number = next(_numbers)
    with unit_of_work():
        group = Group(slug=f"group-{number}", name=f"Group {number}")
        db.session.add(group)
        db.session.flush()
        for member in members:
            db.session.add(Membership(group_id=group.id, user_id=member.id))
    return group


def make_owner(member: User, product: Product) -> None:
    """Let a member have registered a product."""
    with unit_of_work():
        db.session.add(Ownership(user_id=member.id, product_id=product.id))


def make_tag(name: str = "wifi", **values: Any) -> Tag:
    """Return a tag; the same one for the same name."""
    found = db.session.scalar(select(Tag).where(Tag.name == name))
    if found is not None:
        return found
    with unit_of_work():
        tag = Tag(name=name, **{"about": "", "question_count": 0} | values)
        db.session.add(tag)
        db.session.flush()
    return tag


def make_announcement(title: str = "Release 3.2", **values: Any) -> Announcement:
    """Return an announcement to everybody."""
    author = values.pop("author", None) or make_member(f"announcer{next(_numbers)}")
    with unit_of_work():
        announcement = Announcement(
            **{
                "title": title,
                "kind": "release",
                "body": "Faster, better.",
                "body_parts": ["<p>Faster, better.</p>"],
                "author_id": author.id,
            }
            | values
        )
        db.session.add(announcement)
        db.session.flush()
    return announcement

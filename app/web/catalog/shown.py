"""Products and announcements as templates draw them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from app import links
from app.domain.catalog.queries import AnnouncementRow, ProductNode
from app.kit.i18n import gettext
from app.web.people import Person, joined, person

DRAWING = "drawing:"


@dataclass(frozen=True)
class ShownProduct:
    """A product's tile."""

    slug: str
    name: str
    about: str
    url: str
    drawing: str
    picture: str
    question_count: int


@dataclass(frozen=True)
class ShownAnnouncement:
    """What the brand says."""

    id: int
    title: str
    kind: str
    word: str
    body: Markup
    author: Person
    published_at: datetime
    pinned: bool
    url: str


def shown_product(node: ProductNode) -> ShownProduct:
    """Return a product's tile; its count includes the products below it."""
    picture = node.picture or ""
    drawn = picture.startswith(DRAWING)
    return ShownProduct(
        slug=node.slug,
        name=node.name,
        about=node.about,
        url=links.product_url(node.slug),
        drawing=picture.removeprefix(DRAWING) if drawn else "",
        picture="" if drawn or not picture else f"/pictures/{picture}",
        question_count=node.total_count,
    )


def shown_announcement(row: AnnouncementRow) -> ShownAnnouncement:
    """Return an announcement with its text joined."""
    return ShownAnnouncement(
        id=row.id,
        title=row.title,
        kind=row.kind,
        word=kind_words()[row.kind],
        body=joined(row.parts),
        author=person(row.author),
        published_at=row.published_at,
        pinned=row.pinned,
        url=f"/announcements/{row.id}",
    )


def kind_words() -> dict[str, str]:
    """Return the kinds of announcements in the reader's words."""
    return {
        "release": gettext("Release"),
        "maintenance": gettext("Maintenance"),
        "ideas": gettext("Ideas"),
        "welcome": gettext("Welcome"),
        "community": gettext("Community"),
    }

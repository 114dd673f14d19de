"""What is done to places: the catalog is an admin's, tags grow with use, owners register."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.domain.accounts.models import Actor, Group
from app.domain.accounts.texts import Text
from app.domain.catalog.events import (
    AnnouncementPublished,
    ProductMoved,
    SpaceChanged,
    TagDescribed,
)
from app.domain.catalog.models import (
    ANNOUNCEMENT_KINDS,
    VISIBILITIES,
    Announcement,
    Ownership,
    Product,
    Space,
    Tag,
)
from app.domain.catalog.policy import (
    may_announce,
    may_create_tag,
    may_edit_catalog,
    may_edit_tags,
    may_register,
)
from app.domain.catalog.rules import (
    ABOUT_LONGEST,
    NAME_LONGEST,
    OTHER_LANGUAGE,
    TAG_LONGEST,
    TITLE_LONGEST,
    tag_name,
)
from app.domain.catalog.shapes import free_slug, short
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.fulltext import LANGUAGES
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid
from app.kit.slugs import slug

# -- tags -----------------------------------------------------------------------------------------


def tags_named(names: Iterable[str], *, by: Actor, most: int) -> list[Tag]:
    """Return the tags of these names, making those that do not exist where the actor may.

    :raises Invalid: on ``tags``, for too many, too long, empty, or unknown ones.
    """
    wanted = list(dict.fromkeys(_checked_tag(name) for name in names if name.strip()))
    if len(wanted) > most:
        raise Invalid("tags", _l("At most %(most)s tags.", most=most))
    if not wanted:
        return []
    known = {tag.name: tag for tag in db.session.scalars(select(Tag).where(Tag.name.in_(wanted)))}
    missing = [name for name in wanted if name not in known]
    if missing:
        allowed = may_create_tag(by)
        if not allowed:
            raise Invalid(
                "tags",
                _l(
                    "There is no tag “%(name)s” yet. Choose one from the list. "
                    "To make new ones: %(why)s",
                    name=missing[0],
                    why=allowed.reason,
                ),
            )
        known |= _make_tags(missing)
    return [known[name] for name in wanted]


def _checked_tag(name: str) -> str:
    plain = tag_name(name)
    if not plain:
        raise Invalid("tags", _l("A tag needs a letter or a digit."))
    if len(plain) > TAG_LONGEST:
        raise Invalid("tags", _l("A tag has at most %(most)s characters.", most=TAG_LONGEST))
    return plain


def _make_tags(names: list[str]) -> dict[str, Tag]:
    # Two people may make one tag at the same moment: the second finds the first one's.
    insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    rows = [{"name": name, "about": "", "question_count": 0} for name in sorted(names)]
    db.session.execute(insert(Tag).values(rows).on_conflict_do_nothing(index_elements=["name"]))
    return {tag.name: tag for tag in db.session.scalars(select(Tag).where(Tag.name.in_(names)))}


def describe_tag(tag: Tag, *, by: Actor, about: str) -> None:
    """Say what a tag is for."""
    require(may_edit_tags(by))
    tag.about = short("about", about, ABOUT_LONGEST, needed=False)
    publish(TagDescribed(tag.id))


# -- products -------------------------------------------------------------------------------------


def add_product(
    *,
    by: Actor,
    name: str,
    about: str = "",
    parent: Product | None = None,
    picture: str | None = None,
    fields: list[dict[str, Any]] | None = None,
    position: int = 0,
    stages_first: bool = False,
) -> Product:
    """Put a product into the tree; its address is made of its name."""
    require(may_edit_catalog(by))
    name = short("name", name, NAME_LONGEST)
    product = Product(
        slug=free_slug(Product, name),
        name=name,
        about=short("about", about, ABOUT_LONGEST, needed=False),
        parent_id=parent.id if parent else None,
        picture=picture,
        fields=_checked_fields(fields or []),
        position=position,
        question_count=0,
        stages_first=stages_first,
    )
    db.session.add(product)
    db.session.flush()
    return product


def edit_product(
    product: Product,
    *,
    by: Actor,
    name: str,
    about: str,
    parent: Product | None,
    fields: list[dict[str, Any]],
    position: int = 0,
    picture: str | None = None,
    stages_first: bool = False,
) -> None:
    """Change a product; its address stays."""
    require(may_edit_catalog(by))
    _refuse_circle(product, parent)
    name = short("name", name, NAME_LONGEST)
    about = short("about", about, ABOUT_LONGEST, needed=False)
    fields = _checked_fields(fields)
    product.name, product.about, product.fields = name, about, fields
    parent_id = parent.id if parent else None
    if product.parent_id != parent_id:
        publish(ProductMoved(product.id))
    product.parent_id = parent_id
    product.position, product.picture = position, picture
    product.stages_first = stages_first


def register_ownership(product: Product, *, by: Actor) -> None:
    """The member says that this product is theirs; saying it twice changes nothing."""
    require(may_register(by))
    if db.session.get(Ownership, (by.id, product.id)) is None:
        db.session.add(Ownership(user_id=by.id, product_id=product.id))


def withdraw_ownership(product: Product, *, by: Actor) -> None:
    """The member no longer owns the product."""
    require(may_register(by))
    owned = db.session.get(Ownership, (by.id, product.id))
    if owned is not None:
        db.session.delete(owned)


def _refuse_circle(product: Product, parent: Product | None) -> None:
    above = parent
    while above is not None:
        if above.id == product.id:
            raise Invalid("parent", _l("A product cannot stand under itself."))
        above = db.session.get(Product, above.parent_id) if above.parent_id else None


def _checked_fields(fields: list[dict[str, Any]]) -> list[dict[str, Any]]:
    checked = []
    for given in fields:
        label = short("fields", str(given.get("label", "")), NAME_LONGEST)
        name = slug(str(given.get("name") or label), "field")
        checked.append({"name": name, "label": label, "required": bool(given.get("required"))})
    if len({field["name"] for field in checked}) < len(checked):
        raise Invalid("fields", _l("Two fields have the same name."))
    return checked


# -- spaces ---------------------------------------------------------------------------------------


def ensure_default_space(name: str = "Community") -> Space:
    """Return the default space, made if the site has none yet: public, for every question."""
    found = db.session.scalar(select(Space).where(Space.is_default).order_by(Space.id).limit(1))
    if found is not None:
        return found
    space = Space(slug=free_slug(Space, name), name=name, visibility="public", is_default=True)
    db.session.add(space)
    db.session.flush()
    return space


def add_space(
    *,
    by: Actor,
    name: str,
    about: str = "",
    visibility: str = "public",
    group: Group | None = None,
    product: Product | None = None,
    position: int = 0,
    language: str = "en",
) -> Space:
    """Open a space with its audience."""
    require(may_edit_catalog(by))
    _check_audience(visibility, group, product)
    _check_language(language)
    name = short("name", name, NAME_LONGEST)
    space = Space(
        slug=free_slug(Space, name),
        name=name,
        about=short("about", about, ABOUT_LONGEST, needed=False),
        visibility=visibility,
        group_id=group.id if group else None,
        product_id=product.id if product else None,
        is_default=False,
        position=position,
        language=language,
    )
    db.session.add(space)
    db.session.flush()
    return space


def edit_space(
    space: Space,
    *,
    by: Actor,
    name: str,
    about: str,
    visibility: str,
    group: Group | None = None,
    product: Product | None = None,
    position: int = 0,
    language: str | None = None,
) -> None:
    """Change a space; a new audience holds at once for everything in it.

    :param language: what is written there; None leaves it as it is.
    """
    require(may_edit_catalog(by))
    _check_audience(visibility, group, product)
    _check_language(language or space.language)
    if space.is_default and visibility != "public":
        raise Invalid("visibility", _l("The default space is public."))
    name = short("name", name, NAME_LONGEST)
    about = short("about", about, ABOUT_LONGEST, needed=False)
    # Read before anything is set: reading may write what is half set, which the table refuses.
    group_id = group.id if group else None
    product_id = product.id if product else None
    space.name, space.about, space.visibility, space.position = name, about, visibility, position
    space.group_id, space.product_id = group_id, product_id
    space.language = language or space.language
    db.session.flush()
    publish(SpaceChanged(space.id))


def _check_audience(visibility: str, group: Group | None, product: Product | None) -> None:
    if visibility not in VISIBILITIES:
        raise Invalid("visibility", _l("Choose who may see it."))
    if visibility == "group" and group is None:
        raise Invalid("group", _l("Choose the group that may see it."))
    if visibility == "owners" and product is None:
        raise Invalid("product", _l("Choose the product whose owners may see it."))


def _check_language(code: str) -> None:
    if code not in (*LANGUAGES, OTHER_LANGUAGE):
        raise Invalid("language", _l("Choose a language from the list."))


# -- announcements --------------------------------------------------------------------------------


def publish_announcement(
    *,
    by: Actor,
    title: str,
    kind: str,
    body: Text,
    product: Product | None = None,
    pinned: bool = False,
    on_ask_form: bool = False,
) -> Announcement:
    """The brand says something to everybody, or to those who look at one product."""
    require(may_announce(by))
    if kind not in ANNOUNCEMENT_KINDS:
        raise Invalid("kind", _l("Choose what kind of announcement it is."))
    if not body.source.strip():
        raise Invalid("body", _l("Write what you announce."))
    announcement = Announcement(
        title=short("title", title, TITLE_LONGEST),
        kind=kind,
        body=body.source,
        body_parts=body.parts,
        body_version=body.version,
        product_id=product.id if product else None,
        author_id=by.id,
        pinned=pinned,
        on_ask_form=on_ask_form,
    )
    db.session.add(announcement)
    db.session.flush()
    publish(AnnouncementPublished(announcement.id))
    return announcement


def withdraw_announcement(announcement: Announcement, *, by: Actor) -> None:
    """Take an announcement off all pages; withdrawing twice changes nothing."""
    require(may_announce(by))
    db.session.execute(
        update(Announcement)
        .where(Announcement.id == announcement.id, Announcement.withdrawn_at.is_(None))
        .values(withdrawn_at=clock.now())
    )

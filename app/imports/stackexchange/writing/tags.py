"""Tags and their descriptions."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select, update

from app.domain.catalog.models import Tag
from app.domain.catalog.rules import ABOUT_LONGEST
from app.imports.stackexchange.people import shortened
from app.imports.stackexchange.plan import TagPlan
from app.imports.stackexchange.writing.target import Target, add_rows, batches
from app.imports.stackexchange.writing.wording import tag_of
from app.kit.db import db
from app.kit.work import write


def write_tags(target: Target) -> None:
    """Make the tags that do not exist yet; a description goes only where there is none."""
    with target.stage("Tags", "tags") as bar:
        for batch in batches(target.plan.kept_tags()):
            made, described = write(_add, batch)
            there = _tags({tag_of(plan.name) for plan in batch})
            for plan in batch:
                name = tag_of(plan.name)
                if name in there:
                    target.tag_ids[plan.name] = there[name][0]
                _note_tag(target, plan, made, described)
            bar.update(len(batch))


def _note_tag(target: Target, plan: TagPlan, made: set[str], described: set[str]) -> None:
    """Count what became of a tag and its description; two may have become one of ours."""
    table, name = target.plan.table, tag_of(plan.name)
    if not name:
        table.skip("tags", "without a letter or a digit")
    elif name in made:
        made.remove(name)
        table.create("tags")
    else:
        table.keep("tags")
    if not plan.description:
        return
    if name in described:
        described.remove(name)
        table.create("other posts")
    else:
        table.keep("other posts")


def _add(batch: list[TagPlan]) -> tuple[set[str], set[str]]:
    """Return the names of the tags that were made, and of those that were described."""
    wanted: dict[str, str] = {}
    for plan in batch:
        if name := tag_of(plan.name):
            wanted[name] = wanted.get(name) or shortened(plan.description, ABOUT_LONGEST)
    there = _tags(wanted)
    new = [{"name": name, "about": wanted[name]} for name in wanted if name not in there]
    if new:
        add_rows(Tag, new)
    bare = [name for name, (_id, about) in there.items() if wanted[name] and not about]
    for name in bare:
        db.session.execute(update(Tag).where(Tag.id == there[name][0]).values(about=wanted[name]))
    made = {row["name"] for row in new}
    return made, {name for name in made if wanted[name]} | set(bare)


def _tags(names: Collection[str]) -> dict[str, tuple[int, str]]:
    rows = db.session.execute(select(Tag.id, Tag.name, Tag.about).where(Tag.name.in_(names)))
    return {row.name: (row.id, row.about) for row in rows}

"""People of the dump as unclaimed members: no address, no password, until proven theirs."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.domain.accounts.models import FormerHandle, User
from app.domain.accounts.names import handle_key, name_flaw, tidy
from app.domain.accounts.rules import BIO_LONGEST, NAME_LONGEST
from app.domain.accounts.texts import Text
from app.imports.stackexchange.attribution import Attribution
from app.imports.stackexchange.dump import Dump
from app.imports.stackexchange.people import Profile, handle_for, numbered_handle, profile_of
from app.imports.stackexchange.rows import UserRow
from app.imports.stackexchange.texts import clean
from app.imports.stackexchange.writing.target import Target, add_rows, batches, ids_of, missing
from app.imports.stackexchange.writing.wording import rendered
from app.kit.db import db
from app.kit.work import write

# What the network asks for commenting everywhere, and for closing and reopening alone: about what
# our levels allow. The highest is a person's decision here.
MEMBER_FROM, TRUSTED_FROM = 50, 3_000

FORMER = "Former member"
DELETED = "deleted:"
_ID_LONGEST = 80


def write_members(dump: Dump, target: Target) -> None:
    """Make a member of everybody in the dump who is not one yet."""
    table = target.plan.table

    def note_there(_user: UserRow) -> None:
        table.keep("users")

    with target.stage("Members", "users") as bar:
        new = missing(target.plan.kept_users(dump), User, target.source, note_there)
        for batch in batches(new):
            profiles = [profile_of(user, target.source) for user in batch]
            bios = rendered([_bio(profile) for profile in profiles])
            rows = [
                _member(user, profile, bio, target.source)
                for user, profile, bio in zip(batch, profiles, bios, strict=True)
            ]
            write(add_members, rows)
            table.create("users", len(rows))
            bar.update(len(rows))


def author_key(target: Target, user_id: int | None, name: str) -> str:
    """Return the external id of a post's author; of one who is gone, by the name left behind."""
    author = target.plan.author(user_id)
    return str(author) if author is not None else f"{DELETED}{clean(name)}"[:_ID_LONGEST]


def author_ids(target: Target, wrote: Iterable[tuple[str, datetime]]) -> dict[str, int]:
    """Return the members behind these keys; call in a unit: who is gone becomes a member here.

    A post needs an author, and all that one former member wrote stays together under their name.
    They joined, for all we know, when they first wrote.
    """
    firsts: dict[str, datetime] = {}
    for key, at in wrote:
        firsts[key] = min(at, firsts.get(key, at))
    found = ids_of(User, target.source, firsts)
    absent = sorted(key for key in firsts.keys() - found.keys() if key.startswith(DELETED))
    if absent:
        add_members([former_member(key, firsts[key], target.source) for key in absent])
        found |= ids_of(User, target.source, absent)
    return found


def count_former(target: Target) -> int:
    """Count the members made for authors whose accounts are gone."""
    made = (User.external_source == target.source) & User.external_id.startswith(DELETED)
    return db.session.scalar(select(func.count(User.id)).where(made)) or 0


def add_members(rows: list[dict[str, Any]]) -> None:
    """Keep new members, each under a handle that nobody has; call in a unit."""
    proposed = {row["handle_key"] for row in rows}
    taken = set(db.session.scalars(select(User.handle_key).where(User.handle_key.in_(proposed))))
    held = select(FormerHandle.handle_key).where(FormerHandle.handle_key.in_(proposed))
    taken |= set(db.session.scalars(held))
    made = []
    for row in rows:
        values = dict(row)
        number = values.pop("number")
        if row["handle_key"] in taken:
            values |= _free_handle(row["handle"], number, taken)
        taken.add(values["handle_key"])
        made.append(values)
    add_rows(User, made)


def _free_handle(proposed: str, number: int, taken: set[str]) -> dict[str, str]:
    # A number that nobody proposed may still be somebody's handle by chance: look, then count on.
    while True:
        handle = numbered_handle(proposed, number)
        key = handle_key(handle)
        if key not in taken and not _is_held(key):
            return {"handle": handle, "handle_key": key}
        number += 1


def _is_held(key: str) -> bool:
    holders = (User.handle_key, FormerHandle.handle_key)
    return any(
        db.session.scalar(select(column).where(column == key)) is not None for column in holders
    )


def _member(user: UserRow, profile: Profile, bio: Text, source: str) -> dict[str, Any]:
    handle = handle_for(profile.display_name, user.id)
    return {
        "number": user.id,
        "handle": handle,
        "handle_key": handle_key(handle),
        "name": profile.display_name,
        "joined_at": user.created_at,
        "seen_at": user.last_seen_at,
        "trust": _trust(user.reputation),
        "bio": bio.source,
        "bio_parts": bio.parts,
        "bio_version": bio.version,
        "location": profile.location,
        "external_source": source,
        "external_id": str(user.id),
        "external_url": Attribution(source).author_url(user.id),
    }


def former_member(key: str, at: datetime, source: str) -> dict[str, Any]:
    """Return the row of somebody of whom no more than a name is known: ``DELETED`` and the name."""
    name = tidy(key.removeprefix(DELETED))[:NAME_LONGEST].strip()
    name = FORMER if name_flaw(name) else name
    number = zlib.crc32(key.encode()) % 10_000
    handle = handle_for(name, number)
    return {
        "number": number,
        "handle": handle,
        "handle_key": handle_key(handle),
        "name": name,
        "joined_at": at,
        "seen_at": None,
        "trust": "new",
        "bio": "",
        "bio_parts": [],
        "bio_version": 0,
        "location": "",
        "external_source": source,
        "external_id": key,
        "external_url": None,
    }


def _bio(profile: Profile) -> str:
    """Add the person's website, for which a profile has no place of its own, where it fits."""
    if not profile.website or profile.website in profile.bio:
        return profile.bio
    longer = f"{profile.bio}\n\n<{profile.website}>".strip()
    return longer if len(longer) <= BIO_LONGEST else profile.bio


def _trust(reputation: int) -> str:
    if reputation >= TRUSTED_FROM:
        return "trusted"
    return "member" if reputation >= MEMBER_FROM else "new"

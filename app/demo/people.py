"""The cast: some forty members with their pictures, roles, trust and a line about themselves."""

from __future__ import annotations

import io
import zlib
from datetime import datetime, timedelta

from flask_security.utils import hash_password
from PIL import Image
from sqlalchemy import select

from app.demo.reading import Entry
from app.domain.accounts.models import Group, Membership, RoleGrant, User
from app.domain.accounts.names import handle_key
from app.domain.accounts.rules import LOCATION_LONGEST
from app.domain.accounts.texts import Text
from app.kit import files, pictures
from app.kit.db import db

SOURCE = "demo"
# What every member of the cast signs in with, on a site with DEMO on.
PASSWORD = "lumen-home-demo"  # noqa: S105 - printed by `make run`; meant to be known
_DOMAIN = "demo.lumen.example"
_EDGE = 256


def known_cast() -> dict[str, int]:
    """Return who of the cast is here already: handle in the content → id."""
    rows = db.session.execute(
        select(User.external_id, User.id).where(User.external_source == SOURCE)
    )
    return {str(handle): member_id for handle, member_id in rows}


def bio_of(entry: Entry) -> str:
    """Return the line about a member that their page shows."""
    return str(entry.get("voice", "")).strip()


def draw_picture(entry: Entry) -> str:
    """Draw a member's initials and keep them; return the file's name."""
    words = str(entry["name"]).split()
    initials = words[0][:1] + (words[-1][:1] if len(words) > 1 else "")
    hue = zlib.crc32(str(entry["handle"]).encode()) % len(pictures.HUES) + 1
    drawn = pictures.initials_picture(initials, hue, _EDGE)
    # Ours from the first pixel on, so it needs none of the care that an upload does.
    out = io.BytesIO()
    Image.open(io.BytesIO(drawn)).save(out, "WEBP", quality=90)
    return files.current().put(out.getvalue(), "webp")


def password_hash() -> str:
    """Return the hash that the whole cast shares: forty of them would take seconds and add nothing.

    A password that the README names needs no salt of its own for each.
    """
    return str(hash_password(PASSWORD))


def add_member(
    entry: Entry, *, bio: Text, picture: str, password: str | None, now: datetime
) -> User:
    """Store one of the cast; call inside a unit of work."""
    handle = _free_handle(str(entry["handle"]))
    joined = now - timedelta(days=float(entry["joined"]))
    role = str(entry.get("role", "member"))
    address = f"{entry['handle']}@{_DOMAIN}"
    member = User(
        handle=handle,
        handle_key=handle_key(handle),
        name=entry["name"],
        email=address,
        email_key=address,
        password=password,
        confirmed_at=joined,
        joined_at=joined,
        staff_roles=[] if role == "member" else [role],
        trust=entry.get("trust", "member"),
        picture=picture,
        bio=bio.source,
        bio_parts=bio.parts,
        bio_version=bio.version,
        location=str(entry.get("where", ""))[:LOCATION_LONGEST],
        external_source=SOURCE,
        external_id=entry["handle"],
    )
    db.session.add(member)
    db.session.flush()
    if role != "member":
        db.session.add(RoleGrant(user_id=member.id, role=role, granted_at=joined))
    return member


def add_group(slug: str, name: str, about: str, members: list[int], now: datetime) -> Group:
    """Return the group of this address, made with these members if there is none yet."""
    group = db.session.scalar(select(Group).where(Group.slug == slug))
    if group is None:
        group = Group(slug=slug, name=name, about=about)
        db.session.add(group)
        db.session.flush()
        for member_id in sorted(set(members)):
            db.session.add(Membership(group_id=group.id, user_id=member_id, added_at=now))
    return group


def _free_handle(handle: str) -> str:
    """Return the handle, or one beside it when a real member has it."""
    for free in (handle, f"{handle}_demo", *(f"{handle}_{n}" for n in range(2, 100))):
        if db.session.scalar(select(User.id).where(User.handle_key == handle_key(free))) is None:
            return free
    raise LookupError(handle)

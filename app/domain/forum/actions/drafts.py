"""Drafts: nothing typed is ever lost, also across signing in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.domain.accounts.models import Actor, User
from app.domain.forum.models.writing import Draft, Upload
from app.domain.forum.rules import DRAFT_KEPT, DRAFT_LONGEST, DRAFTS_MOST, GUEST_DRAFT_KEPT
from app.kit import clock
from app.kit.db import db
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid

PLACE_LONGEST = 50


def owner_of(actor: Actor, guest_key: str | None = None) -> str:
    """Return how drafts, pictures and signs name their owner: a member, or a guest's browser.

    Of the browser's key only a hash is written down.
    """
    if not actor.is_guest:
        return f"m:{actor.id}"
    return f"g:{hashlib.sha256(guest_key.encode()).hexdigest()[:40]}" if guest_key else "g:"


def save_draft(owner: str, place: str, values: Mapping[str, Any]) -> datetime:
    """Keep what is typed at a place; when it was kept is returned.

    :raises Invalid: on ``values`` or ``place``, when they are longer than any form gives.
    """
    kept = dict(values)
    if len(json.dumps(kept)) > DRAFT_LONGEST:
        raise Invalid("values", _l("This is too long to be kept."))
    if not place or len(place) > PLACE_LONGEST or len(owner) <= len("m:"):
        raise Invalid("place", _l("There is no such form."))
    moment = clock.now()
    insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    row = {"owner": owner, "place": place, "values": kept, "saved_at": moment}
    statement = insert(Draft).values(**row)
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["owner", "place"], set_={"values": kept, "saved_at": moment}
        )
    )
    _keep_newest(owner)
    return moment


def drop_draft(owner: str, place: str) -> None:
    """Forget what was typed at a place: it was posted, or thrown away."""
    db.session.execute(
        delete(Draft)
        .where(Draft.owner == owner, Draft.place == place)
        .execution_options(synchronize_session=False)
    )


def hand_over_drafts(guest_owner: str, member: User) -> int:
    """Give a guest's drafts and pictures to the member they became; how many is returned.

    Where both typed at one place the newer stays there, and the other is kept beside it under
    ":2", ":3" …
    """
    owner = f"m:{member.id}"
    if not guest_owner.startswith("g:") or len(guest_owner) <= len("g:"):
        return 0
    mine = {draft.place: draft for draft in _drafts(owner)}
    theirs = _drafts(guest_owner)
    for draft in theirs:
        own = mine.get(draft.place)
        if own is not None and own.values == draft.values:
            db.session.delete(draft)
            continue
        if own is not None:
            older = min(own, draft, key=lambda it: it.saved_at)
            older.place = _free_place(draft.place, mine)
            mine[older.place] = older
            db.session.flush()
        draft.owner = owner
        mine[draft.place] = draft
        db.session.flush()
    db.session.execute(
        update(Upload)
        .where(Upload.owner == guest_owner, Upload.question_id.is_(None))
        .values(owner=owner)
        .execution_options(synchronize_session=False)
    )
    return len(theirs)


def typed_by(member_ids: set[int]) -> str:
    """Return all that these members typed and did not post, as one text to look for names in."""
    owners = {f"m:{number}" for number in member_ids}
    texts = db.session.scalars(select(Draft.values).where(Draft.owner.in_(owners)))
    return "\n".join(json.dumps(values) for values in texts)


def sweep_drafts() -> None:
    """Forget drafts that nobody came back to, guests' sooner."""
    moment = clock.now()
    is_guests = Draft.owner.startswith("g:")
    db.session.execute(
        delete(Draft)
        .where(
            or_(
                Draft.saved_at < moment - DRAFT_KEPT,
                and_(is_guests, Draft.saved_at < moment - GUEST_DRAFT_KEPT),
            )
        )
        .execution_options(synchronize_session=False)
    )


def _drafts(owner: str) -> list[Draft]:
    found = select(Draft).where(Draft.owner == owner).order_by(Draft.saved_at, Draft.id)
    return list(db.session.scalars(found))


def _free_place(place: str, taken: Mapping[str, Any]) -> str:
    return next(free for n in range(2, DRAFTS_MOST * 3) if (free := f"{place}:{n}") not in taken)


def _keep_newest(owner: str) -> None:
    count = db.session.scalar(select(func.count(Draft.id)).where(Draft.owner == owner)) or 0
    if count <= DRAFTS_MOST:
        return
    oldest = (
        select(Draft.id)
        .where(Draft.owner == owner)
        .order_by(Draft.saved_at, Draft.id)
        .limit(count - DRAFTS_MOST)
    )
    db.session.execute(
        delete(Draft)
        .where(Draft.id.in_(oldest.scalar_subquery()))
        .execution_options(synchronize_session=False)
    )

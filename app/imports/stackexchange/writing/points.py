"""What the imported members earned: ledger lines by our rules, dated by what they stand on."""

from __future__ import annotations

from sqlalchemy import func, select

from app.domain.accounts.models import User
from app.domain.reputation.actions.settling import settle_members
from app.domain.reputation.actions.standings import count_entries
from app.domain.reputation.models.ledger import Entry
from app.imports.stackexchange.writing.target import Target, batches, imported
from app.kit.db import db
from app.kit.work import write


def settle_points(target: Target) -> None:
    """Give every imported member their history. What was settled before is left as it is.

    One unit for each batch of members, so that a stopped run is taken up where it was; nobody is
    told of years that are over.
    """
    lines, points = _ledger_of(target.source)
    with target.stage("Points", "users") as bar:
        for page in imported(User, target.source):
            for batch in batches(page):
                write(settle_members, batch, quiet=True)
                bar.update(len(batch))
    count_entries()
    more, given = _ledger_of(target.source)
    if more > lines:
        target.plan.table.remark("lines written to the ledger", more - lines)
        target.plan.table.remark("points that they came to", given - points)


def _ledger_of(source: str) -> tuple[int, int]:
    row = db.session.execute(
        select(func.count(Entry.id), func.coalesce(func.sum(Entry.delta), 0))
        .join(User, User.id == Entry.user_id)
        .where(User.external_source == source)
    ).one()
    return int(row[0]), int(row[1])

"""Coins: placed, moved and taken back while a round is open. Nobody ever spends more than all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.domain.accounts.models import Actor
from app.domain.ideas.actions.limits import count
from app.domain.ideas.actions.locks import id_of
from app.domain.ideas.actions.rounds import hold_open
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.rounds import Purse, Round, RoundIdea, Stake
from app.domain.ideas.policy.rounds import may_place_coins, may_place_coins_on, may_see_round
from app.domain.ideas.rules import COINS, COINS_A_MINUTE, STAKES
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.i18n import lazy_gettext as _l
from app.kit.limits import Limit
from app.kit.problems import Invalid, NotFound

PLACINGS = Limit(
    "coins-quick",
    COINS_A_MINUTE,
    timedelta(minutes=1),
    _l("You are placing coins very quickly. Wait a minute."),
)


def place_coins(round_: Round, idea: Idea, *, by: Actor, coins: int) -> int:
    """Let a member place coins on an idea of a round: instead of those there, or none at all.

    Returns what they have left. Taking coins back works as long as the round is open, also from
    an idea that was decided meanwhile.

    :raises Invalid: on ``coins``, for an amount that is not offered or more than is left.
    """
    if not may_see_round(by, round_):
        raise NotFound
    hold_open(round_)
    require(may_place_coins(by, round_))
    listed = db.session.get(RoundIdea, (round_.id, idea.id))
    if listed is None:
        raise NotFound
    if coins:
        require(may_place_coins_on(by, round_, idea))
        if coins not in STAKES:
            raise Invalid("coins", _l("Place 5, 20 or 50 coins."))
    purse = _purse(round_.id, id_of(by))
    placed = db.session.get(Stake, (round_.id, purse.user_id, idea.id))
    before = placed.coins if placed else 0
    if coins != before:
        count(PLACINGS, by)
        _spend(purse, coins - before)
        _stake(placed, purse, idea.id, coins)
        _add_up(listed, coins - before, bool(coins) - bool(before))
    return COINS - purse.spent


def _purse(round_id: int, user_id: int) -> Purse:
    """Return the member's purse, held until the unit ends: their placings come one by one."""
    insert: Any = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    db.session.execute(
        insert(Purse)
        .values(round_id=round_id, user_id=user_id, spent=0)
        .on_conflict_do_nothing(index_elements=["round_id", "user_id"])
    )
    return db.session.get_one(
        Purse, (round_id, user_id), populate_existing=True, with_for_update=True
    )


def _spend(purse: Purse, amount: int) -> None:
    """Take from the purse only what is in it: one statement that no other can come between."""
    done = db.session.execute(
        update(Purse)
        .where(
            Purse.round_id == purse.round_id,
            Purse.user_id == purse.user_id,
            Purse.spent + amount <= COINS,
        )
        .values(spent=Purse.spent + amount)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(purse)
    if getattr(done, "rowcount", 0) != 1:
        raise Invalid("coins", _too_few(COINS - purse.spent))


def _too_few(left: int) -> Any:
    if not left:
        return _l("All your %(count)s coins are placed. Take some back first.", count=COINS)
    return _l("You have %(left)s coins left. Take some back first.", left=left)


def _stake(placed: Stake | None, purse: Purse, idea_id: int, coins: int) -> None:
    if placed is None:
        placed = Stake(round_id=purse.round_id, user_id=purse.user_id, idea_id=idea_id)
        db.session.add(placed)
    if not coins:
        db.session.delete(placed)
        db.session.flush()
        return
    placed.coins, placed.at = coins, clock.now()
    db.session.flush()


def _add_up(listed: RoundIdea, coins: int, backers: int) -> None:
    db.session.execute(
        update(RoundIdea)
        .where(RoundIdea.round_id == listed.round_id, RoundIdea.idea_id == listed.idea_id)
        .values(coins=RoundIdea.coins + coins, backers=RoundIdea.backers + backers)
        .execution_options(synchronize_session=False)
    )
    db.session.expire(listed)

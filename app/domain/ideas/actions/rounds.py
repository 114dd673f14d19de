"""Rounds: opened with a list of ideas, closed by the clock or the team, and concluded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.domain.accounts.models import Actor
from app.domain.catalog.models import Product, Space
from app.domain.catalog.policy import is_within, may_see_space
from app.domain.ideas.actions.coin_counts import recount_round
from app.domain.ideas.actions.locks import id_of, lock
from app.domain.ideas.actions.wording import checked_nonce
from app.domain.ideas.events import RoundClosed, RoundOpened
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.rounds import Round, RoundIdea
from app.domain.ideas.policy import may_see
from app.domain.ideas.policy.rounds import may_open_round, may_see_round
from app.domain.ideas.rules import (
    CONCLUSION_LONGEST,
    CONCLUSION_SHORTEST,
    ROUND_ABOUT_LONGEST,
    ROUND_IDEAS_LEAST,
    ROUND_IDEAS_MOST,
    ROUND_LONGEST,
    ROUND_SHORTEST,
    ROUND_TITLE_LONGEST,
    TITLE_SHORTEST,
)
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.plain import checked_line
from app.kit.problems import Conflict, Invalid, NotFound
from app.kit.work import write


def open_round(
    *,
    by: Actor,
    title: str,
    about: str,
    ideas: Sequence[Idea],
    closes_at: datetime,
    space: Space,
    product: Product | None = None,
    nonce: str | None = None,
) -> Round:
    """Give every reader of a space the same coins to place on a list of ideas, until a moment.

    :raises Invalid: on ``title``, ``about``, ``ideas``, ``closes_at`` or ``space``.
    """
    require(may_open_round(by))
    nonce = checked_nonce(nonce)
    if opened := _opened_by(by, nonce):
        return opened
    listed = list(dict.fromkeys(ideas))
    _check_space(by, space)
    _check_ideas(by, listed, space)
    _check_end(closes_at)
    round_ = Round(
        title=_title(title),
        about=_words("about", about, ROUND_ABOUT_LONGEST),
        space_id=space.id,
        product_id=product.id if product else None,
        by_id=id_of(by),
        closes_at=closes_at,
        nonce=nonce,
    )
    db.session.add(round_)
    db.session.flush()
    db.session.add_all(
        RoundIdea(round_id=round_.id, idea_id=idea.id, position=position)
        for position, idea in enumerate(listed)
    )
    db.session.flush()
    publish(RoundOpened(round_.id, id_of(by)))
    return round_


def end_round(round_: Round, *, by: Actor) -> None:
    """Close a round before its time; one that is closed stays as it is."""
    _require_team(round_, by)
    _close(round_)


def conclude(round_: Round, *, by: Actor, words: str) -> None:
    """Tell what the team takes from a result; told again, it replaces what was said.

    :raises Conflict: while the round is open.
    :raises Invalid: on ``words``.
    """
    _require_team(round_, by)
    lock(round_)
    if round_.closed_at is None:
        raise Conflict(_l("Close the round first: nobody knows its result yet."))
    plain = _words("words", words, CONCLUSION_LONGEST)
    if len(plain) < CONCLUSION_SHORTEST:
        raise Invalid(
            "words", _l("Tell it in at least %(count)s characters.", count=CONCLUSION_SHORTEST)
        )
    round_.conclusion = plain
    db.session.flush()


def close_overdue() -> None:
    """Close the rounds whose time is over, each in a unit of its own: the scheduled verb."""
    overdue = select(Round.id).where(Round.closed_at.is_(None), Round.closes_at <= clock.now())
    for round_id in db.session.scalars(overdue).all():
        write(_close_by_clock, round_id)


def hold_open(round_: Round) -> None:
    """Keep a round from being closed while coins are placed; others place theirs meanwhile."""
    db.session.refresh(round_, with_for_update={"read": True})


def _require_team(round_: Round, by: Actor) -> None:
    if not may_see_round(by, round_):
        raise NotFound
    require(may_open_round(by))


def _opened_by(by: Actor, nonce: str | None) -> Round | None:
    """Find the round that this form opened already: a second click opens no other."""
    if not nonce:
        return None
    return db.session.scalar(select(Round).where(Round.by_id == by.id, Round.nonce == nonce))


# -- closing ----------------------------------------------------------------------------------


def _close_by_clock(round_id: int) -> None:
    _close(db.session.get_one(Round, round_id))


def _close(round_: Round) -> None:
    """Let nobody place any more, prove the sums, and announce the result once."""
    db.session.refresh(round_, with_for_update=True)
    if round_.closed_at is not None:
        return
    recount_round(round_.id)
    round_.closed_at = clock.now()
    db.session.flush()
    publish(RoundClosed(round_.id))


# -- what a round asks for --------------------------------------------------------------------


def _title(title: str) -> str:
    plain = checked_line("title", title, ROUND_TITLE_LONGEST)
    if len(plain) < TITLE_SHORTEST:
        raise Invalid(
            "title", _l("Say a little more: at least %(least)s characters.", least=TITLE_SHORTEST)
        )
    return plain


def _words(field: str, text: str, longest: int) -> str:
    """Return plain words of several lines as they are kept."""
    lines = [checked_line(field, line, longest) for line in text.splitlines()]
    plain = "\n".join(lines).strip()
    if len(plain) > longest:
        raise Invalid(field, _l("At most %(most)s characters.", most=longest))
    return plain


def _check_space(by: Actor, space: Space) -> None:
    if not may_see_space(by, space):
        raise Invalid("space", _l("Choose one of these."))


def _check_ideas(by: Actor, ideas: Sequence[Idea], space: Space) -> None:
    if not ROUND_IDEAS_LEAST <= len(ideas) <= ROUND_IDEAS_MOST:
        raise Invalid(
            "ideas",
            _l(
                "Choose %(least)s to %(most)s ideas.",
                least=ROUND_IDEAS_LEAST,
                most=ROUND_IDEAS_MOST,
            ),
        )
    for idea in ideas:
        if not may_see(by, idea):
            raise Invalid("ideas", _l("One of these ideas does not exist."))
        if not idea.is_open or idea.is_hidden or idea.is_held:
            raise Invalid("ideas", _l("“%(title)s” is not open for votes.", title=idea.title))
        if not is_within(space, idea.space):
            raise Invalid(
                "ideas",
                _l("Not everybody who sees this round may read “%(title)s”.", title=idea.title),
            )


def _check_end(closes_at: datetime) -> None:
    lasts = closes_at - clock.now()
    if not ROUND_SHORTEST <= lasts <= ROUND_LONGEST:
        raise Invalid(
            "closes_at",
            _l("Let it last between an hour and %(days)s days.", days=ROUND_LONGEST.days),
        )

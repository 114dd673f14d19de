"""The economy in force, what each fact is worth, and the ledger of every change."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import DDL, CheckConstraint, ForeignKey, Index, String, event
from sqlalchemy.orm import Mapped, mapped_column

from app.kit import clock
from app.kit.columns import Json
from app.kit.db import Base


class EconomyVersion(Base):
    """Prices, caps and requirements as they were put in force; number 0, the launch, has no row."""

    __tablename__ = "economies"

    version: Mapped[int] = mapped_column(primary_key=True)
    preset: Mapped[str] = mapped_column(String(10))
    # The fields of rules.Economy, in plain values.
    values: Mapped[dict[str, Any]] = mapped_column(Json)
    effective_from: Mapped[datetime] = mapped_column(index=True)
    reason: Mapped[str] = mapped_column(String(300), default="")
    # None when it was done from the shell.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class Credit(Base):
    """What one fact (a vote, an acceptance) is worth to one member now, after each cap.

    A cache: made from the facts of the other rooms and the economy of their moment, and proved by
    them (``flask reputation check``). ``amount`` is what the ledger's rows of this fact add up to.
    """

    __tablename__ = "credits"
    __table_args__ = (
        Index("ix_credits_day", "user_id", "day"),
        Index("ix_credits_subject", "subject_kind", "subject_id"),
        Index("ix_credits_pair", "user_id", "actor_id", "day"),
        Index("ix_credits_question", "question_id"),
    )

    # "vote:12:answer:9", "accepted:9", "too:42:12": who or what, stated once.
    fact: Mapped[str] = mapped_column(String(60), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(String(24))
    # Who did it, when somebody did.
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    subject_kind: Mapped[str] = mapped_column(String(12))
    subject_id: Mapped[int]
    question_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id"))
    at: Mapped[datetime]
    day: Mapped[date]
    version: Mapped[int] = mapped_column(default=0)
    # The price at its moment; whether it is within what one person can do for another that day;
    # what the post's cap leaves; what the day's cap leaves.
    price: Mapped[int]
    counts: Mapped[bool] = mapped_column(default=True)
    worth: Mapped[int] = mapped_column(default=0)
    amount: Mapped[int] = mapped_column(default=0)
    # False when the fact is gone: the row stays, so that its entries are numbered on.
    stands: Mapped[bool] = mapped_column(default=True)
    entry_count: Mapped[int] = mapped_column(default=0)


class Entry(Base):
    """One line of the ledger: points that came or went. Never changed, never deleted."""

    __tablename__ = "ledger"
    __table_args__ = (
        CheckConstraint("delta <> 0", name="delta_some"),
        Index("ix_ledger_user", "user_id", "at", "id"),
        Index("ix_ledger_fact", "fact"),
        Index("ix_ledger_question", "question_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    delta: Mapped[int]
    reason: Mapped[str] = mapped_column(String(24))
    # The fact behind it; None for an award.
    fact: Mapped[str | None] = mapped_column(String(60))
    # "<fact>:<number>": no reason pays twice, however many try at once.
    reason_key: Mapped[str] = mapped_column(String(80), unique=True)
    subject_kind: Mapped[str] = mapped_column(String(12), default="")
    subject_id: Mapped[int | None]
    question_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    version: Mapped[int] = mapped_column(default=0)
    # The earlier line that this one takes back, when it does.
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("ledger.id"))
    # Why, in words, for what staff did; "cap" where a cap gave way or filled up.
    note: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    # Where the thread stood at that moment: what the boards count by.
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"))
    space_id: Mapped[int | None] = mapped_column(ForeignKey("spaces.id"))
    tag_ids: Mapped[list[int]] = mapped_column(Json, default=list)


# The database itself refuses to change the past.
KEEP_SQLITE = tuple(
    DDL(  # type: ignore[no-untyped-call]
        f"CREATE TRIGGER ledger_no_{verb.lower()} BEFORE {verb} ON ledger "
        "BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END"
    )
    for verb in ("UPDATE", "DELETE")
)
KEEP_POSTGRESQL = (
    DDL(  # type: ignore[no-untyped-call]
        "CREATE OR REPLACE FUNCTION ledger_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the ledger only grows'; END $$"
    ),
    DDL(  # type: ignore[no-untyped-call]
        "CREATE TRIGGER ledger_only_grows BEFORE UPDATE OR DELETE ON ledger "
        "FOR EACH ROW EXECUTE FUNCTION ledger_only_grows()"
    ),
)
for _keep in KEEP_SQLITE:
    event.listen(Entry.__table__, "after_create", _keep.execute_if(dialect="sqlite"))
for _keep in KEEP_POSTGRESQL:
    event.listen(Entry.__table__, "after_create", _keep.execute_if(dialect="postgresql"))

"""The economy, what each fact is worth, and the ledger of points.

Revision: 0003b
Follows: 0003a
Written: 2026-11-21
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003b"
down_revision = "0003a"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "economies",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("preset", sa.String(length=10), nullable=False),
        sa.Column(
            "values", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("effective_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_economies_by_id")),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_economies")),
    )

    with op.batch_alter_table("economies") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_economies_effective_from"), ["effective_from"], unique=False
        )

    op.create_table(
        "credits",
        sa.Column("fact", sa.String(length=60), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("subject_kind", sa.String(length=12), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("worth", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.Column("entry_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_credits_actor_id")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_credits_question_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_credits_user_id")),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_credits")),
    )

    with op.batch_alter_table("credits") as batch_op:
        batch_op.create_index("ix_credits_day", ["user_id", "day"], unique=False)
        batch_op.create_index("ix_credits_pair", ["user_id", "actor_id", "day"], unique=False)
        batch_op.create_index("ix_credits_question", ["question_id"], unique=False)
        batch_op.create_index("ix_credits_subject", ["subject_kind", "subject_id"], unique=False)

    op.create_table(
        "ledger",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("delta", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=False),
        sa.Column("fact", sa.String(length=60), nullable=True),
        sa.Column("reason_key", sa.String(length=80), nullable=False),
        sa.Column("subject_kind", sa.String(length=12), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("space_id", sa.Integer(), nullable=True),
        sa.Column(
            "tag_ids", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.CheckConstraint("delta <> 0", name=op.f("ck_ledger_delta_some")),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_ledger_actor_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_ledger_product_id")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_ledger_question_id")
        ),
        sa.ForeignKeyConstraint(["reverses_id"], ["ledger.id"], name=op.f("fk_ledger_reverses_id")),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name=op.f("fk_ledger_space_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_ledger_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger")),
        sa.UniqueConstraint("reason_key", name=op.f("uq_ledger_reason_key")),
    )

    with op.batch_alter_table("ledger") as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_at"), ["at"], unique=False)
        batch_op.create_index("ix_ledger_fact", ["fact"], unique=False)
        batch_op.create_index("ix_ledger_question", ["question_id"], unique=False)
        batch_op.create_index("ix_ledger_user", ["user_id", "at", "id"], unique=False)

    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE OR REPLACE FUNCTION ledger_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the ledger only grows'; END $$"
        )
        op.execute(
            "CREATE TRIGGER ledger_only_grows BEFORE UPDATE OR DELETE ON ledger "
            "FOR EACH ROW EXECUTE FUNCTION ledger_only_grows()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER ledger_no_{verb.lower()} BEFORE {verb} ON ledger "
            "BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER ledger_only_grows ON ledger")
        op.execute("DROP FUNCTION ledger_only_grows()")
    with op.batch_alter_table("ledger") as batch_op:
        batch_op.drop_index("ix_ledger_user")
        batch_op.drop_index("ix_ledger_question")
        batch_op.drop_index("ix_ledger_fact")
        batch_op.drop_index(batch_op.f("ix_ledger_at"))

    op.drop_table("ledger")

    with op.batch_alter_table("credits") as batch_op:
        batch_op.drop_index("ix_credits_subject")
        batch_op.drop_index("ix_credits_question")
        batch_op.drop_index("ix_credits_pair")
        batch_op.drop_index("ix_credits_day")

    op.drop_table("credits")

    with op.batch_alter_table("economies") as batch_op:
        batch_op.drop_index(batch_op.f("ix_economies_effective_from"))

    op.drop_table("economies")

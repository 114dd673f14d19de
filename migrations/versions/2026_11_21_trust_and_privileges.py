"""What trust comes from, the lounge, struck votes, and who wants to be on a board.

Revision: 0003a
Follows: 0002
Written: 2026-11-21
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003a"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "visits",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("threads_read", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_visits_user_id")),
        sa.PrimaryKeyConstraint("user_id", "day", name=op.f("pk_visits")),
    )

    with op.batch_alter_table("visits") as batch_op:
        batch_op.create_index("ix_visits_day", ["day"], unique=False)

    op.create_table(
        "footprints",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind in ('device', 'network')", name=op.f("ck_footprints_kind_known")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_footprints_user_id")),
        sa.PrimaryKeyConstraint("user_id", "kind", "key", name=op.f("pk_footprints")),
    )

    with op.batch_alter_table("footprints") as batch_op:
        batch_op.create_index("ix_footprints_key", ["kind", "key"], unique=False)
        batch_op.create_index("ix_footprints_last", ["last_at"], unique=False)

    with op.batch_alter_table("groups") as batch_op:
        batch_op.add_column(
            sa.Column("is_lounge", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    with op.batch_alter_table("memberships") as batch_op:
        batch_op.add_column(
            sa.Column("by_self", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    with op.batch_alter_table("role_grants") as batch_op:
        batch_op.add_column(
            sa.Column("by_rules", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    with op.batch_alter_table("users") as batch_op:
        batch_op.add_column(
            sa.Column("on_boards", sa.Boolean(), server_default=sa.true(), nullable=False)
        )

    with op.batch_alter_table("votes") as batch_op:
        batch_op.add_column(sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("notices") as batch_op:
        batch_op.add_column(
            sa.Column(
                "data", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True
            )
        )

    with op.batch_alter_table("products") as batch_op:
        batch_op.add_column(
            sa.Column("stages_first", sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("products") as batch_op:
        batch_op.drop_column("stages_first")

    with op.batch_alter_table("notices") as batch_op:
        batch_op.drop_column("data")

    with op.batch_alter_table("votes") as batch_op:
        batch_op.drop_column("voided_at")

    with op.batch_alter_table("users") as batch_op:
        batch_op.drop_column("on_boards")

    with op.batch_alter_table("role_grants") as batch_op:
        batch_op.drop_column("by_rules")

    with op.batch_alter_table("memberships") as batch_op:
        batch_op.drop_column("by_self")

    with op.batch_alter_table("groups") as batch_op:
        batch_op.drop_column("is_lounge")

    with op.batch_alter_table("footprints") as batch_op:
        batch_op.drop_index("ix_footprints_last")
        batch_op.drop_index("ix_footprints_key")

    op.drop_table("footprints")

    with op.batch_alter_table("visits") as batch_op:
        batch_op.drop_index("ix_visits_day")

    op.drop_table("visits")

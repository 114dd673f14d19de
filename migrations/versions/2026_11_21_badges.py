"""Badges and who holds them.

Revision: 0003d
Follows: 0003c
Written: 2026-11-21
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003d"
down_revision = "0003c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "custom_badges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("icon", sa.String(length=40), nullable=False),
        sa.Column("tier", sa.String(length=8), nullable=False),
        sa.Column("is_repeatable", sa.Boolean(), nullable=False),
        sa.Column(
            "criterion", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "tier in ('bronze', 'silver', 'gold')", name=op.f("ck_custom_badges_tier_known")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["users.id"], name=op.f("fk_custom_badges_made_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_badges")),
        sa.UniqueConstraint("key", name=op.f("uq_custom_badges_key")),
    )

    op.create_table(
        "awards",
        sa.Column("badge", sa.String(length=60), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(length=60), nullable=False),
        sa.Column("awarded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject_kind", sa.String(length=12), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        sa.Column("revoked_reason", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_awards_by_id")),
        sa.ForeignKeyConstraint(
            ["revoked_by_id"], ["users.id"], name=op.f("fk_awards_revoked_by_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_awards_user_id")),
        sa.PrimaryKeyConstraint("badge", "user_id", "occasion", name=op.f("pk_awards")),
    )

    with op.batch_alter_table("awards") as batch_op:
        batch_op.create_index("ix_awards_badge", ["badge", "awarded_at"], unique=False)
        batch_op.create_index("ix_awards_user", ["user_id", "awarded_at"], unique=False)

    with op.batch_alter_table("revisions") as batch_op:
        batch_op.create_index("ix_revisions_editor", ["editor_id"], unique=False)

    with op.batch_alter_table("rulings") as batch_op:
        batch_op.create_index("ix_rulings_by", ["by_id", "kind"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("rulings") as batch_op:
        batch_op.drop_index("ix_rulings_by")

    with op.batch_alter_table("revisions") as batch_op:
        batch_op.drop_index("ix_revisions_editor")

    with op.batch_alter_table("awards") as batch_op:
        batch_op.drop_index("ix_awards_user")
        batch_op.drop_index("ix_awards_badge")

    op.drop_table("awards")

    op.drop_table("custom_badges")

"""Notices and letters say which idea they are about.

Revision: 0005d
Follows: 0005c
Written: 2026-11-22
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005d"
down_revision = "0005c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("letters") as batch_op:
        batch_op.add_column(sa.Column("idea_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_letters_idea_id"), ["idea_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_letters_idea_id"), "ideas", ["idea_id"], ["id"])

    with op.batch_alter_table("notices") as batch_op:
        batch_op.add_column(sa.Column("idea_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_notices_idea_id"), ["idea_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_notices_idea_id"), "ideas", ["idea_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("notices") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_notices_idea_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_notices_idea_id"))
        batch_op.drop_column("idea_id")

    with op.batch_alter_table("letters") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_letters_idea_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_letters_idea_id"))
        batch_op.drop_column("idea_id")

"""Boards, expertise, and suspicious votes.

Revision: 0003c
Follows: 0003b
Written: 2026-11-21
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003c"
down_revision = "0003b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "standings",
        sa.Column("scope", sa.String(length=8), nullable=False),
        sa.Column("scope_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_standings_user_id")),
        sa.PrimaryKeyConstraint(
            "scope", "scope_id", "period", "starts_on", "user_id", name=op.f("pk_standings")
        ),
    )

    with op.batch_alter_table("standings") as batch_op:
        batch_op.create_index(
            "ix_standings_board",
            ["scope", "scope_id", "period", "starts_on", "points"],
            unique=False,
        )
        batch_op.create_index("ix_standings_user", ["user_id", "period"], unique=False)

    op.create_table(
        "expertise_cutoffs",
        sa.Column("scope", sa.String(length=8), nullable=False),
        sa.Column("scope_id", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("top_1", sa.Integer(), nullable=False),
        sa.Column("top_5", sa.Integer(), nullable=False),
        sa.Column("top_10", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("scope", "scope_id", name=op.f("pk_expertise_cutoffs")),
    )

    op.create_table(
        "uncounted_entries",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["ledger.id"], name=op.f("fk_uncounted_entries_entry_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_uncounted_entries")),
    )

    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=14), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column(
            "voter_ids", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "author_ids", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "evidence", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "kind in ('serial', 'pair', 'ring', 'same-device', 'same-network')",
            name=op.f("ck_cases_kind_known"),
        ),
        sa.CheckConstraint(
            "state in ('open', 'reversed', 'cleared')", name=op.f("ck_cases_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_cases_decided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("key", name=op.f("uq_cases_key")),
    )

    with op.batch_alter_table("cases") as batch_op:
        batch_op.create_index("ix_cases_state", ["state", "found_at", "id"], unique=False)

    op.create_table(
        "case_votes",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("voter_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=10), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_case_votes_author_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_votes_case_id")),
        sa.ForeignKeyConstraint(["voter_id"], ["users.id"], name=op.f("fk_case_votes_voter_id")),
        sa.PrimaryKeyConstraint(
            "case_id", "voter_id", "subject_kind", "subject_id", name=op.f("pk_case_votes")
        ),
    )

    with op.batch_alter_table("case_votes") as batch_op:
        batch_op.create_index(
            "ix_case_votes_vote", ["voter_id", "subject_kind", "subject_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("case_votes") as batch_op:
        batch_op.drop_index("ix_case_votes_vote")

    op.drop_table("case_votes")

    with op.batch_alter_table("cases") as batch_op:
        batch_op.drop_index("ix_cases_state")

    op.drop_table("cases")

    op.drop_table("uncounted_entries")

    op.drop_table("expertise_cutoffs")

    with op.batch_alter_table("standings") as batch_op:
        batch_op.drop_index("ix_standings_user")
        batch_op.drop_index("ix_standings_board")

    op.drop_table("standings")

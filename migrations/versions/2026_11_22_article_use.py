"""How articles are used: votes, flags, links, validations, follow-ups, gaps.

Revision: 0004c
Follows: 0004b
Written: 2026-11-22
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004c"
down_revision = "0004b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "help_votes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("voter_id", sa.Integer(), nullable=True),
        sa.Column("guest", sa.String(length=64), nullable=True),
        sa.Column("is_helpful", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("comment", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(voter_id is null) <> (guest is null)", name=op.f("ck_help_votes_voter_or_guest")
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_help_votes_article_id")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["article_revisions.id"], name=op.f("fk_help_votes_revision_id")
        ),
        sa.ForeignKeyConstraint(["voter_id"], ["users.id"], name=op.f("fk_help_votes_voter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_votes")),
        sa.UniqueConstraint("revision_id", "guest", name=op.f("uq_help_votes_revision_id_guest")),
        sa.UniqueConstraint(
            "revision_id", "voter_id", name=op.f("uq_help_votes_revision_id_voter_id")
        ),
    )

    with op.batch_alter_table("help_votes") as batch_op:
        batch_op.create_index("ix_help_votes_article", ["article_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_help_votes_voter_id"), ["voter_id"], unique=False)

    op.create_table(
        "article_flags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("block_id", sa.Integer(), nullable=True),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("flagger_id", sa.Integer(), nullable=True),
        sa.Column("guest", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("answer", sa.String(length=1000), nullable=False),
        sa.Column("fixed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_article_flags_article_id")
        ),
        sa.ForeignKeyConstraint(
            ["block_id"], ["article_blocks.id"], name=op.f("fk_article_flags_block_id")
        ),
        sa.ForeignKeyConstraint(
            ["fixed_by_id"], ["article_revisions.id"], name=op.f("fk_article_flags_fixed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["flagger_id"], ["users.id"], name=op.f("fk_article_flags_flagger_id")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["article_revisions.id"], name=op.f("fk_article_flags_revision_id")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["users.id"], name=op.f("fk_article_flags_settled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_flags")),
    )

    with op.batch_alter_table("article_flags") as batch_op:
        batch_op.create_index(
            "ix_article_flags_article", ["article_id", "settled_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_article_flags_block_id"), ["block_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_article_flags_flagger_id"), ["flagger_id"], unique=False
        )
        batch_op.create_index("ix_article_flags_open", ["settled_at", "at", "id"], unique=False)

    op.create_table(
        "article_uses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("host_kind", sa.String(length=10), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=6), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("solved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("was_known", sa.Boolean(), nullable=False),
        sa.Column("is_accurate", sa.Boolean(), nullable=True),
        sa.Column("judged_by_id", sa.Integer(), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "way in ('link', 'embed', 'solves')", name=op.f("ck_article_uses_way_known")
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_article_uses_article_id")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_article_uses_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["judged_by_id"], ["users.id"], name=op.f("fk_article_uses_judged_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_uses")),
        sa.UniqueConstraint(
            "article_id",
            "host_kind",
            "host_id",
            "way",
            name=op.f("uq_article_uses_article_id_host_kind_host_id_way"),
        ),
    )

    with op.batch_alter_table("article_uses") as batch_op:
        batch_op.create_index("ix_article_uses_at", ["solved_at", "question_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_article_uses_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_article_uses_host", ["host_kind", "host_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_article_uses_question_id"), ["question_id"], unique=False
        )
        batch_op.create_index("ix_article_uses_solved", ["article_id", "solved_at"], unique=False)

    op.create_table(
        "article_validations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_article_validations_article_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_article_validations_by_id")),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["article_revisions.id"],
            name=op.f("fk_article_validations_revision_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_validations")),
        sa.UniqueConstraint(
            "revision_id", "by_id", name=op.f("uq_article_validations_revision_id_by_id")
        ),
    )

    with op.batch_alter_table("article_validations") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_article_validations_article_id"), ["article_id"], unique=False
        )

    op.create_table(
        "article_follow_ups",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("by_stuck", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_article_follow_ups_article_id")
        ),
        sa.PrimaryKeyConstraint("article_id", "question_id", name=op.f("pk_article_follow_ups")),
    )

    with op.batch_alter_table("article_follow_ups") as batch_op:
        batch_op.create_index("ix_article_follow_ups_time", ["article_id", "at"], unique=False)

    op.create_table(
        "article_days",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.Column("stuck", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_article_days_article_id")
        ),
        sa.PrimaryKeyConstraint("article_id", "day", name=op.f("pk_article_days")),
    )

    op.create_table(
        "failed_searches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=120), nullable=False),
        sa.Column("typed", sa.String(length=120), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_by_id", sa.Integer(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["claimed_by_id"], ["users.id"], name=op.f("fk_failed_searches_claimed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_searches")),
        sa.UniqueConstraint("words", name=op.f("uq_failed_searches_words")),
    )

    with op.batch_alter_table("failed_searches") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_failed_searches_claimed_by_id"), ["claimed_by_id"], unique=False
        )
        batch_op.create_index(
            "ix_failed_searches_open", ["settled_at", "times", "id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("failed_searches") as batch_op:
        batch_op.drop_index("ix_failed_searches_open")
        batch_op.drop_index(batch_op.f("ix_failed_searches_claimed_by_id"))

    op.drop_table("failed_searches")

    op.drop_table("article_days")

    with op.batch_alter_table("article_follow_ups") as batch_op:
        batch_op.drop_index("ix_article_follow_ups_time")

    op.drop_table("article_follow_ups")

    with op.batch_alter_table("article_validations") as batch_op:
        batch_op.drop_index(batch_op.f("ix_article_validations_article_id"))

    op.drop_table("article_validations")

    with op.batch_alter_table("article_uses") as batch_op:
        batch_op.drop_index("ix_article_uses_solved")
        batch_op.drop_index(batch_op.f("ix_article_uses_question_id"))
        batch_op.drop_index("ix_article_uses_host")
        batch_op.drop_index(batch_op.f("ix_article_uses_author_id"))
        batch_op.drop_index("ix_article_uses_at")

    op.drop_table("article_uses")

    with op.batch_alter_table("article_flags") as batch_op:
        batch_op.drop_index("ix_article_flags_open")
        batch_op.drop_index(batch_op.f("ix_article_flags_flagger_id"))
        batch_op.drop_index(batch_op.f("ix_article_flags_block_id"))
        batch_op.drop_index("ix_article_flags_article")

    op.drop_table("article_flags")

    with op.batch_alter_table("help_votes") as batch_op:
        batch_op.drop_index(batch_op.f("ix_help_votes_voter_id"))
        batch_op.drop_index("ix_help_votes_article")

    op.drop_table("help_votes")

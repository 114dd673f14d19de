"""Votes, budgets, comments, follows, petitions and links of ideas.

Revision: 0005b
Follows: 0005a
Written: 2026-11-22
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005b"
down_revision = "0005a"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "idea_votes",
        sa.Column("voter_id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("charged", sa.Boolean(), nullable=False),
        sa.Column("cast_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cast_by_id"], ["users.id"], name=op.f("fk_idea_votes_cast_by_id")
        ),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_idea_votes_idea_id")),
        sa.ForeignKeyConstraint(["voter_id"], ["users.id"], name=op.f("fk_idea_votes_voter_id")),
        sa.PrimaryKeyConstraint("voter_id", "idea_id", name=op.f("pk_idea_votes")),
    )

    with op.batch_alter_table("idea_votes") as batch_op:
        batch_op.create_index("ix_idea_votes_idea", ["idea_id", "at"], unique=False)

    op.create_table(
        "vote_budgets",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.CheckConstraint("used >= 0", name=op.f("ck_vote_budgets_used_not_negative")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_vote_budgets_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_vote_budgets")),
    )

    op.create_table(
        "customer_votes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("customer", sa.String(length=120), nullable=False),
        sa.Column("customer_key", sa.String(length=120), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_customer_votes_by_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_customer_votes_idea_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_votes")),
        sa.UniqueConstraint(
            "idea_id", "customer_key", name=op.f("uq_customer_votes_idea_id_customer_key")
        ),
    )

    with op.batch_alter_table("customer_votes") as batch_op:
        batch_op.create_index(batch_op.f("ix_customer_votes_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_customer_votes_idea_id"), ["idea_id"], unique=False)

    op.create_table(
        "idea_comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column(
            "body_parts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("body_version", sa.Integer(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("imported_score", sa.Integer(), nullable=False),
        sa.Column("reply_count", sa.Integer(), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("came_from_id", sa.Integer(), nullable=True),
        sa.Column("nonce", sa.String(length=64), nullable=True),
        sa.Column("external_source", sa.String(length=80), nullable=True),
        sa.Column("external_id", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_idea_comments_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["came_from_id"], ["ideas.id"], name=op.f("fk_idea_comments_came_from_id")
        ),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_idea_comments_idea_id")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["idea_comments.id"], name=op.f("fk_idea_comments_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_comments")),
        sa.UniqueConstraint("author_id", "nonce", name=op.f("uq_idea_comments_author_id_nonce")),
        sa.UniqueConstraint(
            "external_source",
            "external_id",
            name=op.f("uq_idea_comments_external_source_external_id"),
        ),
    )

    with op.batch_alter_table("idea_comments") as batch_op:
        batch_op.create_index(
            "ix_idea_comments_author", ["author_id", "posted_at", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_idea_comments_body_version"), ["body_version"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_idea_comments_came_from_id"), ["came_from_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_idea_comments_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(
            "ix_idea_comments_time", ["idea_id", "parent_id", "posted_at", "id"], unique=False
        )
        batch_op.create_index(
            "ix_idea_comments_votes", ["idea_id", "parent_id", "score", "id"], unique=False
        )

    op.create_table(
        "comment_votes",
        sa.Column("voter_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["idea_comments.id"], name=op.f("fk_comment_votes_comment_id")
        ),
        sa.ForeignKeyConstraint(["voter_id"], ["users.id"], name=op.f("fk_comment_votes_voter_id")),
        sa.PrimaryKeyConstraint("voter_id", "comment_id", name=op.f("pk_comment_votes")),
    )

    with op.batch_alter_table("comment_votes") as batch_op:
        batch_op.create_index("ix_comment_votes_comment", ["comment_id"], unique=False)

    op.create_table(
        "idea_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=10), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("comment", sa.String(length=300), nullable=False),
        sa.Column("editor_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["editor_id"], ["users.id"], name=op.f("fk_idea_revisions_editor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_revisions")),
        sa.UniqueConstraint(
            "subject_kind",
            "subject_id",
            "number",
            name=op.f("uq_idea_revisions_subject_kind_subject_id_number"),
        ),
    )

    with op.batch_alter_table("idea_revisions") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_idea_revisions_editor_id"), ["editor_id"], unique=False
        )

    op.create_table(
        "idea_follows",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_idea_follows_idea_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_idea_follows_user_id")),
        sa.PrimaryKeyConstraint("user_id", "idea_id", name=op.f("pk_idea_follows")),
    )

    with op.batch_alter_table("idea_follows") as batch_op:
        batch_op.create_index("ix_idea_follows_idea", ["idea_id", "scope"], unique=False)

    op.create_table(
        "petitions",
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind in ('appeal', 'revival')", name=op.f("ck_petitions_kind_known")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_petitions_idea_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_petitions_user_id")),
        sa.PrimaryKeyConstraint("idea_id", "kind", "user_id", name=op.f("pk_petitions")),
    )

    with op.batch_alter_table("petitions") as batch_op:
        batch_op.create_index(batch_op.f("ix_petitions_user_id"), ["user_id"], unique=False)

    op.create_table(
        "idea_links",
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=10), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("suggested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('suggested', 'confirmed', 'rejected')",
            name=op.f("ck_idea_links_state_known"),
        ),
        sa.CheckConstraint(
            "subject_kind in ('question', 'review')", name=op.f("ck_idea_links_kind_known")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_idea_links_by_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_idea_links_idea_id")),
        sa.PrimaryKeyConstraint(
            "idea_id", "subject_kind", "subject_id", name=op.f("pk_idea_links")
        ),
    )

    with op.batch_alter_table("idea_links") as batch_op:
        batch_op.create_index(batch_op.f("ix_idea_links_by_id"), ["by_id"], unique=False)
        batch_op.create_index(
            "ix_idea_links_subject", ["subject_kind", "subject_id", "state"], unique=False
        )
        batch_op.create_index("ix_idea_links_waiting", ["state", "score"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("idea_links") as batch_op:
        batch_op.drop_index("ix_idea_links_waiting")
        batch_op.drop_index("ix_idea_links_subject")
        batch_op.drop_index(batch_op.f("ix_idea_links_by_id"))

    op.drop_table("idea_links")

    with op.batch_alter_table("petitions") as batch_op:
        batch_op.drop_index(batch_op.f("ix_petitions_user_id"))

    op.drop_table("petitions")

    with op.batch_alter_table("idea_follows") as batch_op:
        batch_op.drop_index("ix_idea_follows_idea")

    op.drop_table("idea_follows")

    with op.batch_alter_table("idea_revisions") as batch_op:
        batch_op.drop_index(batch_op.f("ix_idea_revisions_editor_id"))

    op.drop_table("idea_revisions")

    with op.batch_alter_table("comment_votes") as batch_op:
        batch_op.drop_index("ix_comment_votes_comment")

    op.drop_table("comment_votes")

    with op.batch_alter_table("idea_comments") as batch_op:
        batch_op.drop_index("ix_idea_comments_votes")
        batch_op.drop_index("ix_idea_comments_time")
        batch_op.drop_index(batch_op.f("ix_idea_comments_parent_id"))
        batch_op.drop_index(batch_op.f("ix_idea_comments_came_from_id"))
        batch_op.drop_index(batch_op.f("ix_idea_comments_body_version"))
        batch_op.drop_index("ix_idea_comments_author")

    op.drop_table("idea_comments")

    with op.batch_alter_table("customer_votes") as batch_op:
        batch_op.drop_index(batch_op.f("ix_customer_votes_idea_id"))
        batch_op.drop_index(batch_op.f("ix_customer_votes_by_id"))

    op.drop_table("customer_votes")

    op.drop_table("vote_budgets")

    with op.batch_alter_table("idea_votes") as batch_op:
        batch_op.drop_index("ix_idea_votes_idea")

    op.drop_table("idea_votes")

"""What is kept beside the posts: votes, outcomes, revisions, drafts, pictures.

Revision: 0001e
Follows: 0001d
Written: 2026-11-21
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001e"
down_revision = "0001d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column(
            "values", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("owner", "place", name=op.f("uq_drafts_owner_place")),
    )
    with op.batch_alter_table("drafts") as batch_op:
        batch_op.create_index(batch_op.f("ix_drafts_saved_at"), ["saved_at"], unique=False)

    op.create_table(
        "posted_nonces",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("subject_kind", sa.String(length=10), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_posted_nonces_user_id")),
        sa.PrimaryKeyConstraint("user_id", "nonce", name=op.f("pk_posted_nonces")),
    )
    with op.batch_alter_table("posted_nonces") as batch_op:
        batch_op.create_index(batch_op.f("ix_posted_nonces_at"), ["at"], unique=False)

    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=10), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("tags", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("comment", sa.String(length=300), nullable=False),
        sa.Column("editor_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["editor_id"], ["users.id"], name=op.f("fk_revisions_editor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
        sa.UniqueConstraint(
            "subject_kind",
            "subject_id",
            "number",
            name=op.f("uq_revisions_subject_kind_subject_id_number"),
        ),
    )

    op.create_table(
        "votes",
        sa.Column("voter_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=10), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "subject_kind in ('question', 'answer', 'reply')", name=op.f("ck_votes_kind_known")
        ),
        sa.CheckConstraint("value in (-1, 1)", name=op.f("ck_votes_value_one")),
        sa.ForeignKeyConstraint(["voter_id"], ["users.id"], name=op.f("fk_votes_voter_id")),
        sa.PrimaryKeyConstraint("voter_id", "subject_kind", "subject_id", name=op.f("pk_votes")),
    )
    with op.batch_alter_table("votes") as batch_op:
        batch_op.create_index("ix_votes_subject", ["subject_kind", "subject_id"], unique=False)

    op.create_table(
        "me_toos",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_me_toos_question_id")
        ),
        sa.PrimaryKeyConstraint("question_id", "who", name=op.f("pk_me_toos")),
    )
    with op.batch_alter_table("me_toos") as batch_op:
        batch_op.create_index(batch_op.f("ix_me_toos_at"), ["at"], unique=False)

    op.create_table(
        "uploads",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("subject_kind", sa.String(length=10), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_uploads_question_id")
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_uploads")),
    )
    with op.batch_alter_table("uploads") as batch_op:
        batch_op.create_index("ix_uploads_owner", ["owner", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_uploads_question_id"), ["question_id"], unique=False)

    op.create_table(
        "outcomes",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("worked", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_outcomes_answer_id")),
        sa.PrimaryKeyConstraint("answer_id", "who", name=op.f("pk_outcomes")),
    )


def downgrade() -> None:
    op.drop_table("outcomes")
    op.drop_table("uploads")
    op.drop_table("me_toos")
    op.drop_table("votes")
    op.drop_table("revisions")
    op.drop_table("posted_nonces")
    op.drop_table("drafts")

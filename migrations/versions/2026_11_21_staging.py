"""First questions that are looked over in private.

Revision: 0003e
Follows: 0003d
Written: 2026-11-21
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003e"
down_revision = "0003d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "staged_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column(
            "body_parts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("body_version", sa.Integer(), nullable=False),
        sa.Column("tags", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column(
            "fields", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("staged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "stage in ('waiting', 'suggested', 'published', 'withdrawn')",
            name=op.f("ck_staged_questions_stage_known"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_staged_questions_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_staged_questions_product_id")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["users.id"], name=op.f("fk_staged_questions_published_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_staged_questions_question_id")
        ),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_staged_questions_space_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staged_questions")),
    )

    with op.batch_alter_table("staged_questions") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_staged_questions_author_id"), ["author_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_staged_questions_question_id"), ["question_id"], unique=False
        )
        batch_op.create_index(
            "ix_staged_questions_stage", ["stage", "staged_at", "id"], unique=False
        )

    op.create_table(
        "staged_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staged_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_staged_notes_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["staged_id"], ["staged_questions.id"], name=op.f("fk_staged_notes_staged_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staged_notes")),
    )

    with op.batch_alter_table("staged_notes") as batch_op:
        batch_op.create_index(batch_op.f("ix_staged_notes_staged_id"), ["staged_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("staged_notes") as batch_op:
        batch_op.drop_index(batch_op.f("ix_staged_notes_staged_id"))

    op.drop_table("staged_notes")

    with op.batch_alter_table("staged_questions") as batch_op:
        batch_op.drop_index("ix_staged_questions_stage")
        batch_op.drop_index(batch_op.f("ix_staged_questions_question_id"))
        batch_op.drop_index(batch_op.f("ix_staged_questions_author_id"))

    op.drop_table("staged_questions")

"""What people post: questions, answers, replies.

Revision: 0001d
Follows: 0001c
Written: 2026-11-21
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001d"
down_revision = "0001c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column(
            "body_parts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("body_version", sa.Integer(), nullable=False),
        sa.Column("excerpt", sa.String(length=300), nullable=False),
        sa.Column(
            "fields", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("active_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("first_answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("imported_score", sa.Integer(), nullable=False),
        sa.Column("too_count", sa.Integer(), nullable=False),
        sa.Column("imported_too", sa.Integer(), nullable=False),
        sa.Column("answer_count", sa.Integer(), nullable=False),
        sa.Column("reply_count", sa.Integer(), nullable=False),
        sa.Column("view_count", sa.Integer(), nullable=False),
        sa.Column("accepted_answer_id", sa.Integer(), nullable=True),
        sa.Column("solved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("needs_info_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("needs_info_by_id", sa.Integer(), nullable=True),
        sa.Column("asker_spoke_last", sa.Boolean(), nullable=False),
        sa.Column("last_post_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_post_by_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=14), nullable=True),
        sa.Column("status_version", sa.String(length=60), nullable=True),
        sa.Column("status_note", sa.Text(), nullable=False),
        sa.Column("status_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status_by_id", sa.Integer(), nullable=True),
        sa.Column("duplicate_of_id", sa.Integer(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("claimed_by_id", sa.Integer(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("external_source", sa.String(length=80), nullable=True),
        sa.Column("external_id", sa.String(length=80), nullable=True),
        sa.Column("external_url", sa.String(length=300), nullable=True),
        sa.CheckConstraint(
            "status is null or "
            "status in ('acknowledged', 'investigating', 'fixed', 'will-not-fix')",
            name=op.f("ck_questions_status_known"),
        ),
        sa.ForeignKeyConstraint(
            ["accepted_answer_id"],
            ["answers.id"],
            name=op.f("fk_questions_accepted_answer_id"),
            use_alter=True,
        ),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"], ["users.id"], name=op.f("fk_questions_accepted_by_id")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_questions_author_id")),
        sa.ForeignKeyConstraint(
            ["claimed_by_id"], ["users.id"], name=op.f("fk_questions_claimed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["duplicate_of_id"], ["questions.id"], name=op.f("fk_questions_duplicate_of_id")
        ),
        sa.ForeignKeyConstraint(
            ["last_post_by_id"], ["users.id"], name=op.f("fk_questions_last_post_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["questions.id"], name=op.f("fk_questions_merged_into_id")
        ),
        sa.ForeignKeyConstraint(
            ["needs_info_by_id"], ["users.id"], name=op.f("fk_questions_needs_info_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_questions_product_id")
        ),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name=op.f("fk_questions_space_id")),
        sa.ForeignKeyConstraint(
            ["status_by_id"], ["users.id"], name=op.f("fk_questions_status_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("accepted_answer_id", name=op.f("uq_questions_accepted_answer_id")),
        sa.UniqueConstraint(
            "external_source", "external_id", name=op.f("uq_questions_external_source_external_id")
        ),
    )
    with op.batch_alter_table("questions") as batch_op:
        batch_op.create_index("ix_questions_active", ["active_at", "id"], unique=False)
        batch_op.create_index("ix_questions_affected", ["too_count", "id"], unique=False)
        batch_op.create_index("ix_questions_author", ["author_id", "asked_at", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_questions_body_version"), ["body_version"], unique=False
        )
        batch_op.create_index(
            "ix_questions_duplicate_of_id",
            ["duplicate_of_id"],
            unique=False,
            sqlite_where=sa.text("duplicate_of_id is not null"),
            postgresql_where=sa.text("duplicate_of_id is not null"),
        )
        batch_op.create_index(
            "ix_questions_merged_into_id",
            ["merged_into_id"],
            unique=False,
            sqlite_where=sa.text("merged_into_id is not null"),
            postgresql_where=sa.text("merged_into_id is not null"),
        )
        batch_op.create_index("ix_questions_new", ["asked_at", "id"], unique=False)
        batch_op.create_index(
            "ix_questions_product_active", ["product_id", "active_at", "id"], unique=False
        )
        batch_op.create_index("ix_questions_solved", ["solved_at", "id"], unique=False)
        batch_op.create_index("ix_questions_space", ["space_id", "active_at", "id"], unique=False)
        batch_op.create_index(
            "ix_questions_unanswered", ["answer_count", "asked_at", "id"], unique=False
        )

    op.create_table(
        "answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
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
        sa.Column("fixed_count", sa.Integer(), nullable=False),
        sa.Column("stuck_count", sa.Integer(), nullable=False),
        sa.Column("also_works_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("also_works_by_id", sa.Integer(), nullable=True),
        sa.Column("recommended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recommended_by_id", sa.Integer(), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("external_source", sa.String(length=80), nullable=True),
        sa.Column("external_id", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(
            ["also_works_by_id"], ["users.id"], name=op.f("fk_answers_also_works_by_id")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_answers_author_id")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_answers_question_id")
        ),
        sa.ForeignKeyConstraint(
            ["recommended_by_id"], ["users.id"], name=op.f("fk_answers_recommended_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint(
            "external_source", "external_id", name=op.f("uq_answers_external_source_external_id")
        ),
    )
    with op.batch_alter_table("answers") as batch_op:
        batch_op.create_index("ix_answers_author", ["author_id", "posted_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_answers_body_version"), ["body_version"], unique=False)
        batch_op.create_index("ix_answers_time", ["question_id", "posted_at", "id"], unique=False)
        batch_op.create_index("ix_answers_votes", ["question_id", "score", "id"], unique=False)

    op.create_table(
        "question_links",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("related_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_question_links_question_id")
        ),
        sa.ForeignKeyConstraint(
            ["related_id"], ["questions.id"], name=op.f("fk_question_links_related_id")
        ),
        sa.PrimaryKeyConstraint("question_id", "related_id", name=op.f("pk_question_links")),
    )
    with op.batch_alter_table("question_links") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_question_links_related_id"), ["related_id"], unique=False
        )

    op.create_table(
        "question_tags",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["questions.id"],
            name=op.f("fk_question_tags_question_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name=op.f("fk_question_tags_tag_id")),
        sa.PrimaryKeyConstraint("question_id", "tag_id", name=op.f("pk_question_tags")),
    )
    with op.batch_alter_table("question_tags") as batch_op:
        batch_op.create_index(batch_op.f("ix_question_tags_tag_id"), ["tag_id"], unique=False)

    op.create_table(
        "replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=True),
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
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("external_source", sa.String(length=80), nullable=True),
        sa.Column("external_id", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_replies_answer_id")),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_replies_author_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["replies.id"], name=op.f("fk_replies_parent_id")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_replies_question_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replies")),
        sa.UniqueConstraint(
            "external_source", "external_id", name=op.f("uq_replies_external_source_external_id")
        ),
    )
    with op.batch_alter_table("replies") as batch_op:
        batch_op.create_index(batch_op.f("ix_replies_answer_id"), ["answer_id"], unique=False)
        batch_op.create_index("ix_replies_author", ["author_id", "posted_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_replies_body_version"), ["body_version"], unique=False)
        batch_op.create_index(batch_op.f("ix_replies_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(
            "ix_replies_thread", ["question_id", "answer_id", "posted_at", "id"], unique=False
        )

    # Questions point to answers and answers to questions: PostgreSQL wants both tables first.
    # SQLite has the constraint inside its table already.
    if op.get_bind().dialect.name == "postgresql":
        op.create_foreign_key(
            "fk_questions_accepted_answer_id",
            "questions",
            "answers",
            ["accepted_answer_id"],
            ["id"],
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("fk_questions_accepted_answer_id", "questions", type_="foreignkey")
    op.drop_table("replies")
    op.drop_table("question_tags")
    op.drop_table("question_links")
    op.drop_table("answers")
    op.drop_table("questions")

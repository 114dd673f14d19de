"""Blocks of articles, their texts through time, and where they are shown.

Revision: 0004b
Follows: 0004a
Written: 2026-11-22
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004b"
down_revision = "0004a"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "article_blocks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("is_passage", sa.Boolean(), nullable=False),
        sa.Column("alias", sa.String(length=80), nullable=True),
        sa.Column("heading", sa.String(length=200), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("embed_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_article_blocks_article_id")
        ),
        sa.ForeignKeyConstraint(
            ["text_id"], ["block_texts.id"], name=op.f("fk_article_blocks_text_id"), use_alter=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_blocks")),
        sa.UniqueConstraint("article_id", "key", name=op.f("uq_article_blocks_article_id_key")),
    )

    op.create_table(
        "block_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("block_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column(
            "parts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("significance", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["block_id"], ["article_blocks.id"], name=op.f("fk_block_texts_block_id")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["article_revisions.id"], name=op.f("fk_block_texts_revision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_block_texts")),
        sa.UniqueConstraint(
            "block_id", "revision_id", name=op.f("uq_block_texts_block_id_revision_id")
        ),
    )

    with op.batch_alter_table("block_texts") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_block_texts_revision_id"), ["revision_id"], unique=False
        )

    op.create_table(
        "embeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("host_kind", sa.String(length=10), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=210), nullable=False),
        sa.Column("block_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("doubted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column("is_thread_hidden", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "host_kind in ('question', 'answer', 'reply', 'article')",
            name=op.f("ck_embeds_host_known"),
        ),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_embeds_author_id")),
        sa.ForeignKeyConstraint(
            ["block_id"], ["article_blocks.id"], name=op.f("fk_embeds_block_id")
        ),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["users.id"], name=op.f("fk_embeds_checked_by_id")
        ),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name=op.f("fk_embeds_space_id")),
        sa.ForeignKeyConstraint(["text_id"], ["block_texts.id"], name=op.f("fk_embeds_text_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_embeds")),
        sa.UniqueConstraint(
            "host_kind", "host_id", "reference", name=op.f("uq_embeds_host_kind_host_id_reference")
        ),
    )

    with op.batch_alter_table("embeds") as batch_op:
        batch_op.create_index(batch_op.f("ix_embeds_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_embeds_places", ["block_id", "space_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_embeds_question_id"), ["question_id"], unique=False)
        batch_op.create_index("ix_embeds_to_check", ["doubted_at", "id"], unique=False)

    # The two tables point at each other: PostgreSQL wants both first, SQLite has it inside already.
    if op.get_bind().dialect.name == "postgresql":
        op.create_foreign_key(
            "fk_article_blocks_text_id", "article_blocks", "block_texts", ["text_id"], ["id"]
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("fk_article_blocks_text_id", "article_blocks", type_="foreignkey")
    with op.batch_alter_table("embeds") as batch_op:
        batch_op.drop_index("ix_embeds_to_check")
        batch_op.drop_index(batch_op.f("ix_embeds_question_id"))
        batch_op.drop_index("ix_embeds_places")
        batch_op.drop_index(batch_op.f("ix_embeds_author_id"))

    op.drop_table("embeds")

    with op.batch_alter_table("block_texts") as batch_op:
        batch_op.drop_index(batch_op.f("ix_block_texts_revision_id"))

    op.drop_table("block_texts")

    op.drop_table("article_blocks")

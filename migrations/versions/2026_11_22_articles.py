"""Articles, their revisions, topics, addresses, sources and files.

Revision: 0004a
Follows: 0003e
Written: 2026-11-22
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004a"
down_revision = "0003e"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "topics",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("about", sa.String(length=300), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["topics.id"], name=op.f("fk_topics_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topics")),
        sa.UniqueConstraint("slug", name=op.f("uq_topics_slug")),
    )

    with op.batch_alter_table("topics") as batch_op:
        batch_op.create_index(batch_op.f("ix_topics_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "articles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=14), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state_before", sa.String(length=14), nullable=True),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("helpful_count", sa.Integer(), nullable=False),
        sa.Column("unhelpful_count", sa.Integer(), nullable=False),
        sa.Column("imported_helpful", sa.Integer(), nullable=False),
        sa.Column("imported_unhelpful", sa.Integer(), nullable=False),
        sa.Column("reuse_count", sa.Integer(), nullable=False),
        sa.Column("view_count", sa.Integer(), nullable=False),
        sa.Column("open_flag_count", sa.Integer(), nullable=False),
        sa.Column("health", sa.Integer(), nullable=True),
        sa.Column(
            "health_parts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("health_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("external_source", sa.String(length=80), nullable=True),
        sa.Column("external_id", sa.String(length=160), nullable=True),
        sa.CheckConstraint("kind in ('article', 'process')", name=op.f("ck_articles_kind_known")),
        sa.CheckConstraint(
            "state in ('wip', 'not-validated', 'validated', 'archived')",
            name=op.f("ck_articles_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["users.id"], name=op.f("fk_articles_checked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_articles_created_by_id")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_articles_owner_id")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_articles_product_id")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["article_revisions.id"],
            name=op.f("fk_articles_revision_id"),
            use_alter=True,
        ),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name=op.f("fk_articles_space_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_articles_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint(
            "external_source", "external_id", name=op.f("uq_articles_external_source_external_id")
        ),
        sa.UniqueConstraint("slug", name=op.f("uq_articles_slug")),
    )

    with op.batch_alter_table("articles") as batch_op:
        batch_op.create_index("ix_articles_changed", ["changed_at", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_articles_created_by_id"), ["created_by_id"], unique=False
        )
        batch_op.create_index("ix_articles_health", ["health", "id"], unique=False)
        batch_op.create_index("ix_articles_helpful", ["helpful_count", "id"], unique=False)
        batch_op.create_index("ix_articles_new", ["published_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_articles_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(
            "ix_articles_product", ["product_id", "changed_at", "id"], unique=False
        )
        batch_op.create_index("ix_articles_reused", ["reuse_count", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_articles_space_id"), ["space_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_articles_state"), ["state"], unique=False)
        batch_op.create_index("ix_articles_topic", ["topic_id", "changed_at", "id"], unique=False)

    op.create_table(
        "article_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column(
            "body_parts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("body_version", sa.Integer(), nullable=False),
        sa.Column("comment", sa.String(length=300), nullable=False),
        sa.Column("significance", sa.Integer(), nullable=False),
        sa.Column("base_id", sa.Integer(), nullable=True),
        sa.Column("block_key", sa.String(length=80), nullable=True),
        sa.Column("trigger_kind", sa.String(length=10), nullable=True),
        sa.Column("trigger_id", sa.Integer(), nullable=True),
        sa.Column("editor_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_note", sa.String(length=1000), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "state in ('draft', 'proposed', 'published', 'declined', 'withdrawn')",
            name=op.f("ck_article_revisions_state_known"),
        ),
        sa.CheckConstraint(
            "significance in (10, 20, 30)", name=op.f("ck_article_revisions_significance_known")
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_article_revisions_article_id")
        ),
        sa.ForeignKeyConstraint(
            ["base_id"], ["article_revisions.id"], name=op.f("fk_article_revisions_base_id")
        ),
        sa.ForeignKeyConstraint(
            ["editor_id"], ["users.id"], name=op.f("fk_article_revisions_editor_id")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["users.id"], name=op.f("fk_article_revisions_reviewer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_revisions")),
        sa.UniqueConstraint(
            "article_id", "number", name=op.f("uq_article_revisions_article_id_number")
        ),
        sa.UniqueConstraint(
            "editor_id", "nonce", name=op.f("uq_article_revisions_editor_id_nonce")
        ),
    )

    with op.batch_alter_table("article_revisions") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_article_revisions_body_version"), ["body_version"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_article_revisions_editor_id"), ["editor_id"], unique=False
        )
        batch_op.create_index("ix_article_revisions_waiting", ["state", "at", "id"], unique=False)

    op.create_table(
        "article_tags",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_article_tags_article_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name=op.f("fk_article_tags_tag_id")),
        sa.PrimaryKeyConstraint("article_id", "tag_id", name=op.f("pk_article_tags")),
    )

    with op.batch_alter_table("article_tags") as batch_op:
        batch_op.create_index(batch_op.f("ix_article_tags_tag_id"), ["tag_id"], unique=False)

    op.create_table(
        "article_slugs",
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_article_slugs_article_id")
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_article_slugs")),
    )

    with op.batch_alter_table("article_slugs") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_article_slugs_article_id"), ["article_id"], unique=False
        )

    op.create_table(
        "article_sources",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=12), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_article_sources_article_id")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_article_sources_author_id")
        ),
        sa.PrimaryKeyConstraint(
            "article_id", "subject_kind", "subject_id", name=op.f("pk_article_sources")
        ),
    )

    with op.batch_alter_table("article_sources") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_article_sources_author_id"), ["author_id"], unique=False
        )
        batch_op.create_index(
            "ix_article_sources_subject", ["subject_kind", "subject_id"], unique=False
        )

    op.create_table(
        "attachments",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("is_picture", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_attachments_article_id")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_attachments_owner_id")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_attachments")),
    )

    with op.batch_alter_table("attachments") as batch_op:
        batch_op.create_index(batch_op.f("ix_attachments_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachments_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachments_owner_id"), ["owner_id"], unique=False)

    # The two tables point at each other: PostgreSQL wants both first, SQLite has it inside already.
    if op.get_bind().dialect.name == "postgresql":
        op.create_foreign_key(
            "fk_articles_revision_id", "articles", "article_revisions", ["revision_id"], ["id"]
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("fk_articles_revision_id", "articles", type_="foreignkey")
    with op.batch_alter_table("attachments") as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachments_owner_id"))
        batch_op.drop_index(batch_op.f("ix_attachments_at"))
        batch_op.drop_index(batch_op.f("ix_attachments_article_id"))

    op.drop_table("attachments")

    with op.batch_alter_table("article_sources") as batch_op:
        batch_op.drop_index("ix_article_sources_subject")
        batch_op.drop_index(batch_op.f("ix_article_sources_author_id"))

    op.drop_table("article_sources")

    with op.batch_alter_table("article_slugs") as batch_op:
        batch_op.drop_index(batch_op.f("ix_article_slugs_article_id"))

    op.drop_table("article_slugs")

    with op.batch_alter_table("article_tags") as batch_op:
        batch_op.drop_index(batch_op.f("ix_article_tags_tag_id"))

    op.drop_table("article_tags")

    with op.batch_alter_table("article_revisions") as batch_op:
        batch_op.drop_index("ix_article_revisions_waiting")
        batch_op.drop_index(batch_op.f("ix_article_revisions_editor_id"))
        batch_op.drop_index(batch_op.f("ix_article_revisions_body_version"))

    op.drop_table("article_revisions")

    with op.batch_alter_table("articles") as batch_op:
        batch_op.drop_index("ix_articles_topic")
        batch_op.drop_index(batch_op.f("ix_articles_state"))
        batch_op.drop_index(batch_op.f("ix_articles_space_id"))
        batch_op.drop_index("ix_articles_reused")
        batch_op.drop_index("ix_articles_product")
        batch_op.drop_index(batch_op.f("ix_articles_owner_id"))
        batch_op.drop_index("ix_articles_new")
        batch_op.drop_index("ix_articles_helpful")
        batch_op.drop_index("ix_articles_health")
        batch_op.drop_index(batch_op.f("ix_articles_created_by_id"))
        batch_op.drop_index("ix_articles_changed")

    op.drop_table("articles")

    with op.batch_alter_table("topics") as batch_op:
        batch_op.drop_index(batch_op.f("ix_topics_parent_id"))

    op.drop_table("topics")

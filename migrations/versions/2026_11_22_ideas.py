"""Themes, ideas, what was decided about them, the machine, and what the team keeps.

Revision: 0005a
Follows: 0004c
Written: 2026-11-22
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005a"
down_revision = "0004c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "themes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("about", sa.String(length=300), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["partner_id"], ["users.id"], name=op.f("fk_themes_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_themes")),
        sa.UniqueConstraint("slug", name=op.f("uq_themes_slug")),
    )

    with op.batch_alter_table("themes") as batch_op:
        batch_op.create_index(batch_op.f("ix_themes_partner_id"), ["partner_id"], unique=False)

    op.create_table(
        "ideas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column(
            "body_parts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("body_version", sa.Integer(), nullable=False),
        sa.Column("excerpt", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("active_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.String(length=18), nullable=False),
        sa.Column("status_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("expected", sa.String(length=60), nullable=False),
        sa.Column("effort", sa.Integer(), nullable=True),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("vote_count", sa.Integer(), nullable=False),
        sa.Column("imported_votes", sa.Integer(), nullable=False),
        sa.Column("comment_count", sa.Integer(), nullable=False),
        sa.Column("trend", sa.Double(), nullable=False),
        sa.Column("imported_trend", sa.Double(), nullable=True),
        sa.Column("question_count", sa.Integer(), nullable=False),
        sa.Column("affected_count", sa.Integer(), nullable=False),
        sa.Column("too_count", sa.Integer(), nullable=False),
        sa.Column("waited_hours", sa.Integer(), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("carried_votes", sa.Integer(), nullable=False),
        sa.Column("external_source", sa.String(length=80), nullable=True),
        sa.Column("external_id", sa.String(length=80), nullable=True),
        sa.Column("external_url", sa.String(length=300), nullable=True),
        sa.Column("external_licence", sa.String(length=30), nullable=True),
        sa.Column("nonce", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "status in ('new', 'needs-votes', 'under-review', 'more-info', 'planned',"
            " 'in-progress', 'beta', 'delivered', 'already-available', 'declined', 'duplicate',"
            " 'archived')",
            name=op.f("ck_ideas_status_known"),
        ),
        sa.CheckConstraint(
            "effort is null or effort in (1, 2, 3, 4, 5)", name=op.f("ck_ideas_effort_known")
        ),
        sa.CheckConstraint(
            "value is null or value in (1, 2, 3, 4, 5)", name=op.f("ck_ideas_value_known")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_ideas_author_id")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["ideas.id"], name=op.f("fk_ideas_merged_into_id")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_ideas_owner_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_ideas_product_id")),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name=op.f("fk_ideas_space_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_ideas_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ideas")),
        sa.UniqueConstraint("author_id", "nonce", name=op.f("uq_ideas_author_id_nonce")),
        sa.UniqueConstraint(
            "external_source", "external_id", name=op.f("uq_ideas_external_source_external_id")
        ),
    )

    with op.batch_alter_table("ideas") as batch_op:
        batch_op.create_index("ix_ideas_affected", ["affected_count", "id"], unique=False)
        batch_op.create_index("ix_ideas_author", ["author_id", "proposed_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ideas_body_version"), ["body_version"], unique=False)
        batch_op.create_index(
            "ix_ideas_counted",
            [
                "status",
                "space_id",
                "product_id",
                "theme_id",
                "hidden_at",
                "held_at",
                "merged_into_id",
            ],
            unique=False,
        )
        batch_op.create_index("ix_ideas_due", ["reply_due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_ideas_held_at"), ["held_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_ideas_merged_into_id"), ["merged_into_id"], unique=False
        )
        batch_op.create_index("ix_ideas_new", ["proposed_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ideas_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index("ix_ideas_product", ["product_id", "trend", "id"], unique=False)
        batch_op.create_index("ix_ideas_silent", ["status", "active_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_ideas_space_id"), ["space_id"], unique=False)
        batch_op.create_index("ix_ideas_status", ["status", "status_since", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ideas_theme_id"), ["theme_id"], unique=False)
        batch_op.create_index("ix_ideas_top", ["vote_count", "id"], unique=False)
        batch_op.create_index("ix_ideas_trending", ["trend", "id"], unique=False)

    op.create_table(
        "idea_tags",
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_idea_tags_idea_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name=op.f("fk_idea_tags_tag_id")),
        sa.PrimaryKeyConstraint("idea_id", "tag_id", name=op.f("pk_idea_tags")),
    )

    with op.batch_alter_table("idea_tags") as batch_op:
        batch_op.create_index(batch_op.f("ix_idea_tags_tag_id"), ["tag_id"], unique=False)

    op.create_table(
        "idea_status_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(length=18), nullable=True),
        sa.Column("after", sa.String(length=18), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_idea_status_changes_by_id")),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_idea_status_changes_idea_id")
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["ideas.id"], name=op.f("fk_idea_status_changes_target_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_status_changes")),
    )

    with op.batch_alter_table("idea_status_changes") as batch_op:
        batch_op.create_index("ix_idea_status_changes_at", ["at", "id"], unique=False)
        batch_op.create_index("ix_idea_status_changes_idea", ["idea_id", "at", "id"], unique=False)

    op.create_table(
        "official_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column(
            "body_parts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("body_version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_official_replies_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_official_replies_idea_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_replies")),
        sa.UniqueConstraint("author_id", "nonce", name=op.f("uq_official_replies_author_id_nonce")),
    )

    with op.batch_alter_table("official_replies") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_official_replies_author_id"), ["author_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_official_replies_body_version"), ["body_version"], unique=False
        )
        batch_op.create_index("ix_official_replies_idea", ["idea_id", "at", "id"], unique=False)

    op.create_table(
        "idea_machines",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "values", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_idea_machines_by_id")),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_idea_machines")),
    )

    op.create_table(
        "idea_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_idea_notes_author_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_idea_notes_idea_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_notes")),
    )

    with op.batch_alter_table("idea_notes") as batch_op:
        batch_op.create_index(batch_op.f("ix_idea_notes_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_idea_notes_idea_id"), ["idea_id"], unique=False)

    op.create_table(
        "idea_views",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column(
            "values", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_idea_views_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_views")),
        sa.UniqueConstraint("owner_id", "name", name=op.f("uq_idea_views_owner_id_name")),
    )


def downgrade() -> None:
    op.drop_table("idea_views")

    with op.batch_alter_table("idea_notes") as batch_op:
        batch_op.drop_index(batch_op.f("ix_idea_notes_idea_id"))
        batch_op.drop_index(batch_op.f("ix_idea_notes_author_id"))

    op.drop_table("idea_notes")

    op.drop_table("idea_machines")

    with op.batch_alter_table("official_replies") as batch_op:
        batch_op.drop_index("ix_official_replies_idea")
        batch_op.drop_index(batch_op.f("ix_official_replies_body_version"))
        batch_op.drop_index(batch_op.f("ix_official_replies_author_id"))

    op.drop_table("official_replies")

    with op.batch_alter_table("idea_status_changes") as batch_op:
        batch_op.drop_index("ix_idea_status_changes_idea")
        batch_op.drop_index("ix_idea_status_changes_at")

    op.drop_table("idea_status_changes")

    with op.batch_alter_table("idea_tags") as batch_op:
        batch_op.drop_index(batch_op.f("ix_idea_tags_tag_id"))

    op.drop_table("idea_tags")

    with op.batch_alter_table("ideas") as batch_op:
        batch_op.drop_index("ix_ideas_trending")
        batch_op.drop_index("ix_ideas_top")
        batch_op.drop_index(batch_op.f("ix_ideas_theme_id"))
        batch_op.drop_index("ix_ideas_status")
        batch_op.drop_index(batch_op.f("ix_ideas_space_id"))
        batch_op.drop_index("ix_ideas_silent")
        batch_op.drop_index("ix_ideas_product")
        batch_op.drop_index(batch_op.f("ix_ideas_owner_id"))
        batch_op.drop_index("ix_ideas_new")
        batch_op.drop_index(batch_op.f("ix_ideas_merged_into_id"))
        batch_op.drop_index(batch_op.f("ix_ideas_held_at"))
        batch_op.drop_index("ix_ideas_due")
        batch_op.drop_index("ix_ideas_counted")
        batch_op.drop_index(batch_op.f("ix_ideas_body_version"))
        batch_op.drop_index("ix_ideas_author")
        batch_op.drop_index("ix_ideas_affected")

    op.drop_table("ideas")

    with op.batch_alter_table("themes") as batch_op:
        batch_op.drop_index(batch_op.f("ix_themes_partner_id"))

    op.drop_table("themes")

"""Rounds and their coins, stories, and what delivered ideas told their threads.

Revision: 0005c
Follows: 0005b
Written: 2026-11-22
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005c"
down_revision = "0005b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("about", sa.String(length=1000), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_rounds_by_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_rounds_product_id")),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name=op.f("fk_rounds_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("by_id", "nonce", name=op.f("uq_rounds_by_id_nonce")),
    )

    with op.batch_alter_table("rounds") as batch_op:
        batch_op.create_index("ix_rounds_closing", ["closed_at", "closes_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_rounds_product_id"), ["product_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rounds_space_id"), ["space_id"], unique=False)

    op.create_table(
        "round_ideas",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("coins", sa.Integer(), nullable=False),
        sa.Column("backers", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_round_ideas_idea_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_ideas_round_id")),
        sa.PrimaryKeyConstraint("round_id", "idea_id", name=op.f("pk_round_ideas")),
    )

    with op.batch_alter_table("round_ideas") as batch_op:
        batch_op.create_index(batch_op.f("ix_round_ideas_idea_id"), ["idea_id"], unique=False)

    op.create_table(
        "purses",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("spent", sa.Integer(), nullable=False),
        sa.CheckConstraint("spent between 0 and 100", name=op.f("ck_purses_spent_within")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_purses_round_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_purses_user_id")),
        sa.PrimaryKeyConstraint("round_id", "user_id", name=op.f("pk_purses")),
    )

    with op.batch_alter_table("purses") as batch_op:
        batch_op.create_index(batch_op.f("ix_purses_user_id"), ["user_id"], unique=False)

    op.create_table(
        "stakes",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("coins", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("coins in (5, 20, 50)", name=op.f("ck_stakes_coins_known")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_stakes_idea_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_stakes_round_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_stakes_user_id")),
        sa.PrimaryKeyConstraint("round_id", "user_id", "idea_id", name=op.f("pk_stakes")),
    )

    with op.batch_alter_table("stakes") as batch_op:
        batch_op.create_index(batch_op.f("ix_stakes_idea_id"), ["idea_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stakes_user_id"), ["user_id"], unique=False)

    op.create_table(
        "stories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column(
            "body_parts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("body_version", sa.Integer(), nullable=False),
        sa.Column("excerpt", sa.String(length=300), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nonce", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_stories_author_id")),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name=op.f("fk_stories_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stories")),
        sa.UniqueConstraint("author_id", "nonce", name=op.f("uq_stories_author_id_nonce")),
    )

    with op.batch_alter_table("stories") as batch_op:
        batch_op.create_index(batch_op.f("ix_stories_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stories_body_version"), ["body_version"], unique=False)
        batch_op.create_index("ix_stories_new", ["posted_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stories_space_id"), ["space_id"], unique=False)

    op.create_table(
        "story_ideas",
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_story_ideas_idea_id")),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.id"], name=op.f("fk_story_ideas_story_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("story_id", "idea_id", name=op.f("pk_story_ideas")),
    )

    with op.batch_alter_table("story_ideas") as batch_op:
        batch_op.create_index(batch_op.f("ix_story_ideas_idea_id"), ["idea_id"], unique=False)

    op.create_table(
        "closings",
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=True),
        sa.Column("reply_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=12), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('waiting', 'told', 'asked', 'solved', 'not-solved', 'passed-over')",
            name=op.f("ck_closings_state_known"),
        ),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_closings_answer_id")),
        sa.ForeignKeyConstraint(["asker_id"], ["users.id"], name=op.f("fk_closings_asker_id")),
        sa.ForeignKeyConstraint(
            ["change_id"], ["idea_status_changes.id"], name=op.f("fk_closings_change_id")
        ),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_closings_idea_id")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_closings_question_id")
        ),
        sa.ForeignKeyConstraint(["reply_id"], ["replies.id"], name=op.f("fk_closings_reply_id")),
        sa.PrimaryKeyConstraint("idea_id", "question_id", name=op.f("pk_closings")),
    )

    with op.batch_alter_table("closings") as batch_op:
        batch_op.create_index(batch_op.f("ix_closings_answer_id"), ["answer_id"], unique=False)
        batch_op.create_index("ix_closings_asker", ["asker_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_closings_change_id"), ["change_id"], unique=False)
        batch_op.create_index("ix_closings_question", ["question_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_closings_reply_id"), ["reply_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("closings") as batch_op:
        batch_op.drop_index(batch_op.f("ix_closings_reply_id"))
        batch_op.drop_index("ix_closings_question")
        batch_op.drop_index(batch_op.f("ix_closings_change_id"))
        batch_op.drop_index("ix_closings_asker")
        batch_op.drop_index(batch_op.f("ix_closings_answer_id"))

    op.drop_table("closings")

    with op.batch_alter_table("story_ideas") as batch_op:
        batch_op.drop_index(batch_op.f("ix_story_ideas_idea_id"))

    op.drop_table("story_ideas")

    with op.batch_alter_table("stories") as batch_op:
        batch_op.drop_index(batch_op.f("ix_stories_space_id"))
        batch_op.drop_index("ix_stories_new")
        batch_op.drop_index(batch_op.f("ix_stories_body_version"))
        batch_op.drop_index(batch_op.f("ix_stories_author_id"))

    op.drop_table("stories")

    with op.batch_alter_table("stakes") as batch_op:
        batch_op.drop_index(batch_op.f("ix_stakes_user_id"))
        batch_op.drop_index(batch_op.f("ix_stakes_idea_id"))

    op.drop_table("stakes")

    with op.batch_alter_table("purses") as batch_op:
        batch_op.drop_index(batch_op.f("ix_purses_user_id"))

    op.drop_table("purses")

    with op.batch_alter_table("round_ideas") as batch_op:
        batch_op.drop_index(batch_op.f("ix_round_ideas_idea_id"))

    op.drop_table("round_ideas")

    with op.batch_alter_table("rounds") as batch_op:
        batch_op.drop_index(batch_op.f("ix_rounds_space_id"))
        batch_op.drop_index(batch_op.f("ix_rounds_product_id"))
        batch_op.drop_index("ix_rounds_closing")

    op.drop_table("rounds")

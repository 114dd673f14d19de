"""What was searched for, synonyms, known words, asks that were answered, and languages.

Revision: 0006a
Follows: 0005d
Written: 2026-11-22
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006a"
down_revision = "0005d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=120), nullable=False),
        sa.Column("typed", sa.String(length=120), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_terms")),
        sa.UniqueConstraint("words", name=op.f("uq_search_terms_words")),
    )

    with op.batch_alter_table("search_terms") as batch_op:
        batch_op.create_index(batch_op.f("ix_search_terms_last_at"), ["last_at"], unique=False)

    op.create_table(
        "search_days",
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("found_none", sa.Integer(), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["term_id"],
            ["search_terms.id"],
            name=op.f("fk_search_days_term_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("term_id", "day", name=op.f("pk_search_days")),
    )

    with op.batch_alter_table("search_days") as batch_op:
        batch_op.create_index("ix_search_days_day", ["day", "times"], unique=False)

    op.create_table(
        "synonym_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column(
            "words", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["users.id"], name=op.f("fk_synonym_groups_changed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synonym_groups")),
    )

    with op.batch_alter_table("synonym_groups") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_synonym_groups_changed_at"), ["changed_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_synonym_groups_changed_by_id"), ["changed_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_synonym_groups_language"), ["language"], unique=False)

    op.create_table(
        "lexicon_words",
        sa.Column(
            "word",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_lexicon_words")),
    )

    with op.batch_alter_table("lexicon_words") as batch_op:
        batch_op.create_index("ix_lexicon_words_uses", ["uses"], unique=False)

    op.create_table(
        "lexicon_parts",
        sa.Column("part", sa.String(length=3), nullable=False),
        sa.Column(
            "word",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("part", "word", name=op.f("pk_lexicon_parts")),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "asks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fixed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fixed_kind", sa.String(length=10), nullable=True),
        sa.Column("fixed_id", sa.Integer(), nullable=True),
        sa.Column("followed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("staged_id", sa.Integer(), nullable=True),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_asks_product_id")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_asks_question_id")
        ),
        sa.ForeignKeyConstraint(
            ["staged_id"], ["staged_questions.id"], name=op.f("fk_asks_staged_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asks")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_asks_key_hash")),
        sa.UniqueConstraint("question_id", name=op.f("uq_asks_question_id")),
        sa.UniqueConstraint("staged_id", name=op.f("uq_asks_staged_id")),
    )

    with op.batch_alter_table("asks") as batch_op:
        batch_op.create_index("ix_asks_begun", ["begun_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_asks_fixed_at"), ["fixed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_asks_product_id"), ["product_id"], unique=False)

    op.create_table(
        "ask_matches",
        sa.Column("ask_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["ask_id"], ["asks.id"], name=op.f("fk_ask_matches_ask_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ask_id", "kind", "subject_id", name=op.f("pk_ask_matches")),
    )

    with op.batch_alter_table("ask_matches") as batch_op:
        batch_op.create_index("ix_ask_matches_subject", ["kind", "subject_id"], unique=False)

    with op.batch_alter_table("failed_searches") as batch_op:
        batch_op.add_column(
            sa.Column("reason", sa.String(length=10), server_default="nothing", nullable=False)
        )

    with op.batch_alter_table("spaces") as batch_op:
        batch_op.add_column(
            sa.Column("language", sa.String(length=12), server_default="en", nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("spaces") as batch_op:
        batch_op.drop_column("language")

    with op.batch_alter_table("failed_searches") as batch_op:
        batch_op.drop_column("reason")

    with op.batch_alter_table("ask_matches") as batch_op:
        batch_op.drop_index("ix_ask_matches_subject")

    op.drop_table("ask_matches")

    with op.batch_alter_table("asks") as batch_op:
        batch_op.drop_index(batch_op.f("ix_asks_product_id"))
        batch_op.drop_index(batch_op.f("ix_asks_fixed_at"))
        batch_op.drop_index("ix_asks_begun")

    op.drop_table("asks")

    op.drop_table("lexicon_parts")

    with op.batch_alter_table("lexicon_words") as batch_op:
        batch_op.drop_index("ix_lexicon_words_uses")

    op.drop_table("lexicon_words")

    with op.batch_alter_table("synonym_groups") as batch_op:
        batch_op.drop_index(batch_op.f("ix_synonym_groups_language"))
        batch_op.drop_index(batch_op.f("ix_synonym_groups_changed_by_id"))
        batch_op.drop_index(batch_op.f("ix_synonym_groups_changed_at"))

    op.drop_table("synonym_groups")

    with op.batch_alter_table("search_days") as batch_op:
        batch_op.drop_index("ix_search_days_day")

    op.drop_table("search_days")

    with op.batch_alter_table("search_terms") as batch_op:
        batch_op.drop_index(batch_op.f("ix_search_terms_last_at"))

    op.drop_table("search_terms")

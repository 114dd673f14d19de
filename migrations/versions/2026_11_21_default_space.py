"""The space that questions stand in when nobody chose one.

Revision: 0002
Follows: 0001f
Written: 2026-11-21
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001f"
branch_labels = None
depends_on = None

spaces = sa.table(
    "spaces",
    sa.column("slug", sa.String),
    sa.column("name", sa.String),
    sa.column("about", sa.String),
    sa.column("visibility", sa.String),
    sa.column("is_default", sa.Boolean),
    sa.column("position", sa.Integer),
)


def upgrade() -> None:
    there = op.get_bind().scalar(sa.select(sa.func.count()).select_from(spaces))
    if not there:
        op.bulk_insert(
            spaces,
            [
                {
                    "slug": "community",
                    "name": "Community",
                    "about": "",
                    "visibility": "public",
                    "is_default": True,
                    "position": 0,
                }
            ],
        )


def downgrade() -> None:
    """Leave the space: questions may stand in it."""

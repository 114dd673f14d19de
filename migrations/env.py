"""How migrations reach the database: the application's own engine, one step a transaction."""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from app.kit.columns import UtcDateTime
from app.kit.db import db


def render_item(kind: str, thing: object, autogen: object) -> str | bool:
    """Write our moments as plain SQLAlchemy, so that old steps do not lean on today's code."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and type(thing).__name__ in {"JSON", "JSONB"}:
        autogen.imports.add("from sqlalchemy.dialects import postgresql")  # type: ignore[attr-defined]
        plain = not getattr(thing, "_variant_mapping", None)
        return "sa.JSON()" if plain else 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


def skip_empty(_context: object, _revision: object, directives: list[object]) -> None:
    """Write no step when the models say nothing new."""
    script = directives[0] if directives else None
    if script is not None and script.upgrade_ops.is_empty():  # type: ignore[attr-defined]
        directives[:] = []


def run(connection: Connection) -> None:
    """Run the steps on a connection."""
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_item=render_item,
        process_revision_directives=skip_empty,
        # SQLite cannot alter most things in place: such a step rebuilds its table.
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if context.is_offline_mode():
    context.configure(
        url=str(current_app.config["SQLALCHEMY_DATABASE_URI"]),
        target_metadata=db.metadata,
        literal_binds=True,
    )
    with context.begin_transaction():
        context.run_migrations()
elif given is not None:
    run(given)
else:
    # The write lock is taken at once on SQLite, so that two starting processes take turns.
    with db.engine.connect().execution_options(writing=True) as connection:
        run(connection)

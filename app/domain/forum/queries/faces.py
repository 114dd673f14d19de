"""Faces read together with what their members wrote: columns to select, and the row's part back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause

from app.domain.accounts.models import User
from app.domain.accounts.queries import Face
from app.domain.accounts.rules import weightiest

# How many columns a face takes in a row.
WIDTH = 7

authors: FromClause = User.__table__.alias("authors")


def face_columns(members: FromClause) -> list[ColumnElement[Any]]:
    """Return the columns of ``members`` (users, or an alias) that make a face."""
    c = members.c
    return [c.id, c.handle, c.name, c.picture, c.staff_roles, c.trust, c.points]


def face_of(values: Sequence[Any]) -> Face:
    """Make a face of the values that ``face_columns`` selected."""
    member_id, handle, name, picture, roles, trust, points = values
    return Face(member_id, handle, name, picture, weightiest(roles or []), trust, points)

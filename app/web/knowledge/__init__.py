"""Pages of knowledge, one module for each noun."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Blueprint

blueprints: list[Blueprint] = []

"""Pages of ideas, one module for each noun."""

from __future__ import annotations

from flask import Blueprint

blueprints: list[Blueprint] = []

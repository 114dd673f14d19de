"""Pages where ideas and threads meet: their links, and "solved now?"."""

from __future__ import annotations

from flask import Blueprint

blueprints: list[Blueprint] = []

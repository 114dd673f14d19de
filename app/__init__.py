"""Pukka: a community platform that a brand runs so that its customers help each other."""

from __future__ import annotations

from app.application import Community
from app.config import Settings


def create_app(settings: Settings | None = None) -> Community:
    """Assemble the program: settings, tools, switchboard, doors."""
    return Community.assemble(settings)

"""The pages under docs/ say what is there, and all that is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import click
import pytest

from app.application import Community
from app.config import Settings
from app.kit import settings

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
APP = ROOT / "app"

# Fields of Settings that are read from a setting of another name, or from none.
NAMED_OTHERWISE = {"uploads": "UPLOADS_URL", "testing": ""}
# What a map of the house shows: the floors' own files, and each room.
FLOORS = ("", "kit", "domain", "web", "api", "cli")
NO_ROOMS = {"__pycache__", "static", "templates"}
QUOTED_PATH = re.compile(r"`((?:app|tests|docs|bench|migrations)/[\w./]*\w)`")
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def page(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def standing() -> Iterator[str]:
    """Every module and room that the map has to show."""
    for floor in FLOORS:
        for path in sorted((APP / floor).iterdir()):
            if path.name in NO_ROOMS or path.name.startswith("."):
                continue
            is_room = path.is_dir() and any(path.glob("*.py"))
            if is_room or (path.suffix == ".py" and path.name != "__init__.py"):
                yield str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", [*standing()])
def test_the_map_shows_what_stands(path: str) -> None:
    text = page("house.md")
    assert f"`{path}`" in text or f"`{path}/" in text


def test_what_pages_name_stands() -> None:
    gone = {
        (doc.name, path)
        for doc in DOCS.rglob("*.md")
        for path in QUOTED_PATH.findall(doc.read_text("utf-8"))
        if not (ROOT / path).exists() and "results" not in path
    }
    assert not gone


def test_links_between_pages_lead_somewhere() -> None:
    pages = [*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md"]
    lost = {
        (doc.name, link)
        for doc in pages
        if doc.exists()
        for link in LINK.findall(doc.read_text("utf-8"))
        if not (doc.parent / link).exists()
    }
    assert not lost


@pytest.mark.parametrize("field", [field.name for field in fields(Settings)])
def test_every_setting_is_documented(field: str) -> None:
    name = NAMED_OTHERWISE.get(field, field.upper())
    assert not name or f"`{name}`" in page("interface.md")


def commands(group: Any, path: str) -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}"


def test_every_command_is_documented(app: Community) -> None:
    text = page("interface.md")
    # `flask db` has Alembic's own; those are theirs to describe.
    ours = [name for name in commands(app.cli, "flask") if not name.startswith("flask db ")]
    assert not [name for name in ours if f"`{name}" not in text]


def test_every_community_setting_is_documented(app: Community) -> None:
    assert settings.declared
    text = page("operating.md")
    assert not [name for name in settings.declared if f"`{name}`" not in text]


def test_every_address_is_documented(app: Community) -> None:
    text = page("interface.md")
    missing = set()
    for rule in app.url_map.iter_rules():
        first = rule.rule.split("/")[1]
        if first and not first.startswith("<") and f"`/{first}" not in text:
            missing.add(rule.rule)
    assert not missing

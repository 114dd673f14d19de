"""No pattern of ours can be made to search for long, whatever it is given."""

import importlib
import pkgutil
import re
import time

import pytest

import app.kit.markup as package
from tests.kit.markup.hostile import REPEATED, fill

SECONDS = 0.5
"""Generous, since the machine may be busy; a pattern that goes back takes minutes."""


def patterns() -> dict[str, re.Pattern[str]]:
    found = {}
    for module in pkgutil.iter_modules(package.__path__):
        names = vars(importlib.import_module(f"app.kit.markup.{module.name}"))
        for name, value in names.items():
            many = value.items() if isinstance(value, dict) else [("", value)]
            for key, pattern in many:
                if isinstance(pattern, re.Pattern):
                    found[f"{module.name}.{name}{key}"] = pattern
    return found


def test_the_patterns_are_found() -> None:
    assert len(patterns()) >= 20


@pytest.mark.parametrize("name", patterns())
def test_a_pattern_is_quick_on_the_worst_texts(name: str) -> None:
    pattern = patterns()[name]
    for piece in [*REPEATED, "<a b", "<a b=c ", "[\\\\", '"\\\\"', "(\\\\)", "1", "1.", "a-", ":-"]:
        text = fill(piece)
        start = time.thread_time()
        pattern.match(text)
        pattern.match("<a " + text)
        pattern.match("[" + text)
        pattern.match("<a@" + text)
        assert time.thread_time() - start < SECONDS, piece

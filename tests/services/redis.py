"""Redis for tests: a server of our own that keeps nothing."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from tests.services import programs
from tests.services.missing import require
from tests.services.processes import answers, free_port, running


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """The URL of a server that runs as long as this test process."""
    require("redis")
    folder = Path(tempfile.mkdtemp(prefix="pukka-redis-"))
    port = free_port()
    command = [
        programs.redis() or "redis-server",
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--dir",
        str(folder),
    ]
    command += ["--save", "", "--appendonly", "no"]
    try:
        with running(command, ready=lambda: answers(port), log=folder / "log"):
            yield f"redis://127.0.0.1:{port}/0"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """An empty Redis for one test: `redis://…`."""
    with redis.Redis.from_url(redis_server) as client:
        client.flushall()
    return redis_server

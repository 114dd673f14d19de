"""The whole program, served as an operator serves it: granian, its worker, its own instance folder.

`serving(folder)` starts it on a free port and gives a `Site`; `site.kill()` ends it as a power cut
would. Mail goes to a letterbox of the tests.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.services.processes import end_with_parent, free_port
from tests.services.smtp import Letterbox
from tests.services.smtp import serving as serving_mail

ROOT = Path(__file__).parents[2]
# A start on a busy machine brings in the demo community as well.
START_SECONDS = 240
STOP_SECONDS = 20


@dataclass
class Site:
    """One served program and the folder it lives in; it may be started again in the same folder."""

    folder: Path
    command: str = "start"
    env: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def settings(self) -> dict[str, str]:
        """The environment that the program and its commands run in."""
        plain = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
        own = {
            "MODE": "development",
            "INSTANCE": str(self.folder / "instance"),
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "LOG_LEVEL": "warning",
        }
        return plain | own | self.env

    def flask(self, *words: str, text: str = "") -> str:
        """Run one `flask` command on this site."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *words],
            cwd=ROOT, env=self.settings, input=text, capture_output=True, text=True,
            check=False, timeout=START_SECONDS,
        )  # fmt: skip
        assert done.returncode == 0, f"flask {' '.join(words)}:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def start(self) -> None:
        """Serve, and return when the site says that it is ready."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "flask", "--app", "wsgi", self.command],
                cwd=ROOT, env=self.settings, stdin=subprocess.DEVNULL,
                stdout=output, stderr=subprocess.STDOUT,
                # A group of its own, so that all of its processes end at once.
                process_group=0,
                preexec_fn=end_with_parent,  # noqa: PLW1509 - one call into libc, no lock is taken
            )  # fmt: skip
        deadline = time.monotonic() + START_SECONDS
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                told = self.log.read_text(errors="replace")[-3000:]
                self.kill()
                raise RuntimeError(f"the site did not start:\n{told}")
            time.sleep(0.1)

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:  # noqa: S310 - our own
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def kill(self) -> None:
        """End every process of it at once, as if the power went."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to stop, and see that it does."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(STOP_SECONDS)
        self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)
            self.process.wait()


@contextlib.contextmanager
def serving(folder: Path, command: str = "start", **env: str) -> Iterator[Site]:
    """Serve the program from an instance of its own until the block ends."""
    site = Site(folder, command, env)
    try:
        site.start()
        yield site
    finally:
        site.stop()
        shutil.rmtree(folder / "instance", ignore_errors=True)


@dataclass(frozen=True)
class Served:
    """The served demo community, and where its mail arrives."""

    site: Site
    letterbox: Letterbox

    @property
    def url(self) -> str:
        return self.site.url


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demo community on granian, with its worker and a real SMTP server; started once."""
    with (
        serving_mail(Letterbox()) as box,
        serving(tmp_path_factory.mktemp("served"), MAIL_URL=box.url) as site,
    ):
        yield Served(site, box)

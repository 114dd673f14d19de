"""The folder of real sites and judgements that DATA names; it is not part of the repository."""

import os
from pathlib import Path

import pytest

from tests.services.missing import require


def pytest_configure() -> None:
    """A folder that was named but is not there ends the run: nobody meant to skip it."""
    named = os.environ.get("DATA")
    if named and not Path(named, "sites").is_dir():
        raise pytest.UsageError(f"DATA is {named!r}, and there is no folder {Path(named, 'sites')}")


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder; tests that ask for it are left out, and listed, when DATA is not set."""
    require("data")
    return Path(os.environ["DATA"]).resolve()

"""Where the benchmark keeps things, and how large a community it grows."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"
_KEPT = {"PATH", "HOME", "LANG", "DATABASE_URL", "SEARCH_URL"}


@dataclass(frozen=True)
class Size:
    """A community as ``flask demo grow`` takes it."""

    name: str
    members: int
    questions: int
    replies: int
    ideas: int


SIZES = {
    "small": Size("small", 2_000, 500, 4_000, 100),
    "middle": Size("middle", 10_000, 3_000, 25_000, 500),
    "o2": Size("o2", 75_000, 20_000, 166_000, 2_500),
}


@dataclass(frozen=True)
class Plan:
    """What one run measures and for how long; each can be set in the environment."""

    size: Size
    seconds: float
    warm_up: float
    connections: int
    workers: int
    answers: int
    port: int
    # Pages whose name has these words; empty measures all of them, and writing.
    only: str
    # A folder of its own for each size, unless INSTANCE names one that is there already.
    instance: Path


def plan() -> Plan:
    """Read the plan from the environment: each field by its name in capitals."""
    env = os.environ
    name = env.get("SIZE", "small").casefold()
    if name not in SIZES:
        known = ", ".join(SIZES)
        raise SystemExit(f"SIZE is {name!r}; expected one of {known}")
    return Plan(
        size=SIZES[name],
        seconds=float(env.get("SECONDS", "4")),
        warm_up=float(env.get("WARM_UP", "1.5")),
        connections=int(env.get("CONNECTIONS", "8")),
        workers=int(env.get("WEB_WORKERS", "2")),
        answers=int(env.get("ANSWERS", "60")),
        port=int(env.get("PORT", "8750")),
        only=env.get("ONLY", "").casefold(),
        instance=Path(env.get("INSTANCE") or RESULTS / f"instance-{name}").resolve(),
    )


def environment(chosen: Plan) -> dict[str, str]:
    """Return the environment in which the site and the bare page are served."""
    kept = {name: said for name, said in os.environ.items() if name in _KEPT}
    return kept | {
        "MODE": "development",
        "DEMO": "0",
        "INSTANCE": str(chosen.instance),
        "HOST": "127.0.0.1",
        "PORT": str(chosen.port),
        "WEB_WORKERS": str(chosen.workers),
        "LOG_LEVEL": "warning",
        "MAIL_URL": "memory:",
        "PYTHONPATH": str(ROOT),
    }

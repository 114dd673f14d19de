"""Figures for operators, as Prometheus reads them. For admins, by session or by token."""

from __future__ import annotations

import os
import threading
import time
from collections import Counter

from flask import Blueprint, Flask, Response, current_app, g, request

from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import may
from app.domain.accounts.tokens import member_of_token
from app.domain.forum.queries.figures import site_figures
from app.kit.decisions import require
from app.kit.jobs import backlog
from app.web.guards import public
from app.web.shell import actor

bp = Blueprint("metrics", __name__)

# Upper edges of the time classes, in seconds.
EDGES = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
_lock = threading.Lock()
_answers: Counter[tuple[str, str]] = Counter()
_within: Counter[float] = Counter()
_seconds = 0.0


def install(app: Flask) -> None:
    """Count every answer of this process, and how long it took."""
    app.before_request(_note_start)
    app.after_request(_count)


@bp.get("/metrics")
@public("the view itself asks for an admin's session or token, so that a scraper needs no cookie")
def index() -> Response:
    """Show the figures of the site and of this process."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    asking = member_of_token(token) if scheme.casefold() == "bearer" else actor()
    require(may(asking or actor(), Permission.MANAGE_SITE))
    response = current_app.response_class("\n".join(_lines()) + "\n", mimetype="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response


def _note_start() -> None:
    g.began = time.perf_counter()


def _count(response: Response) -> Response:
    global _seconds  # noqa: PLW0603 - a process has one set of counters
    took = time.perf_counter() - g.get("began", time.perf_counter())
    edge = next((edge for edge in EDGES if took <= edge), float("inf"))
    with _lock:
        _answers[(request.method, f"{response.status_code // 100}xx")] += 1
        _within[edge] += 1
        _seconds += took
    return response


def _lines() -> list[str]:
    jobs, figures = backlog(), site_figures()
    process = f'process="{os.getpid()}"'
    lines = [
        "# TYPE pukka_jobs gauge",
        *(f'pukka_jobs{{state="{state}"}} {count}' for state, count in jobs.items()),
        "# TYPE pukka_members gauge",
        f"pukka_members {figures.members}",
        "# TYPE pukka_questions gauge",
        f'pukka_questions{{state="all"}} {figures.questions}',
        f'pukka_questions{{state="solved"}} {figures.solved}',
        "# TYPE pukka_answers gauge",
        f"pukka_answers {figures.answers}",
    ]
    with _lock:
        answers, within, seconds = dict(_answers), dict(_within), _seconds
    lines.append("# TYPE pukka_requests_total counter")
    for (method, status), count in sorted(answers.items()):
        lines.append(
            f'pukka_requests_total{{{process},method="{method}",status="{status}"}} {count}'
        )
    lines.append("# TYPE pukka_request_seconds histogram")
    total = 0
    for edge in EDGES:
        total += within.get(edge, 0)
        lines.append(f'pukka_request_seconds_bucket{{{process},le="{edge}"}} {total}')
    total += within.get(float("inf"), 0)
    lines.append(f'pukka_request_seconds_bucket{{{process},le="+Inf"}} {total}')
    lines.append(f"pukka_request_seconds_sum{{{process}}} {seconds:.6f}")
    lines.append(f"pukka_request_seconds_count{{{process}}} {total}")
    return lines

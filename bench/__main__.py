"""One run: grow, serve, measure, print."""

from __future__ import annotations

import os
import platform
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version

from app.application import Community
from bench import fraud, servers
from bench.answering import post_answers
from bench.communities import Cost, Sample, cost, database_process, prepare, sample
from bench.load import Figures, Load, percentile, run
from bench.places import RESULTS, Plan, plan
from bench.voting import Votes, cast_votes

_COLUMNS = (
    "page",
    "req/s",
    "of bare",
    "CPU ms",
    "p50 ms",
    "p95 ms",
    "p99 ms",
    "statements",
    "HTML KB",
    "gzip KB",
)


# More addresses than these are not all asked for while warming up.
_MET = 200
# How many simulated communities are searched for suspicious votes.
_COMMUNITIES = 3
_ADVICE = (
    "Compare within this table only. CPU ms is the time of all server processes for one request, "
    "the database included."
)


@dataclass(frozen=True)
class Line:
    """One row of the table."""

    name: str
    figures: Figures
    cpu: float
    cost: Cost | None = None


def main() -> None:
    """Measure and print."""
    chosen = plan()
    app = prepare(chosen)
    found = sample(app)
    database = database_process(app)
    times: list[float] = []
    with servers.serving(servers.HELLO, chosen) as pid:
        lines = [_measure("bare Flask page", ["/"], [], chosen, [pid])]
    with servers.serving(servers.PUKKA, chosen) as pid:
        for name, paths, cookies in _pages(found, chosen.only):
            line = _measure(name, paths, cookies, chosen, [pid, database] if database else [pid])
            spent = cost(app, paths[0], cookies[0] if cookies else "")
            lines.append(Line(name, line.figures, line.cpu, spent))
        held = servers.memory(pid)
        if not chosen.only:
            times = post_answers(chosen.port, found.quiet, found.cookies, chosen.answers)
    parts = [_about(app, chosen, found), _table(lines), f"Memory of all processes: {held:.0f} MB."]
    if not chosen.only:
        parts.append(_written(times, cast_votes(app, chosen.answers)))
        parts.append(f"The search for suspicious votes: {fraud.measure(_COMMUNITIES)}")
    text = "\n\n".join([*parts, _ADVICE, ""])
    RESULTS.mkdir(parents=True, exist_ok=True)
    moment = datetime.now(UTC).strftime("%Y-%m-%d-%H%M%S")
    (RESULTS / f"{moment}-{chosen.size.name}.md").write_text(text)
    print(text)
    if any(line.figures.errors for line in lines):
        sys.exit("Some requests were not answered with 200.")


def _table(lines: list[Line]) -> str:
    """Return the figures of all pages as a table, beside the bare page."""
    floor = lines[0].figures.rate
    rows = [f"| {' | '.join(_COLUMNS)} |", "| --- |" + " ---: |" * (len(_COLUMNS) - 1)]
    return "\n".join(rows + [_row(line, floor) for line in lines])


def _about(app: Community, chosen: Plan, found: Sample) -> str:
    """Return what was measured, and on what."""
    counts = ", ".join(f"{count:,} {name}" for name, count in found.counts.items())
    database = "PostgreSQL" if app.settings.database_url.startswith("postgresql") else "SQLite"
    engine = app.settings.search_url.partition(":")[0]
    return (
        f"Size {chosen.size.name} on {database}, search on {engine}: {counts}. "
        f"{chosen.workers} processes, {chosen.connections} connections, {chosen.seconds:g} seconds "
        f"a page after {chosen.warm_up:g} to warm up. Python {platform.python_version()}, granian "
        f"{version('granian')}, {os.cpu_count()} cores."
    )


def _written(answers: list[float], votes: dict[str, Votes]) -> str:
    """Return what writing costs."""
    posted = f"Post an answer ({len(answers)} in a row, by different members): "
    return "\n".join(
        [
            f"{posted}{_middle_and_worst(answers)}.",
            *(
                f"A vote on an answer {name}: {_middle_and_worst(found.times)}, "
                f"{found.cpu:.1f} ms of CPU, {found.statements} statements."
                for name, found in votes.items()
            ),
        ]
    )


def _middle_and_worst(times: list[float]) -> str:
    return f"p50 {percentile(times, 0.5):.1f} ms, p95 {percentile(times, 0.95):.1f} ms"


def _pages(found: Sample, only: str) -> list[tuple[str, list[str], list[str]]]:
    pages = [
        ("question page, visitor", found.questions, []),
        ("question page, signed in", found.questions, found.cookies),
        ("question list, visitor", ["/questions"], []),
        ("question list, signed in", ["/questions"], found.cookies),
        ("search, two words, visitor", found.searches, []),
        ("search, two words never met, visitor", found.new_searches, []),
        ("search, two words, signed in", found.searches, found.cookies),
        ("search as one types, visitor", found.suggestions, []),
        ("search for what is like a title, visitor", found.matches, []),
        ("search for what is like a title never met, visitor", found.new_matches, []),
        ("home, visitor", ["/"], []),
        ("member page, visitor", found.members, []),
        ("member page, signed in", found.members, found.cookies),
        ("leaderboard, visitor", ["/leaderboard"], []),
        ("ideas, visitor", ["/ideas"], []),
        ("ideas, signed in", ["/ideas"], found.cookies),
        ("idea page, visitor", found.ideas, []),
        ("idea page, signed in", found.ideas, found.cookies),
    ]
    # A community that was grown before there were ideas has no page of one.
    return [page for page in pages if page[1] and only in page[0]]


def _measure(
    name: str, paths: list[str], cookies: list[str], chosen: Plan, pids: list[int]
) -> Line:
    print(f"Measuring: {name} …", file=sys.stderr)
    rounds = 2 * chosen.workers  # each process keeps its own
    warming = paths
    if len(paths) > _MET:  # what is never met must not be met while warming up
        warming, paths, rounds = paths[:_MET], paths[_MET:], 1
    run(Load(chosen.port, warming, cookies, chosen.connections, chosen.warm_up, rounds))
    before = servers.cpu_seconds(*pids)
    figures = run(Load(chosen.port, paths, cookies, chosen.connections, chosen.seconds))
    spent = servers.cpu_seconds(*pids) - before
    return Line(name, figures, spent / max(1, figures.requests) * 1000)


def _row(line: Line, floor: float) -> str:
    figures, spent = line.figures, line.cost
    cells = [
        line.name,
        f"{figures.rate:,.0f}",
        f"{figures.rate / floor:.1%}",
        f"{line.cpu:.2f}",
        *(f"{figures.percentile(share):.1f}" for share in (0.5, 0.95, 0.99)),
        *(
            (str(spent.statements), f"{spent.raw / 1000:.1f}", f"{spent.squeezed / 1000:.1f}")
            if spent
            else ("0", "", "")
        ),
    ]
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    main()

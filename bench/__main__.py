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


@dataclass(frozen=True)
class Written:
    """What writing costs, and the megabytes that all of it took."""

    answers: list[float]
    votes: dict[str, Votes]
    held: float


def main() -> None:
    """Measure and print."""
    chosen = plan()
    app = prepare(chosen)
    found = sample(app)
    database = database_process(app)
    with servers.serving(servers.HELLO, chosen) as pid:
        lines = [_measure("bare Flask page", ["/"], [], chosen, [pid])]
    with servers.serving(servers.PUKKA, chosen) as pid:
        for name, paths, cookies in _pages(found):
            line = _measure(name, paths, cookies, chosen, [pid, database] if database else [pid])
            spent = cost(app, paths[0], cookies[0] if cookies else "")
            lines.append(Line(name, line.figures, line.cpu, spent))
        held = servers.memory(pid)
        times = post_answers(chosen.port, found.quiet, found.cookies, chosen.answers)
    votes = cast_votes(app, chosen.answers)
    text = report(app, chosen, found, lines, Written(times, votes, held))
    text += f"\nThe search for suspicious votes: {fraud.measure(_COMMUNITIES)}\n"
    RESULTS.mkdir(parents=True, exist_ok=True)
    moment = datetime.now(UTC).strftime("%Y-%m-%d-%H%M%S")
    (RESULTS / f"{moment}-{chosen.size.name}.md").write_text(text)
    print(text)
    if any(line.figures.errors for line in lines):
        sys.exit("Some requests were not answered with 200.")


def report(
    app: Community,
    chosen: Plan,
    found: Sample,
    lines: list[Line],
    written: Written,
) -> str:
    """Return the whole as Markdown."""
    floor = lines[0].figures.rate
    rows = [f"| {' | '.join(_COLUMNS)} |", "| --- |" + " ---: |" * (len(_COLUMNS) - 1)]
    rows += [_row(line, floor) for line in lines]
    counts = ", ".join(f"{count:,} {name}" for name, count in found.counts.items())
    database = "PostgreSQL" if app.settings.database_url.startswith("postgresql") else "SQLite"
    about = (
        f"Size {chosen.size.name} on {database}: {counts}. {chosen.workers} processes, "
        f"{chosen.connections} connections, {chosen.seconds:g} seconds a page after "
        f"{chosen.warm_up:g} to warm up. Python {platform.python_version()}, granian "
        f"{version('granian')}, {os.cpu_count()} cores."
    )
    beside = (
        f"Post an answer ({len(written.answers)} in a row, by different members): "
        f"{_middle_and_worst(written.answers)}. Memory of all processes: {written.held:.0f} MB."
    )
    votes = [
        f"A vote on an answer {name}: {_middle_and_worst(found.times)}, "
        f"{found.cpu:.1f} ms of CPU, {found.statements} statements."
        for name, found in written.votes.items()
    ]
    return "\n".join([about, "", *rows, "", beside, *votes, "", _ADVICE, ""])


def _middle_and_worst(times: list[float]) -> str:
    return f"p50 {percentile(times, 0.5):.1f} ms, p95 {percentile(times, 0.95):.1f} ms"


def _pages(found: Sample) -> list[tuple[str, list[str], list[str]]]:
    pages = [
        ("question page, visitor", found.questions, []),
        ("question page, signed in", found.questions, found.cookies),
        ("question list, visitor", ["/questions"], []),
        ("question list, signed in", ["/questions"], found.cookies),
        ("search, two words, visitor", found.searches, []),
        ("search, two words, signed in", found.searches, found.cookies),
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
    return [(name, paths, cookies) for name, paths, cookies in pages if paths]


def _measure(
    name: str, paths: list[str], cookies: list[str], chosen: Plan, pids: list[int]
) -> Line:
    print(f"Measuring: {name} …", file=sys.stderr)
    rounds = 2 * chosen.workers  # each process keeps its own
    run(Load(chosen.port, paths, cookies, chosen.connections, chosen.warm_up, rounds))
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

"""How well the search for suspicious votes tells the planted from the honest, over many seeds.

python -m bench.fraud            # ten seeds of ten thousand honest voters
SEEDS=50 python -m bench.fraud
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from dataclasses import dataclass, field

from app.domain.reputation.fraud.ballots import Finding
from app.domain.reputation.fraud.search import find_suspicions
from tests.factories.voters import Score, Simulation, planted, score

# Rings of ten, two votes for each other member, among so many honest ones.
DILUTIONS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8)


@dataclass
class Measured:
    """What was found over all seeds."""

    recall: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    certain: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    scores: list[Score] = field(default_factory=list)
    votes: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def add(self, community: Simulation) -> None:
        """Search one community and note how it went."""
        start = time.process_time()
        findings = find_suspicions(community.read, community.prints)
        self.seconds.append(time.process_time() - start)
        self.votes.append(len(community.ballots))
        result = score(community, findings)
        self.scores.append(result)
        for name, part in result.recall.items():
            self.recall[name].append(part)
            self.certain[name].append(_certain_part(community.planted[name], findings))


def measure(seeds: int) -> str:
    """Return the tables as Markdown."""
    mixed, diluted = Measured(), Measured()
    for seed in range(1, seeds + 1):
        mixed.add(planted(seed))
        rings = Simulation(seed)
        for dilution in DILUTIONS:
            rings.ring(dilution=dilution)
        diluted.add(rings)
    honest = mixed.scores[0].honest
    wrongly = [it.wrongly for it in mixed.scores]
    struck = [it.wrongly_certain for it in mixed.scores]
    size = f"{honest:,} honest voters, {_mean(mixed.votes):,.0f} votes"
    times = f"{_mean(mixed.seconds):.1f} s of CPU a search (at most {max(mixed.seconds):.1f} s)"
    named = f"Honest voters named: {_mean(wrongly):.2f} a community (at most {max(wrongly)})"
    sure = f"struck out without staff: {_mean(struck):.2f} (at most {max(struck)})"
    return "\n".join(
        [
            f"{seeds} seeds; {size}; {times}.",
            "",
            *_table(mixed),
            "",
            f"{named}, {_mean(wrongly) / honest:.4%} of them; {sure}.",
            "",
            "Rings of ten that hide among honest votes:",
            "",
            *_table(diluted),
        ]
    )


def _table(found: Measured) -> list[str]:
    lines = [
        "| planted | found | least of all seeds | struck out at once |",
        "| --- | ---: | ---: | ---: |",
    ]
    for name, parts in found.recall.items():
        sure = _mean(found.certain[name])
        lines.append(f"| {name} | {_mean(parts):.2f} | {min(parts):.2f} | {sure:.2f} |")
    return lines


def _certain_part(guilty: set[int], findings: list[Finding]) -> float:
    certain = {voter for it in findings if it.certain for voter in it.voters}
    return len(guilty & certain) / len(guilty)


def _mean(values: list[float] | list[int]) -> float:
    return sum(values) / len(values)


if __name__ == "__main__":
    print(measure(int(os.environ.get("SEEDS", "10"))))

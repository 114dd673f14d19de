"""Measure how well the program ranks, on every judged set below a folder.

    python -m bench.relevance FOLDER

Two kinds of sets are known by their files: `<site>/related` and `<site>/answer-search` with the
site's dump somewhere below the folder or beside it, and folders with `queries.jsonl`,
`candidates.jsonl` and `qrels.tsv`, with `train/pairs.jsonl` beside them or not.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.relevance import measures
from bench.relevance.sets import Set, sets_below


def main() -> None:
    """Print one table for each set."""
    parser = argparse.ArgumentParser(prog="bench.relevance", description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    count = 0
    for count, judged in enumerate(sets_below(folder), 1):  # noqa: B007 (it is what is counted)
        print("\n".join(_table(judged)), flush=True)
    if not count:
        sys.exit(f"No judged set was found below {folder}.")


def _table(judged: Set) -> Iterator[str]:
    yield f"\n### {judged.name}\n"
    yield f"{judged.about}\n"
    yield "| ranking | MAP | 95 % | MRR | P@1 | nDCG@10 | p |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    begun = time.process_time()
    base: list[float] = []
    for name, run in judged.runs():
        rows = measures.scored(
            judged.judgements,
            run,
            empty_counts=judged.official,
            depth=10 if judged.official else None,
        )
        precisions = [row[0] for row in rows.values()]
        mean = measures.means(rows)
        around = measures.interval(precisions)
        chance = f"{measures.chance_of(base, precisions):.3f}" if base else ""
        base = base or precisions
        cells = [f"{value:.4f}" for value in mean[1:]]
        yield (
            f"| {name} | {mean[0]:.4f} | {around.low:.3f}–{around.high:.3f} | "
            f"{' | '.join(cells)} | {chance} |"
        )
    print(f"{judged.name}: {time.process_time() - begun:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()

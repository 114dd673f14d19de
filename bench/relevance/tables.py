"""Files of judged sets: judgements, runs, queries; tab-separated, with headers, maybe gzipped."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

Judgements = dict[str, dict[str, float]]
Run = dict[str, list[str]]


def judgements(path: Path) -> Judgements:
    """Read query, document, grade."""
    found: Judgements = {}
    for row in _rows(path):
        found.setdefault(row["query_id"], {})[row["doc_id"]] = float(row["grade"])
    return found


def run(path: Path) -> Run:
    """Read query, document, rank, score; the first rank is the best."""
    found: dict[str, list[tuple[float, str]]] = {}
    for row in _rows(path):
        found.setdefault(row["query_id"], []).append((float(row["rank"]), row["doc_id"]))
    return {query: [document for _, document in sorted(rows)] for query, rows in found.items()}


def titles(path: Path) -> dict[str, str]:
    """Read the titles of queries."""
    return {row["query_id"]: row["title"] for row in _rows(path)}


def records(path: Path) -> list[dict[str, Any]]:
    """Read one JSON object a line."""
    with _opened(path) as lines:
        return [json.loads(line) for line in lines if line.strip()]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with _opened(path) as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _opened(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")

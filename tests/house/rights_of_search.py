"""Who may what with search: part of the table of ``rights.py``."""

from __future__ import annotations

from tests.house.groups import Row

# Finding, and being shown what is there already while one types. What is found is filtered by the
# policies of each room, for every reader.
FINDING: dict[str, Row] = {
    "GET /search": 200,
    "GET /search/suggest": 200,
    "GET /questions/matches": 200,
}

SEARCH: dict[str, Row] = {**FINDING}

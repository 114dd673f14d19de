"""Who may what with search: part of the table of ``rights.py``."""

from __future__ import annotations

from tests.house.groups import ALL, ANSWERER, Row, only
from tests.house.rights_of_knowledge import KEEPERS

# Finding, and being shown what is there already while one types. What is found is filtered by the
# policies of each room, for every reader.
FINDING: dict[str, Row] = {
    "GET /search": 200,
    "GET /search/suggest": 200,
    "GET /questions/matches": 200,
}

# Asking: what a form shows is counted for the form. Whoever may share a question may do so from
# there; the one that is asked about here is Bob's.
ASKING: dict[str, Row] = {
    "POST /questions/matches": 200,
    "POST /questions/matches/opened": 204,
    "POST /questions/matches/fixed": 303,
    "GET /questions/matches/fixed": 302,
    "POST /questions/matches/fixed/withdrawal": 303,
    "POST /questions/matches/followed": {ANSWERER: 403, ALL: 303},
    "GET /search/asks": only(KEEPERS, 200),
}

_GROUP = "/search/synonyms/<int:synonym_id>"
# Reading what is searched for, and telling search what means the same.
KEEPING: dict[str, Row] = {
    "GET /search/report": only(KEEPERS, 200),
    "GET /search/report.csv": only(KEEPERS, 200),
    "POST /search/report/<int:term_id>/claim": only(KEEPERS, 303),
    "GET /search/synonyms": only(KEEPERS, 200),
    "POST /search/synonyms": only(KEEPERS, 303),
    f"GET {_GROUP}/edit": only(KEEPERS, 200),
    f"POST {_GROUP}/edit": only(KEEPERS, 303),
    f"POST {_GROUP}/removal": only(KEEPERS, 303),
    "GET /search/synonyms/many": only(KEEPERS, 200),
    "POST /search/synonyms/many": only(KEEPERS, 303),
}

SEARCH: dict[str, Row] = {**FINDING, **KEEPING, **ASKING}

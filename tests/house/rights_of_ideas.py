"""Who may what with ideas: part of the table of ``rights.py``.

Alice proposed the ideas of the stage (but for the one that waits, which is Nora's), Bob voted and
commented, and Hanna is of the product team, which decides.
"""

from __future__ import annotations

from tests.house.groups import (
    ALL,
    ASKER,
    BRAND,
    HELPERS,
    MODERATORS,
    Q,
    Row,
    only,
    signed_in,
)

# Those who decide, those who keep the board tidy, and those who say which questions belong.
TEAM = BRAND
KEEPERS = TEAM | MODERATORS

_IDEA = "/ideas/<int:idea_id>"
_COMMENT = "/ideas/comments/<int:comment_id>"

# -- reading, proposing, voting, commenting ---------------------------------------------------

PUBLIC_PAGES: dict[str, Row] = {}

# -- the team's desk and decisions ------------------------------------------------------------

DESK: dict[str, Row] = {}

# -- themes, rounds, ideas in action ----------------------------------------------------------

ROUNDS: dict[str, Row] = {}

# -- questions behind ideas, and the end of the loop ------------------------------------------

LOOP: dict[str, Row] = {
    f"GET {_IDEA}/links": 200,
    f"POST {_IDEA}/links": only(HELPERS | ASKER, 303),
    f"POST {Q}/ideas": only(HELPERS | ASKER, 303),
    # Asked of whoever asked the question, and told to nobody else.
    f"GET {_IDEA}/solved/<int:asked_id>": signed_in({ASKER: 200, ALL: 404}),
    f"POST {_IDEA}/solved/<int:asked_id>": signed_in({ASKER: 303, ALL: 404}),
}

# -- feeds, the API, other rooms' pages -------------------------------------------------------

OUTER: dict[str, Row] = {
    "GET /ideas/similar": 200,
    "GET /ideas/feed": 200,
    "GET /members/<handle>/ideas": 200,
    "GET /api/v1/ideas": 200,
    "GET /api/v1/ideas/<int:idea_id>": 200,
}

IDEAS: dict[str, Row] = {**PUBLIC_PAGES, **DESK, **ROUNDS, **LOOP, **OUTER}

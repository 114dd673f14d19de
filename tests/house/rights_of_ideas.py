"""Who may what with ideas: part of the table of ``rights.py``.

Alice proposed the ideas of the stage (but for the one that waits, which is Nora's), Bob voted and
commented, and Hanna is of the product team, which decides.
"""

from __future__ import annotations

from tests.house.groups import BRAND, MODERATORS, Row

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

LOOP: dict[str, Row] = {}

# -- feeds, the API, other rooms' pages -------------------------------------------------------

OUTER: dict[str, Row] = {
    "GET /ideas/similar": 200,
    "GET /api/v1/ideas": 200,
    "GET /api/v1/ideas/<int:idea_id>": 200,
}

IDEAS: dict[str, Row] = {**PUBLIC_PAGES, **DESK, **ROUNDS, **LOOP, **OUTER}

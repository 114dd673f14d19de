"""Who may what with ideas: part of the table of ``rights.py``.

Alice proposed the ideas of the stage (but for the one that waits, which is Nora's), Bob voted and
commented, and Hanna is of the product team, which decides.
"""

from __future__ import annotations

from tests.house.groups import (
    ADMINS,
    ALL,
    ANSWERER,
    ASKER,
    BRAND,
    CONFIRMED,
    EDITORS,
    GONE,
    HELPERS,
    MODERATORS,
    Q,
    Row,
    each_member,
    only,
    signed_in,
)

# Those who decide, those who keep the board tidy, and those who say which questions belong.
TEAM = BRAND
KEEPERS = TEAM | MODERATORS

_IDEA = "/ideas/<int:idea_id>"
_COMMENT = "/ideas/comments/<int:comment_id>"

# -- reading, proposing, voting, commenting ---------------------------------------------------

# Those who decide do not back: they vote on behalf of customers.
BACKERS = CONFIRMED - {"hanna"}

PUBLIC_PAGES: dict[str, Row] = {
    "GET /ideas": 200,
    "GET /roadmap": 200,
    f"GET {_IDEA}": 301,  # to the address with its words
    f"GET {_IDEA}-<slug>": 200,
    f"GET {_IDEA}/history": 200,
    f"GET {_IDEA}/voters": 200,
    f"GET {_COMMENT}": 302,
    f"GET {_COMMENT}/replies": 200,
    # Visitors write first and sign in afterwards; the address is confirmed before.
    "GET /ideas/new": 200,
    "POST /ideas/new": only(CONFIRMED, 303),
    f"POST {_IDEA}/comments": only(CONFIRMED, 303),
    f"GET {_IDEA}/edit": only(ASKER | EDITORS | TEAM, 200),
    f"POST {_IDEA}/edit": only(ASKER | EDITORS | TEAM, 303),
    f"GET {_COMMENT}/edit": only(ANSWERER | EDITORS, 200),
    f"POST {_COMMENT}/edit": only(ANSWERER | EDITORS, 303),
    # Saying with one press.
    f"GET {_IDEA}/vote": each_member(200),
    f"POST {_IDEA}/vote": only(BACKERS, 303),
    f"GET {_IDEA}/follow": each_member(200),
    f"POST {_IDEA}/follow": only(CONFIRMED, 303),
    f"GET {_COMMENT}/agreement": each_member(200),
    f"POST {_COMMENT}/agreement": only(CONFIRMED - ANSWERER, 303),
    # Whoever voted for what is archived brings it back.
    f"POST {_IDEA}/petition": only(ANSWERER, 303),
    f"GET {_IDEA}/hiding": only(MODERATORS, 200),
    f"POST {_IDEA}/hiding": only(MODERATORS, 303),
    f"GET {_COMMENT}/hiding": only(MODERATORS, 200),
    f"POST {_COMMENT}/hiding": only(MODERATORS, 303),
}

# -- the team's desk and decisions ------------------------------------------------------------

JOINERS = KEEPERS | {"sue"}
SPOKE_TO_CUSTOMERS = KEEPERS | {"max"}
KEPT_BY = frozenset({"hanna"})

DESK: dict[str, Row] = {
    "GET /ideas/desk": only(TEAM, 200),
    "GET /ideas/desk.csv": only(TEAM, 200),
    "POST /ideas/desk": only(TEAM, 200),  # what became of each is told at once
    "POST /ideas/desk/views": only(TEAM, 303),
    # A view that is not shared is not there for others of the team.
    "POST /ideas/desk/views/<int:view_id>/withdrawal": signed_in({KEPT_BY: 303, TEAM: 404}),
    # Moderators keep the board: to plan an idea is not a step that they are offered.
    f"GET {_IDEA}/status": only(KEEPERS, 200),
    f"POST {_IDEA}/status": signed_in({TEAM: 303, MODERATORS: 422}),
    f"GET {_IDEA}/planning": only(KEEPERS, 200),
    f"POST {_IDEA}/planning": only(TEAM, 303),
    f"POST {_IDEA}/notes": only(TEAM, 303),
    f"GET {_IDEA}/reply": only(TEAM, 200),
    f"POST {_IDEA}/reply": only(TEAM, 303),
    "GET /ideas/replies/<int:official_id>/edit": only(TEAM, 200),
    "POST /ideas/replies/<int:official_id>/edit": only(TEAM, 303),
    f"GET {_IDEA}/merge": only(JOINERS, 200),
    f"POST {_IDEA}/merge": only(JOINERS, 303),
    f"GET {_IDEA}/customers": only(SPOKE_TO_CUSTOMERS, 200),
    f"POST {_IDEA}/customers": only(SPOKE_TO_CUSTOMERS, 303),
    f"POST {_IDEA}/customers/withdrawal": only(SPOKE_TO_CUSTOMERS, 303),
    "GET /ideas/held": only(KEEPERS, 200),
    f"POST {_IDEA}/release": only(KEEPERS, 303),
    "GET /ideas/statuses": 200,
    "POST /ideas/statuses": only(ADMINS, 303),
}

# -- themes, rounds, ideas in action ----------------------------------------------------------

_THEME, _ROUND = "/ideas/themes/<slug>", "/ideas/rounds/<int:round_id>"
_STORY = "/ideas/in-action/<int:story_id>"

ROUNDS: dict[str, Row] = {
    "GET /ideas/themes": 200,
    f"GET {_THEME}": 200,
    "GET /ideas/themes/new": only(TEAM, 200),
    "POST /ideas/themes/new": only(TEAM, 303),
    f"GET {_THEME}/edit": only(TEAM, 200),
    f"POST {_THEME}/edit": only(TEAM, 303),
    "GET /ideas/rounds": 200,
    f"GET {_ROUND}": 301,  # to the address with its words
    f"GET {_ROUND}-<slug>": 200,
    "GET /ideas/rounds/new": only(TEAM, 200),
    "POST /ideas/rounds/new": only(TEAM, 303),
    # The coins are the members': those who decide place none.
    f"POST {_ROUND}/coins": only(BACKERS, 303),
    f"POST {_ROUND}/end": only(TEAM, 303),
    # The one of the stage is open: there is nothing to conclude yet.
    f"POST {_ROUND}/conclusion": only(TEAM, 409),
    "GET /ideas/in-action": 200,
    f"GET {_STORY}": 301,
    f"GET {_STORY}-<slug>": 200,
    "GET /ideas/in-action/new": only(TEAM, 200),
    "POST /ideas/in-action/new": only(TEAM, 303),
    f"GET {_STORY}/edit": only(TEAM, 200),
    f"POST {_STORY}/edit": only(TEAM, 303),
    f"POST {_STORY}/withdrawal": only(TEAM, 303),
}

# -- questions behind ideas, and the end of the loop ------------------------------------------

LOOP: dict[str, Row] = {
    f"GET {_IDEA}/links": 200,
    f"POST {_IDEA}/links": only(HELPERS | ASKER, 303),
    f"POST {Q}/ideas": only(HELPERS | ASKER, 303),
    # Asked of whoever asked the question, and told to nobody else.
    f"GET {_IDEA}/solved/<int:asked_id>": signed_in({ASKER: 200, ALL: 404}),
    f"POST {_IDEA}/solved/<int:asked_id>": signed_in({ASKER: 303, ALL: 404}),
    f"GET {_IDEA}/solved/<int:asked_id>/<token>": GONE,
    f"POST {_IDEA}/solved/<int:asked_id>/<token>": GONE,
    f"POST {_IDEA}/reading": each_member(303),
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

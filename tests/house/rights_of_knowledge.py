"""Who may what with articles: part of the table of ``rights.py``.

Tess wrote the article of the stage and keeps it, Alice waits with a change, Bob shows a block.
"""

from __future__ import annotations

from tests.house.groups import (
    ADMINS,
    ALL,
    ANSWERER,
    ASKER,
    CONFIRMED,
    HELPERS,
    MEMBERS,
    Row,
    only,
    signed_in,
)
from tests.house.stage import GUEST

KEEPERS = ADMINS | {"erin"}
EXPERTS = KEEPERS | {"sue", "hanna"}
OWNER = frozenset({"tess"})
VISITOR = frozenset({GUEST})
# Changing an article takes a member who is past the first steps.
WRITERS = CONFIRMED - {"nora"}

_ARTICLE = "/knowledge/<slug>"
_REVISION = "/knowledge/revisions/<int:revision_id>"
_GAP = "/knowledge/desk/searches/<int:gap_id>"

KNOWLEDGE: dict[str, Row] = {
    # Reading: whatever stands in a public space.
    "GET /knowledge": 200,
    "GET /knowledge/feed": 200,
    f"GET {_ARTICLE}": 200,
    f"GET {_ARTICLE}/print": 200,
    f"GET {_ARTICLE}/history": 200,
    f"GET {_ARTICLE}/history/<int:number>": 200,
    f"GET {_ARTICLE}/uses": 200,
    "GET /embeds/<int:embed_id>": 200,
    "GET /attachments/<name>": 200,
    "GET /knowledge/blocks": 200,
    "GET /members/<handle>/articles": 200,
    "GET /api/v1/articles": 200,
    "GET /api/v1/articles/<slug>": 200,
    # Saying what it is worth: guests, too, but not who answers for it.
    f"POST {_ARTICLE}/view": 204,
    f"GET {_ARTICLE}/help": 200,
    f"POST {_ARTICLE}/help": {ALL - OWNER: 303},
    f"POST {_ARTICLE}/help/withdrawal": {ALL - OWNER: 303},
    f"GET {_ARTICLE}/stuck": 200,
    f"POST {_ARTICLE}/stuck": 303,
    f"GET {_ARTICLE}/flags/new": 200,
    f"POST {_ARTICLE}/flags/new": 303,
    "POST /knowledge/flags/<int:flag_id>/settlement": {KEEPERS | OWNER: 303},
    f"GET {_ARTICLE}/health": only(KEEPERS | OWNER, 200),
    "POST /embeds/<int:embed_id>/confirmation": only(KEEPERS | ANSWERER, 303),
    # Writing: what a visitor types is kept while they sign in.
    "GET /knowledge/new": only(HELPERS, 200),
    "POST /knowledge/new": only(HELPERS, 303),
    "POST /knowledge/attachments": 422,  # no file was sent; who may send one is its own test
    f"GET {_ARTICLE}/edit": {WRITERS | VISITOR: 200},
    f"POST {_ARTICLE}/revisions": only(WRITERS, 303),
    # A text that waits is there for whoever proposed it, and for who judges it.
    f"GET {_REVISION}": {KEEPERS | ASKER: 200, ALL: 404},
    f"POST {_REVISION}/approval": signed_in({KEEPERS: 303, ASKER: 403, MEMBERS: 404}),
    f"POST {_REVISION}/refusal": signed_in({KEEPERS: 303, ASKER: 403, MEMBERS: 404}),
    f"POST {_REVISION}/withdrawal": signed_in({ASKER: 303, KEEPERS: 403, MEMBERS: 404}),
    # Keeping.
    f"POST {_ARTICLE}/validation": only(EXPERTS, 303),
    f"POST {_ARTICLE}/archive": only(KEEPERS, 303),
    f"POST {_ARTICLE}/revival": only(KEEPERS, 303),
    f"POST {_ARTICLE}/rollback": only(KEEPERS, 409),  # it is the text in force already
    f"GET {_ARTICLE}/settings": only(KEEPERS, 200),
    f"POST {_ARTICLE}/settings": only(KEEPERS, 303),
    "GET /knowledge/desk": only(KEEPERS, 200),
    "GET /knowledge/desk/<name>": only(KEEPERS, 200),
    f"POST {_GAP}/claim": only(KEEPERS, 303),
    f"POST {_GAP}/release": only(KEEPERS, 303),
    f"POST {_GAP}/settlement": only(KEEPERS, 303),
    "POST /knowledge/uses/<int:use_id>/judgement": only(KEEPERS, 303),
    "GET /knowledge/topics": only(KEEPERS, 200),
    "POST /knowledge/topics": only(KEEPERS, 303),
    "POST /knowledge/topics/<slug>/removal": only(KEEPERS, 303),
}

"""Who may what: every route, for every person, in every state of a thread, in one table.

A row says what each person is answered: a number for everybody, or groups with their answers;
``in`` stands for being led to the sign-in page. Who a row does not name is answered 403.
``test_access.py`` walks the URL map by it.
"""

from __future__ import annotations

from collections.abc import Collection

from tests.house.groups import (
    ALL,
    ANSWERER,
    ASKER,
    BRAND,
    CASE,
    CONFIRMED,
    CURATORS,
    EDITORS,
    GONE,
    HELPERS,
    LOUNGERS,
    MEMBERS,
    MODERATORS,
    NEWCOMER,
    OUTCOME,
    POST,
    RULING,
    SPEAKERS,
    STAGED,
    TALK,
    A,
    Q,
    R,
    Row,
    each_member,
    only,
    signed_in,
)
from tests.house.rights_of_accounts import OWN, RUNNING
from tests.house.rights_of_ideas import IDEAS
from tests.house.rights_of_knowledge import KNOWLEDGE
from tests.house.rights_of_search import SEARCH
from tests.house.stage import GUEST

# -- the table: what is answered about a public, open thread ----------------------------------

TABLE: dict[str, Row] = {
    # Reading.
    "GET /": 200,
    "GET /questions": 200,
    f"GET {Q}": 301,  # to the address with its words
    f"GET {Q}-<slug>": 200,
    f"GET {A}": 302,
    f"GET {R}": 302,
    f"GET {TALK}/replies": 200,
    f"GET {POST}/history": 200,
    f"GET {POST}/quote": 200,
    "GET /files/<name>": 200,
    "GET /products": 200,
    "GET /products/<slug>": 200,
    "GET /tags": 200,
    "GET /tags/<name>": 200,
    "GET /tags/complete": 200,
    "GET /spaces": 200,
    "GET /spaces/<slug>": {CONFIRMED: 200, ALL: 404},
    "GET /announcements": 200,
    "GET /announcements/<int:announcement_id>": 200,
    "GET /leaderboard": 200,
    "GET /points": 200,
    "GET /members/<handle>/points": 200,
    "GET /api/v1/leaderboard": 200,
    "GET /members": 200,
    "GET /members/<handle>": 200,
    "GET /members/<handle>/answers": 200,
    "GET /members/<handle>/questions": 200,
    "GET /badges": 200,
    "GET /badges/<key>": 200,
    "GET /members/<handle>/badges": 200,
    "GET /members/complete": each_member(200),
    "GET /imprint": 200,
    "GET /gallery": 200,  # in development alone
    "GET /feeds/": 200,
    "GET /feeds/questions.atom": 200,
    "GET /feeds/products/<slug>.atom": 200,
    "GET /feeds/tags/<name>.atom": 200,
    "GET /sitemap.xml": 200,
    "GET /robots.txt": 200,
    "GET /healthz": 200,
    "GET /readyz": 200,
    "GET /assets/<path:path>": 404,  # no asset has so plain a name
    "GET /pictures/<name>": 404,  # nor a picture
    "GET /token": 200,
    "GET /api/v1/members": 200,
    "GET /api/v1/members/<handle>": 200,
    "GET /api/v1/members/<handle>/points": 200,
    "GET /api/v1/openapi.json": 200,
    "GET /api/v1/products": 200,
    "GET /api/v1/products/<slug>": 200,
    "GET /api/v1/questions": 200,
    "GET /api/v1/questions/<int:question_id>": 200,
    "GET /api/v1/search": 200,
    "GET /api/v1/similar": 200,
    "GET /api/v1/badges": 200,
    "GET /api/v1/members/<handle>/badges": 200,
    "GET /api/v1/tags": 200,
    "GET /api/v1/tags/<name>": 200,
    # Choosing and counting: anybody, without a trace of who.
    "POST /theme": 303,
    "POST /language": 303,
    f"POST {Q}/view": 204,
    "POST /preview": 200,
    # Writing. Visitors write first and sign in afterwards; the address is confirmed before.
    "GET /questions/ask": 200,
    "POST /questions/ask": only(CONFIRMED, 303),
    f"POST {Q}/answers": only(CONFIRMED, 303),
    f"GET {POST}/replies/new": 200,
    f"POST {POST}/replies": only(CONFIRMED, 303),
    "POST /files": 422,  # no file was sent; who may send one is the room's own test
    "GET /drafts": each_member(200),
    "POST /drafts": 200,
    "POST /drafts/<int:draft_id>/withdrawal": signed_in({ASKER: 303, MEMBERS: 404}),
    f"GET {Q}/edit": only(ASKER | HELPERS, 200),  # helpers retag, the others change all of it
    f"POST {Q}/edit": only(ASKER | HELPERS, 303),
    f"GET {A}/edit": only(ANSWERER | EDITORS, 200),
    f"POST {A}/edit": only(ANSWERER | EDITORS, 303),
    f"GET {R}/edit": only(ASKER | EDITORS, 200),
    f"POST {R}/edit": only(ASKER | EDITORS, 303),
    # Saying with one click.
    f"GET {POST}/vote": each_member(200),
    f"POST {POST}/vote question": only(CONFIRMED - ASKER, 303),
    f"POST {POST}/vote answer": only(CONFIRMED - ANSWERER, 303),
    f"POST {POST}/vote reply": only(CONFIRMED - ASKER, 303),
    f"GET {Q}/too": 200,
    f"POST {Q}/too": {ALL - ASKER: 303},
    f"POST {Q}/too/withdrawal": {ALL - ASKER: 303},
    f"GET {OUTCOME}": 200,
    f"POST {OUTCOME}": {ALL - ANSWERER: 303},
    f"POST {A}/outcome/withdrawal": {ALL - ANSWERER: 303},
    f"GET {A}/acceptance": each_member(200),
    f"POST {A}/acceptance": only(ASKER | HELPERS, 303),
    f"POST {A}/acceptance/withdrawal": each_member(409),  # there is none to withdraw
    f"POST {A}/also-works": only(ASKER | HELPERS, 303),
    f"POST {A}/also-works/withdrawal": only(ASKER | HELPERS, 303),
    f"POST {A}/recommendation": only(SPEAKERS, 303),
    f"POST {A}/recommendation/withdrawal": only(SPEAKERS, 303),
    # Helping.
    "GET /queue": only(HELPERS, 200),
    f"POST {Q}/claim": only(HELPERS, 303),
    f"POST {Q}/claim/withdrawal": each_member(303),
    f"POST {Q}/info-request": only(HELPERS, 303),
    f"POST {Q}/info-request/withdrawal": only(ASKER | HELPERS, 303),
    f"GET {Q}/duplicate": only(HELPERS, 200),
    f"POST {Q}/duplicate": only(HELPERS, 303),
    f"POST {Q}/duplicate/withdrawal": only(HELPERS, 303),
    # Articles around a thread. It is not solved, so that there is nothing to draft from yet; and
    # an article that is not there is missed by those alone who may mark one.
    f"POST {Q}/article": only(HELPERS, 409),
    f"GET {Q}/solving-article": only(ASKER | HELPERS, 200),
    f"POST {Q}/solving-article": only(ASKER | HELPERS, 404),
    f"POST {Q}/solving-article/withdrawal": only(ASKER | HELPERS, 404),
    # Trust, and the room of those who have it.
    "GET /trust": 200,
    "GET /lounge": 200,
    "POST /lounge/<slug>": only(LOUNGERS, 303),
    "POST /lounge/<slug>/withdrawal": only(CONFIRMED, 303),
    # First questions: their asker is Nora; to others they are not there.
    "GET /staging": only(HELPERS, 200),
    f"GET {STAGED}": signed_in({HELPERS | NEWCOMER: 200, MEMBERS: 404}),
    f"GET {STAGED}/edit": signed_in({NEWCOMER: 200, HELPERS: 403, MEMBERS: 404}),
    f"POST {STAGED}/edit": signed_in({NEWCOMER: 303, HELPERS: 403, MEMBERS: 404}),
    f"POST {STAGED}/notes": signed_in({HELPERS | NEWCOMER: 303, MEMBERS: 404}),
    "POST /staging/notes/<int:note_id>/taking": signed_in(
        {NEWCOMER: 303, HELPERS: 403, MEMBERS: 404}
    ),
    f"POST {STAGED}/publication": signed_in({HELPERS: 303, NEWCOMER: 403, MEMBERS: 404}),
    f"POST {STAGED}/withdrawal": signed_in(
        {MODERATORS | NEWCOMER: 303, HELPERS: 403, MEMBERS: 404}
    ),
    # Staff.
    f"GET {Q}/status": only(BRAND, 200),
    f"POST {Q}/status": only(BRAND, 303),
    f"GET {Q}/merge": only(SPEAKERS, 200),
    f"POST {Q}/merge": only(SPEAKERS, 303),
    f"GET {Q}/move": only(MODERATORS, 200),
    f"POST {Q}/move": only(MODERATORS, 303),
    f"GET {RULING}": only(MODERATORS, 200),
    f"POST {RULING}": only(MODERATORS, 303),
    # Of a question it is closing, which is earned.
    f"GET {RULING} question": only(EDITORS, 200),
    f"POST {RULING} question": only(EDITORS, 303),
    "GET /moderation/cases": only(MODERATORS, 200),
    f"GET {CASE}": only(MODERATORS, 200),
    f"POST {CASE}/reversal": only(MODERATORS, 303),
    f"POST {CASE}/clearance": only(MODERATORS, 303),
    "GET /announcements/new": only(SPEAKERS, 200),
    "POST /announcements/new": only(SPEAKERS, 303),
    "POST /announcements/<int:announcement_id>/withdrawal": only(SPEAKERS, 303),
    "GET /tags/<name>/edit": only(CURATORS, 200),
    "POST /tags/<name>/edit": only(CURATORS, 303),
    # Being told.
    f"GET {Q}/follow": 200,
    f"POST {Q}/follow": {ALL - {"ulla"}: 303},
    f"POST {Q}/follow/withdrawal": only(CONFIRMED, 303),
    f"POST {Q}/mute": only(CONFIRMED, 303),
    f"POST {Q}/mute/withdrawal": only(CONFIRMED, 303),
    f"POST {Q}/reading": each_member(303),
    "GET /notices": each_member(200),
    "POST /notices/reading": each_member(303),
    "POST /notices/<int:notice_id>/reading": signed_in({ASKER: 303, MEMBERS: 404}),
    "GET /settings/notices": each_member(200),
    "POST /settings/notices": only(CONFIRMED, 303),
    # Letters' links.
    "GET /follows/confirm/<token>": GONE,
    "POST /follows/confirm/<token>": GONE,
    "GET /stop/<token>": GONE,
    "POST /stop/<token>": GONE,
    f"GET {A}/solved/<token>": GONE,
    f"POST {A}/solved/<token>": GONE,
    "GET /confirm/<token>": GONE,
    "POST /confirm/<token>": GONE,
    "GET /address/<token>": GONE,
    "POST /address/<token>": GONE,
    "GET /recover/<token>": GONE,
    "POST /recover/<token>": GONE,
    **KNOWLEDGE,
    **IDEAS,
    **SEARCH,
    **OWN,
    **RUNNING,
}

# -- what the states change -------------------------------------------------------------------

# Who sees a thread that not everybody sees. To the others it is as if it were not there.
SEEN_BY: dict[str, frozenset[str]] = {
    "members": CONFIRMED,
    "group": MODERATORS | {"gina"},
    "owners": MODERATORS | {"olga"},
    "hidden": MODERATORS | ASKER,
    "hidden answer": MODERATORS | ANSWERER,
    "merged": frozenset(),
    "missing": frozenset(),
}
# Locked or archived: refused to everybody, but for those named. The rest of the table holds, for
# moderation and acceptance stay possible in every state.
CLOSED: dict[str, frozenset[str]] = {
    f"POST {Q}/answers": frozenset(),
    f"POST {POST}/replies": frozenset(),
    f"POST {POST}/vote": frozenset(),
    f"POST {Q}/too": frozenset(),
    f"POST {Q}/too/withdrawal": frozenset(),
    f"POST {OUTCOME}": frozenset(),
    f"POST {A}/outcome/withdrawal": frozenset(),
    f"POST {Q}/claim": frozenset(),
    f"POST {Q}/info-request": frozenset(),
    **dict.fromkeys((f"GET {Q}/edit", f"GET {A}/edit", f"GET {R}/edit"), EDITORS),
    **dict.fromkeys((f"POST {Q}/edit", f"POST {A}/edit", f"POST {R}/edit"), EDITORS),
}
# Hidden: whoever still sees it adds nothing to it.
HIDDEN = {f"POST {Q}/answers", f"POST {POST}/replies", f"POST {POST}/vote"}
HIDDEN_ANSWER = {
    *(f"POST {POST}/vote answer", f"POST {A}/acceptance", f"POST {A}/also-works"),
    *(f"POST {OUTCOME}", f"POST {A}/outcome/withdrawal"),
}
# Not everybody who reads the public idea may read the thread: nobody brings them together.
APART = {f"POST {Q}/ideas"}
# A hidden question is merged into nothing: the form says why.
SAID_ON_THE_FORM = {("hidden", f"POST {Q}/merge"): 422}
# A merged question's address leads to where its posts are now.
MOVED = {f"GET {Q}", f"GET {Q}-<slug>", "GET /api/v1/questions/<int:question_id>"}
PICTURE = "GET /files/<name>"
# The API knows its reader by a token alone: a browser's session is a visitor to it.
TO_VISITORS = "/api/"

# Routes about one thread, and those of them about an answer or what is under it.
ABOUT_THREAD = {"question_id", "answer_id", "reply_id", "post_id"}
ABOUT_ANSWER = {"answer_id", "reply_id"}

# In the states not everybody is asked again: one of each kind whom the state treats alike.
ASKED_AGAIN: dict[str, Collection[str]] = {
    "members": (GUEST, "ulla", "nora", "mallory", "morgan"),
    "group": (GUEST, "mallory", "gina", "olga", "hanna", "morgan", "ada"),
    "owners": (GUEST, "alice", "gina", "olga", "sue", "morgan", "ada"),
    "hidden": (GUEST, "alice", "bob", "sue", "hanna", "morgan", "ada"),
    "hidden answer": (GUEST, "alice", "bob", "tess", "morgan", "ada"),
    "locked": (GUEST, "alice", "bob", "mallory", "sue", "hanna", "morgan"),
    "archived": (GUEST, "alice", "mallory", "morgan", "ada"),
    "merged": (GUEST, "alice", "ada"),
    "missing": (GUEST, "alice", "ada"),
}

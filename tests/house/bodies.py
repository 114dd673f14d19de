"""What the walk over the URL map sends, so that a right wrongly given would be used."""

from __future__ import annotations

from app.domain.ideas.rules.machine import OPEN
from app.domain.reputation.rules import GROWING
from app.web.reputation.forms import given
from tests.house.groups import CASE, POST, RULING, STAGED, A, Q, R

WORDS = "The lamp flickers every night at three, whatever I do about it."
_ARTICLE = {"title": "The lamp and its reset", "summary": "", "body": WORDS, "kind": "article"}
_ARTICLE |= {"comment": "Clearer.", "significance": "20", "space": "community"}
KNOWLEDGE_BODIES: dict[str, dict[str, str]] = {
    "POST /knowledge/new": _ARTICLE,
    "POST /knowledge/<slug>/revisions": _ARTICLE | {"base_id": "{revision}"},
    "POST /knowledge/<slug>/settings": {"what": "owner", "owner": "sue"},
    "POST /knowledge/<slug>/rollback": {"number": "1", "comment": "It was better."},
    "POST /knowledge/<slug>/validation": {"revision_id": "{revision}"},
    "POST /knowledge/<slug>/help": {"said": "yes"},
    "POST /knowledge/<slug>/flags/new": {"reason": "wrong", "words": WORDS},
    "POST /knowledge/flags/<int:flag_id>/settlement": {"outcome": "declined", "answer": WORDS},
    "POST /knowledge/revisions/<int:revision_id>/approval": {"significance": "20"},
    "POST /knowledge/revisions/<int:revision_id>/refusal": {"note": WORDS},
    "POST /knowledge/topics": {"name": "Lamps and more"},
    "POST /knowledge/uses/<int:use_id>/judgement": {"verdict": "right"},
}
# Who writes a page of ideas adds what its form sends.
_WISH = {"title": "A lamp that knows the tide", "body": WORDS}
_HIDDEN = {"reason": "spam"}
_THEME = {"name": "Nights", "about": "After dusk.", "partner": "hanna"}
_STORY = {"title": "How the lamp learned to hum", "body": WORDS, "ideas": "{idea_delivered}"}
IDEAS_BODIES: dict[str, dict[str, str]] = {
    "POST /ideas/desk": {"act": "owner", "owner": "", "idea": "{idea}"},
    "POST /ideas/desk/views": {"name": "Planned ones", "status": "planned"},
    "POST /ideas/<int:idea_id>/status": {"after": "planned"},
    "POST /ideas/<int:idea_id>/planning": {"what": "expected", "expected": "app 6.6"},
    "POST /ideas/<int:idea_id>/notes": {"body": WORDS},
    "POST /ideas/<int:idea_id>/reply": {"body": WORDS},
    "POST /ideas/replies/<int:official_id>/edit": {"body": WORDS, "base_edition": "1"},
    "POST /ideas/<int:idea_id>/merge": {"target": "{idea_twin}", "reason": WORDS},
    "POST /ideas/<int:idea_id>/customers": {"customer": "Dawn Motels"},
    "POST /ideas/<int:idea_id>/customers/withdrawal": {"kind": "customer", "number": "{customer}"},
    "POST /ideas/statuses": {f"from-{before}": "archived" for before in OPEN}
    | {"based_on": "0", "reason": WORDS},
    "POST /ideas/themes/new": _THEME,
    "POST /ideas/themes/<slug>/edit": _THEME,
    "POST /ideas/rounds/new": {
        "title": "What should sing next?",
        "days": "7",
        "ideas": "{idea}, {idea_twin}",
    },
    "POST /ideas/rounds/<int:round_id>/coins": {"idea": "{idea}", "coins": "20"},
    "POST /ideas/rounds/<int:round_id>/conclusion": {"words": WORDS},
    "POST /ideas/in-action/new": _STORY,
    "POST /ideas/in-action/<int:story_id>/edit": _STORY | {"base_edition": "1"},
    "POST /ideas/new": _WISH,
    "POST /ideas/<int:idea_id>/edit": _WISH | {"base_edition": "1"},
    "POST /ideas/<int:idea_id>/vote": {"value": "on"},
    "POST /ideas/<int:idea_id>/follow": {"scope": "decisions"},
    "POST /ideas/<int:idea_id>/comments": {"body": WORDS},
    "POST /ideas/<int:idea_id>/petition": {"value": "on"},
    "POST /ideas/<int:idea_id>/hiding": _HIDDEN,
    "POST /ideas/comments/<int:comment_id>/hiding": _HIDDEN,
    "POST /ideas/comments/<int:comment_id>/edit": {"body": WORDS, "base_edition": "1"},
    "POST /ideas/comments/<int:comment_id>/agreement": {"value": "1"},
    "POST /ideas/<int:idea_id>/links": {"question": "{thread}", "say": "yes"},
    f"POST {Q}/ideas": {"idea": "{idea}", "say": "yes"},
    "POST /ideas/<int:idea_id>/solved/<int:asked_id>": {"solved": "yes"},
}
_MATCH = {"match": "question:{twin}", "ask": "the-number-of-a-form"}
SEARCH_BODIES: dict[str, dict[str, str]] = {
    "POST /questions/matches": {"title": "The lamp flickers at night"},
    "POST /questions/matches/opened": _MATCH,
    "POST /questions/matches/fixed": _MATCH,
    "POST /questions/matches/followed": _MATCH,
    "POST /search/report/<int:term_id>/claim": {"reason": "nothing"},
    "POST /search/synonyms": {"language": "en", "words": "gnu, wildebeest"},
    "POST /search/synonyms/<int:synonym_id>/edit": {
        "language": "en",
        "words": "ocelot, wild cat",
        "edition": "1",
    },
    "POST /search/synonyms/many": {"language": "en", "text": "emu, ostrich"},
}
# What is sent, so that a right that was wrongly given would be used.
BODIES: dict[str, dict[str, str]] = {
    f"POST {Q}/answers": {"body": WORDS},
    f"POST {POST}/replies": {"body": WORDS},
    f"POST {POST}/vote": {"value": "1"},
    f"POST {Q}/edit": {
        "title": "Why does it sing?",
        "body": WORDS,
        "base_edition": "1",
        "tags": "wifi",
    },
    f"POST {A}/edit": {"body": WORDS, "base_edition": "1"},
    f"POST {R}/edit": {"body": WORDS, "base_edition": "1"},
    f"POST {STAGED}/edit": {"title": "Why does it hum?", "body": WORDS, "base_edition": "1"},
    f"POST {STAGED}/notes": {"note": "Which lamp is it?", "base_edition": "1"},
    f"POST {Q}/duplicate": {"target": "{twin}", "reason": "duplicate"},
    f"POST {Q}/merge": {"target": "{twin}", "reason": "duplicate"},
    f"POST {Q}/move": {"space": "community", "product": "", "reason": "wrong-product"},
    f"POST {Q}/status": {"status": "acknowledged"},
    f"POST {Q}/follow": {"email": "vera@example.com"},
    f"POST {RULING}": {"reason": "spam"},
    f"POST {CASE}/reversal": {"note": "They know each other."},
    f"POST {CASE}/clearance": {"note": "They know each other."},
    "POST /questions/ask": {"title": "Why does the lamp sing at dusk?", "body": WORDS},
    "POST /preview": {"text": WORDS},
    "POST /drafts": {"place": "ask", "title": "Why?"},
    "POST /theme": {"theme": "dark"},
    "POST /announcements/new": {"title": "News", "kind": "release", "product": "", "body": WORDS},
    "POST /tags/<name>/edit": {"about": "About Wi-Fi"},
    "POST /confirm": {"email": "nobody@example.com"},
    "POST /recover": {"email": "nobody@example.com"},
    "POST /join": {
        "email": "new@example.com",
        "handle": "newcomer",
        "password": "a lamp that sings",
    },
    "POST /badges/<key>/award": {"handle": "gina", "reason": WORDS},
    "POST /badges/<key>/holders/<handle>/revocation": {"reason": WORDS},
    **dict.fromkeys(
        ("POST /admin/badges/new", "POST /admin/badges/<key>"),
        {"name": "Fair", "about": "Was there", "tier": "gold", "icon": "cup", "how": "hand"}
        | {"count": "posts", "product": ""},
    ),
    "POST /members/<handle>/points/award": {"points": "5", "reason": WORDS, "nonce": "once"},
    "POST /admin/economy": {name: str(value) for name, value in given(GROWING).items()}
    | {"based_on": "0", "reason": WORDS},
    "POST /settings": {"name": "Some", "handle": "some-body", "language": "en", "time_zone": "UTC"},
    "POST /admin/groups": {"name": "Friends"},
    "POST /admin/groups/<slug>": {"handle": "mallory"},
    "POST /admin/products/<slug>": {"name": "Glow", "parent": ""},
    "POST /admin/products/new": {"name": "Glow 2", "parent": ""},
    "POST /admin/spaces/<slug>": {
        "name": "Den",
        "visibility": "members",
        "group": "",
        "product": "",
    },
    "POST /admin/spaces/new": {"name": "Den", "visibility": "members", "group": "", "product": ""},
    "POST /admin/settings": {"forum.archive_after_days": "0"},
    "POST /members/<handle>/roles": {"role": "editor", "reason": "Good."},
    "POST /members/<handle>/trust/release": {"reason": "Enough."},
    "POST /members/<handle>/trust": {"trust": "trusted", "reason": "Good."},
    **KNOWLEDGE_BODIES,
    **IDEAS_BODIES,
    **SEARCH_BODIES,
}

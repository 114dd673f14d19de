"""``/openapi.json``: what this version offers, in the form that tools read."""

from __future__ import annotations

from typing import Any

from flask import jsonify

from app.api.v1.asking import MOST, whole
from app.domain.ideas.rules import ORDERS
from app.domain.ideas.rules.machine import ANY, STATUSES
from app.domain.search.queries.language import TYPES

_TEXT = {"type": "string"}
_NUMBER = {"type": "integer"}
_MOMENT = {"type": ["string", "null"], "format": "date-time"}


def show() -> Any:
    """The description of this version."""
    return jsonify(
        openapi="3.1.0",
        info={"title": "Pukka", "version": "1", "description": "Read access to the community."},
        servers=[{"url": whole("/api/v1")}],
        security=[{}, {"token": []}],
        paths=PATHS,
        components={
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": SCHEMAS,
        },
    )


def _query(name: str, schema: dict[str, Any], about: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, "description": about}


def _part(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _get(about: str, schema: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    fault = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    return {
        "get": {
            "summary": about,
            "parameters": parameters,
            "responses": {
                "200": {"description": "Found", "content": content},
                "default": {"description": "Refused", "content": fault},
            },
        }
    }


_DAY = {"type": "string", "format": "date"}
_LIMIT = _query("limit", {"type": "integer", "minimum": 1, "maximum": MOST}, "How many")
_AFTER = _query("after", _TEXT, "Where the page before ended; use the whole `next` address")
_FILTERS = [
    _query("tab", {"enum": ["active", "new", "unanswered", "solved", "affected"]}, "Order"),
    _query("product", _TEXT, "A product's slug; products below it count"),
    _query("tag", _TEXT, "A tag's name"),
    _query(
        "state", _TEXT, "open, solved, unsolved, unanswered, needs-info, closed, status:fixed …"
    ),
    _query("space", _TEXT, "A space's slug"),
    _query("author", _TEXT, "A member's handle"),
]

PATHS: dict[str, Any] = {
    "/search": _get(
        "Find threads, articles, ideas, members and tags by words, best first",
        "Results",
        [
            _query(
                "q",
                _TEXT,
                'Words, "phrases", -exclusions, and operators: title: tag: product: by: in: is:'
                " type: after: before:",
            ),
            _query("type", {"enum": list(TYPES)}, "Only these"),
            _query("product", _TEXT, "Within a product"),
            _query("tag", _TEXT, "With a tag"),
            _query("solved", {"type": "boolean"}, "Solved threads, or unsolved ones"),
            _query("status", {"enum": list(STATUSES)}, "Ideas of this status"),
            _query("since", _DAY, "Written on this day or later"),
            _query("until", _DAY, "Written on this day or earlier"),
            _query("author", _TEXT, "A member's handle: what they wrote, and answered"),
            _query("sort", {"enum": ["best", "newest", "votes"]}, "Order; the best match first"),
            _query("exact", {"type": "boolean"}, "No word is taken for another spelling"),
            _LIMIT,
        ],
    ),
    "/similar": _get(
        "Find threads like a question, or ideas like an idea, that is being written",
        "Results",
        [
            _query("type", {"enum": ["question", "idea"]}, "What is being written"),
            _query("title", _TEXT, "Its title"),
            _query("body", _TEXT, "Its text, however long"),
            _query("tags", _TEXT, "Its tags, with commas between them"),
            _query("space", _TEXT, "The slug of the space it is for, whose language it is in"),
            _LIMIT,
        ],
    ),
    "/questions": _get("Questions", "Questions", [*_FILTERS, _LIMIT, _AFTER]),
    "/questions/{id}": _get(
        "One question with its thread", "Question", [_part("id", _NUMBER), _AFTER]
    ),
    "/articles": _get(
        "Articles",
        "Articles",
        [
            _query("product", _TEXT, "A product's slug; products below it count"),
            _query("topic", _TEXT, "A topic's slug; topics below it count"),
            _query("tag", _TEXT, "A tag's name"),
            _query("kind", {"enum": ["article", "process"]}, "Only these"),
            _query("sort", {"enum": ["changed", "new", "helpful", "reused"]}, "Order"),
            _LIMIT,
            _AFTER,
        ],
    ),
    "/articles/{slug}": _get("One article with its text", "Article", [_part("slug", _TEXT)]),
    "/ideas": _get(
        "Ideas",
        "Ideas",
        [
            _query("sort", {"enum": list(ORDERS)}, "Order"),
            _query(
                "status",
                {"type": "array", "items": {"enum": [ANY, *STATUSES]}},
                "Only these. Without it, sort=trending (the default) lists open ideas alone, unless"
                " q or author is given; any lists all of them",
            ),
            _query("product", _TEXT, "A product's slug; products below it count"),
            _query("theme", _TEXT, "A theme's slug"),
            _query("tag", _TEXT, "A tag's name"),
            _query("author", _TEXT, "A member's handle"),
            _query("q", _TEXT, "Words; the order stays"),
            _LIMIT,
            _AFTER,
        ],
    ),
    "/ideas/{id}": _get(
        "One idea with its text, its history, official replies and comments, the newest first",
        "Idea",
        [_part("id", _NUMBER), _AFTER],
    ),
    "/leaderboard": _get(
        "Who helped most in a place and a period; without those who asked to be left out, or staff",
        "Board",
        [
            _query("product", _TEXT, "A product's slug; products below it count"),
            _query("tag", _TEXT, "A tag's name"),
            _query("space", _TEXT, "A space's slug"),
            _query("period", {"enum": ["week", "month", "quarter", "all"]}, "The present one"),
            _query("newcomers", {"enum": ["0", "1"]}, "Only who joined lately"),
            _LIMIT,
        ],
    ),
    "/members": _get("Members by points", "Members", [_AFTER]),
    "/members/{handle}": _get("One member", "Member", [_part("handle", _TEXT)]),
    "/members/{handle}/points": _get(
        "A member's points, line by line", "Entries", [_part("handle", _TEXT), _LIMIT, _AFTER]
    ),
    "/members/{handle}/badges": _get(
        "What a member holds, newest first", "HeldBadges", [_part("handle", _TEXT)]
    ),
    "/badges": _get("All badges that can be earned", "Badges", []),
    "/tags": _get("Tags by use", "Tags", [_LIMIT]),
    "/tags/{name}": _get("One tag", "Tag", [_part("name", _TEXT)]),
    "/products": _get("All products", "Products", []),
    "/products/{slug}": _get("One product", "Product", [_part("slug", _TEXT)]),
}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def _list_of(schema: str) -> dict[str, Any]:
    items = {"type": "array", "items": {"$ref": f"#/components/schemas/{schema}"}}
    return _object(items=items, next={"type": ["string", "null"], "format": "uri"})


SCHEMAS: dict[str, Any] = {
    "Error": _object(error=_object(code=_TEXT, message=_TEXT, field={"type": ["string", "null"]})),
    "Result": _object(
        type=_TEXT, id=_NUMBER, external_id={"type": ["string", "null"]}, title=_TEXT, url=_TEXT,
        score={"type": "number"}, excerpt=_TEXT, answer_id=_NUMBER,
        answer_external_id={"type": ["string", "null"]}, answered_by=_TEXT, slug=_TEXT,
        state=_TEXT, status=_TEXT, vote_count=_NUMBER, solved={"type": "boolean"}, handle=_TEXT,
        question_count=_NUMBER,
    ),
    "Question": _object(
        type=_TEXT, id=_NUMBER, external_id={"type": ["string", "null"]}, title=_TEXT, url=_TEXT,
        body=_TEXT, tags={"type": "array", "items": _TEXT}, asked_at=_MOMENT, active_at=_MOMENT,
        solved={"type": "boolean"}, accepted_answer={"type": ["object", "null"]},
        answers={"type": "array"}, replies={"type": "array"},
    ),
    "Article": _object(
        type=_TEXT, id=_NUMBER, external_id={"type": ["string", "null"]}, slug=_TEXT, kind=_TEXT,
        title=_TEXT, summary=_TEXT, url=_TEXT, state=_TEXT, body=_TEXT,
        tags={"type": "array", "items": _TEXT}, published_at=_MOMENT, changed_at=_MOMENT,
        checked_at=_MOMENT, helpful_count=_NUMBER, unhelpful_count=_NUMBER, reuse_count=_NUMBER,
        version=_NUMBER, blocks={"type": "array"},
    ),
    "Idea": _object(
        type=_TEXT, id=_NUMBER, external_id={"type": ["string", "null"]}, slug=_TEXT, title=_TEXT,
        url=_TEXT, excerpt=_TEXT, body=_TEXT, status={"enum": list(STATUSES)}, status_since=_MOMENT,
        expected={"type": ["string", "null"]}, author={"type": ["object", "null"]},
        owner={"type": ["object", "null"]}, product={"type": ["string", "null"]},
        theme={"type": ["string", "null"]}, tags={"type": "array", "items": _TEXT},
        proposed_at=_MOMENT, active_at=_MOMENT, reply_due_at=_MOMENT, replied_at=_MOMENT,
        vote_count=_NUMBER, comment_count=_NUMBER, question_count=_NUMBER, affected_count=_NUMBER,
        too_count=_NUMBER, waited_hours=_NUMBER, history={"type": "array"},
        official_replies={"type": "array"}, comments={"type": "array"},
    ),
    "Member": _object(
        id=_NUMBER, handle=_TEXT, name=_TEXT, url=_TEXT, trust=_TEXT, points=_NUMBER,
        level=_object(number=_NUMBER, name=_TEXT), badge_count=_NUMBER,
    ),
    "Entry": _object(
        id=_NUMBER, points=_NUMBER, reason=_TEXT, label=_TEXT, at=_MOMENT,
        reversal={"type": "boolean"}, cap={"type": "boolean"}, note={"type": ["string", "null"]},
        by={"type": ["object", "null"]}, subject={"type": ["object", "null"]},
    ),
    "BoardLine": _object(
        place=_NUMBER, member={"$ref": "#/components/schemas/Member"}, points=_NUMBER,
        accepted_count=_NUMBER,
    ),
    "Board": _object(
        items={"type": "array", "items": {"$ref": "#/components/schemas/BoardLine"}},
        mine={"type": ["object", "null"]}, period=_TEXT,
        starts_on={"type": "string", "format": "date"}, counted_at=_MOMENT, next={"type": "null"},
    ),
    "Badge": _object(
        key=_TEXT, name=_TEXT, about=_TEXT, tier={"enum": ["bronze", "silver", "gold"]},
        is_repeatable={"type": "boolean"}, url=_TEXT, holder_count=_NUMBER,
    ),
    "HeldBadge": _object(
        key=_TEXT, name=_TEXT, about=_TEXT, tier={"enum": ["bronze", "silver", "gold"]},
        is_repeatable={"type": "boolean"}, url=_TEXT, times=_NUMBER, last_awarded_at=_TEXT,
    ),
    "Tag": _object(id=_NUMBER, name=_TEXT, about=_TEXT, url=_TEXT, question_count=_NUMBER),
    "Product": _object(id=_NUMBER, slug=_TEXT, name=_TEXT, about=_TEXT, url=_TEXT),
}  # fmt: skip
SCHEMAS |= {
    f"{name}s": _list_of(name)
    for name in (
        "Result",
        "Question",
        "Article",
        "Idea",
        "Member",
        "Badge",
        "HeldBadge",
        "Tag",
        "Product",
    )
}
SCHEMAS["Entries"] = _list_of("Entry")

ROUTES = {"/openapi.json": show}

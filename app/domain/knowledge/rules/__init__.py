"""Knowledge's numbers and plain rules: confidence, health, audience, outline, process articles.

Confidence and its words follow Knowledge-Centered Service (KCS v6), significance the wiki of
Mozilla's support community.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.kit.i18n import lazy_gettext as _l

KINDS = ("article", "process")
# Confidence in what an article says, apart from whether it may be read.
STATES = ("wip", "not-validated", "validated", "archived")
STATE_LABELS: dict[str, Any] = {
    "wip": _l("Work in progress"),
    "not-validated": _l("Not validated yet"),
    "validated": _l("Validated"),
    "archived": _l("Archived"),
}
# What becomes of one revision. "draft" is its writer's alone; "proposed" waits for a reviewer.
REVISION_STATES = ("draft", "proposed", "published", "declined", "withdrawn")
# How much an edit changes for those who use the text.
MINOR, MEDIUM, MAJOR = 10, 20, 30
SIGNIFICANCES = (MINOR, MEDIUM, MAJOR)
SIGNIFICANCE_LABELS: dict[int, Any] = {
    MINOR: _l("Minor: wording, spelling"),
    MEDIUM: _l("Medium: something added or made clearer"),
    MAJOR: _l("Major: what to do has changed"),
}

TITLE_SHORTEST, TITLE_LONGEST = 5, 150
SUMMARY_LONGEST = 300
BODY_SHORTEST = 40
COMMENT_LONGEST = 300
# Sections and marked passages of one article.
SECTIONS_MOST = 200
TAGS_MOST = 5
ARTICLES_A_PAGE = 20
LIMIT_MOST = 100
# Drafts and proposals that one member sends.
TEXTS_A_MINUTE = 20
TEXTS_A_DAY = 300
RERENDERED_AT_ONCE = 50

# -- validation: "validated" takes this many accepted reuses by so many different authors, or one
# expert's validation and one reuse.
REUSES_TO_VALIDATE = 3
AUTHORS_TO_VALIDATE = 2
# The health below which an article falls back to not validated and its uses carry a warning.
HEALTH_FLOOR = 40
# Votes, reuses and follow-ups older than this no longer count.
RECENT = timedelta(days=90)
# An article stays fresh for this long without reuse or edit, and has lost all of it after that.
FRESH_FOR = timedelta(days=180)
STALE_AFTER = timedelta(days=540)
# A question asked this soon after reading an article about the same product counts against it.
FOLLOW_UP_WITHIN = timedelta(minutes=30)
# How long after a revision its effect is told.
EFFECT_AFTER = timedelta(days=30)

# -- embeds
DEPTH = 3
EMBEDS_MOST = 30

# Why an article helped, or did not: five each way.
HELPED: dict[str, Any] = {
    "accurate": _l("It was accurate"),
    "easy": _l("It was easy to follow"),
    "pictures": _l("The pictures helped"),
    "complete": _l("It said everything I needed"),
    "other": _l("Something else"),
}
DID_NOT_HELP: dict[str, Any] = {
    "inaccurate": _l("It didn’t work for me"),
    "hard": _l("I couldn’t follow it"),
    "pictures-missing": _l("It needs pictures"),
    "incomplete": _l("Something is missing"),
    "other-product": _l("It’s about another product or version"),
}
# What a flag says is wrong with a block.
FLAG_REASONS: dict[str, Any] = {
    "wrong": _l("It is wrong"),
    "outdated": _l("It is out of date"),
    "unclear": _l("It is unclear"),
    "incomplete": _l("Something is missing"),
    "dangerous": _l("It could do harm"),
}
FLAG_OUTCOMES = ("fixed", "declined")

# The parts every process article must have, as its headings say them, in order.
PROCESS_PARTS = ("steps", "exceptions", "references", "contact", "quality-check")
PROCESS_LABELS: dict[str, Any] = {
    "steps": _l("Steps"),
    "exceptions": _l("Exceptions"),
    "references": _l("References"),
    "contact": _l("Contact"),
    "quality-check": _l("Quality check"),
}

"""The numbers of ideas. Sources beside each; what a site may change is declared in the policy."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.kit.i18n import lazy_gettext as _l

TITLE_SHORTEST, TITLE_LONGEST = 10, 150
BODY_SHORTEST, BODY_LONGEST = 30, 30_000
COMMENT_SHORTEST, COMMENT_LONGEST = 2, 10_000
TAGS_MOST = 5
EXPECTED_LONGEST = 60
IDEAS_A_PAGE = 20
COMMENTS_A_PAGE = 30
DESK_A_PAGE = 50
LIMIT_MOST = 100

# What one member sends.
IDEAS_A_DAY = 10
COMMENTS_A_MINUTE = 10
VOTES_A_MINUTE = 60
EDITS_A_MINUTE = 10
MENTIONS_MOST = 20
# As everywhere: newcomers' links, pictures and mentions in one text.
NEW_MEMBER_LINKS, NEW_MEMBER_PICTURES, NEW_MEMBER_MENTIONS = 2, 1, 2
# Typos mended so soon are not news.
SILENT_EDIT = timedelta(minutes=5)
EDIT_COMMENT_LONGEST = 300
CUSTOMER_LONGEST, CUSTOMER_NOTE_LONGEST = 120, 300

# -- orders of the board
ORDERS = ("trending", "top", "new", "affected")

# -- votes
# How many open ideas a member may back at once where the budget is on: after the defaults of
# Discourse's topic voting.
BUDGET: dict[str, int] = {"new": 2, "member": 4, "trusted": 6, "super-user": 10}
# Votes lose their weight for "trending" with this time constant: ClearFlask's seven days.
TREND_TAU = timedelta(days=7)

# -- the clock
# Review opens by itself at this many votes, or this many linked questions.
REVIEW_VOTES, REVIEW_QUESTIONS = 10, 3
# Working days (Monday to Friday) until the first official reply is due.
REPLY_WITHIN_DAYS = 10
# Without vote, comment, reply or decision for so long an idea is archived.
SILENT_FOR = timedelta(days=180)
# How many who voted bring an archived idea back, or have a refusal looked at again. Once each.
PETITIONERS = 10
# A newcomer's idea waits for somebody to look at it, and no longer than this.
HELD_FOR = timedelta(hours=24)

# -- rounds
COINS, STAKES = 100, (5, 20, 50)
ROUND_IDEAS_LEAST, ROUND_IDEAS_MOST = 2, 30
ROUND_TITLE_LONGEST, ROUND_ABOUT_LONGEST = 120, 1000
ROUND_SHORTEST, ROUND_LONGEST = timedelta(hours=1), timedelta(days=60)

# Two weeks, as the rounds of the Salesforce IdeaExchange last.
ROUND_USUAL_DAYS = 14
CONCLUSION_SHORTEST, CONCLUSION_LONGEST = 20, 4000
COINS_A_MINUTE = 120
ROUNDS_A_PAGE = 20

# -- stories and themes
STORY_TITLE_LONGEST = 150
STORY_IDEAS_MOST = 20
STORIES_A_PAGE = 12
THEME_LONGEST, THEME_ABOUT_LONGEST = 80, 300

# -- the team's judgement, seen by the team alone
ESTIMATES = (1, 2, 3, 4, 5)
NOTE_LONGEST = 4000

# Why an idea is declined; the words beside it are the team's own.
REFUSALS: dict[str, Any] = {
    "direction": _l("It does not fit where the product is going"),
    "cost": _l("It costs more than it would bring"),
    "technical": _l("It cannot be built well enough"),
    "safety": _l("It would harm safety or privacy"),
    "few": _l("Too few people would use it"),
    "other": _l("Another reason"),
}

"""Whom the table of rights tells apart, and how its rows are written."""

from __future__ import annotations

from tests.house.stage import EVERYBODY, GUEST

ALL = frozenset(EVERYBODY)
MEMBERS = ALL - {GUEST}
CONFIRMED = MEMBERS - {"ulla"}
HELPERS = frozenset({"tess", "sue", "hanna", "erin", "max", "morgan", "ada"})
LOUNGERS = HELPERS
MODERATORS = frozenset({"morgan", "ada"})
BRAND = frozenset({"hanna", "ada"})
SPEAKERS = BRAND | MODERATORS
CURATORS = frozenset({"erin", "morgan", "ada"})
EDITORS = frozenset({"sue", "morgan", "ada"})
ADMINS = frozenset({"ada"})
ASKER, ANSWERER = frozenset({"alice"}), frozenset({"bob"})
NEWCOMER = frozenset({"nora"})

Answer = int | str
Row = Answer | dict[frozenset[str], Answer]


def signed_in(row: dict[frozenset[str], Answer]) -> dict[frozenset[str], Answer]:
    """A row for a page that visitors reach after signing in."""
    return {frozenset({GUEST}): "in"} | row


def only(group: frozenset[str], answer: Answer) -> Row:
    """A row that opens to one group; a visitor is led to sign in."""
    return signed_in({group: answer})


def each_member(answer: Answer) -> Row:
    return only(MEMBERS, answer)


# -- addresses of many routes -----------------------------------------------------------------

POST = "/<any(questions, answers, replies):kind>/<int:post_id>"
TALK = "/<any(questions, answers):kind>/<int:post_id>"
Q, A, R = "/questions/<int:question_id>", "/answers/<int:answer_id>", "/replies/<int:reply_id>"
RULING = (
    "/rulings/<any(hide, restore, lock, unlock, archive, unarchive):kind>"
    "/<any(question, answer, reply):subject>/<int:post_id>"
)
STAGED = "/staging/<int:staged_id>"
OUTCOME = f"{A}/outcome/<any(yes, no):worked>"
CASE = "/moderation/cases/<int:case_id>"
# A letter's link with a token that we did not make is no longer valid, for anybody.
GONE = 410

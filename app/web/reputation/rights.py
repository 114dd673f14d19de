"""The words for each right that points and trust open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.accounts.permissions import BY_TRUST, PRIVILEGES, TRUST_LEVELS, Permission
from app.kit.i18n import lazy_gettext as _l

P = Permission

WORDS: Mapping[Permission, Any] = {
    P.VOTE_DOWN: _l("vote against a post"),
    P.CREATE_TAG: _l("make new tags"),
    P.RETAG: _l("change the tags of others’ questions"),
    P.MARK_DUPLICATE: _l("mark a question as asked before"),
    P.ACCEPT_FOR_OTHERS: _l("accept an answer for the asker"),
    P.REVIEW_STAGED: _l("look over first questions"),
    P.JOIN_LOUNGE: _l("join the lounge"),
    P.EDIT_OTHERS: _l("edit others’ posts"),
    P.LOCK: _l("close and archive questions"),
    P.ASK: _l("ask questions"),
    P.ANSWER: _l("answer and reply"),
    P.VOTE_UP: _l("vote up"),
    P.POST_LINKS: _l("post more than two links or one picture"),
    P.MENTION_MANY: _l("mention more than two people"),
    P.CLAIM: _l("claim a question while answering"),
    P.SEE_QUEUE: _l("see the helpers’ queue"),
    P.ASK_FOR_INFO: _l("mark a question as needing information"),
    P.PROPOSE_REVISION: _l("suggest changes to articles"),
    P.DRAFT_ARTICLE: _l("draft articles, and help with drafts"),
    P.VALIDATE_ARTICLE: _l("say that an article is true"),
    P.SUGGEST_IDEA: _l("suggest ideas"),
    P.VOTE_IDEA: _l("vote for ideas"),
    P.LINK_IDEAS: _l("say which questions are behind an idea"),
    P.MERGE_IDEAS: _l("join ideas that say the same"),
}


def privileges() -> list[tuple[Permission, Any]]:
    """Return the rights that the economy may tune, in the order in which the launch opens them."""
    return [(right, WORDS[right]) for right in PRIVILEGES]


def begun(words: Any) -> str:
    """Return the words of a right as a line begins."""
    text = str(words)
    return text[:1].upper() + text[1:]


def opened_by_trust() -> list[tuple[str, list[Any]]]:
    """Return each trust level with the words of what it opens by itself, beyond the one before."""
    before: frozenset[Permission] = frozenset()
    opened = []
    for level in TRUST_LEVELS:
        new = [words for right, words in WORDS.items() if right in BY_TRUST[level] - before]
        opened.append((level, new))
        before = BY_TRUST[level]
    return opened

"""Every right in the product, and what grants it: the whole administrative model on one page."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """A right. What everybody may do is not here; rooms' policies combine these with ownership."""

    # Any confirmed member.
    ASK = "ask questions"
    ANSWER = "answer and reply"
    VOTE_UP = "vote up"
    # Earned by trust.
    VOTE_DOWN = "vote down"
    POST_LINKS = "post more than two links or one picture"
    MENTION_MANY = "mention more than two people"
    ACCEPT_FOR_OTHERS = "accept an answer for the asker"
    RETAG = "retag others' questions"
    CLAIM = "claim a question while answering"
    SEE_QUEUE = "see the helpers' queue"
    ASK_FOR_INFO = "mark a question as needing info"
    MARK_DUPLICATE = "mark a question as duplicate"
    EDIT_OTHERS = "edit others' posts"
    CREATE_TAG = "create tags"
    # Staff.
    SEE_HIDDEN = "see hidden content"
    SEE_ALL_SPACES = "see every space"
    HIDE = "hide and restore posts"
    LOCK = "lock and archive questions"
    MOVE = "move questions between spaces"
    MERGE = "merge questions"
    RECOMMEND = "recommend an answer for the brand"
    SET_STATUS = "set the brand's status"
    EDIT_TAGS = "describe tags"
    EDIT_CATALOG = "edit products and spaces"
    ANNOUNCE = "publish announcements"
    GRANT_ROLES = "grant roles and trust"
    MANAGE_GROUPS = "manage groups"
    MANAGE_SITE = "change settings and see the queue of jobs"


P = Permission

MEMBER = {P.ASK, P.ANSWER, P.VOTE_UP}

# What trust grants; each level has all of the one before.
_NEW = MEMBER
_MEMBER = _NEW | {P.VOTE_DOWN, P.POST_LINKS, P.MENTION_MANY}
_TRUSTED = _MEMBER | {
    P.ACCEPT_FOR_OTHERS, P.RETAG, P.CLAIM, P.SEE_QUEUE, P.ASK_FOR_INFO, P.MARK_DUPLICATE,
    P.CREATE_TAG,
}  # fmt: skip
_SUPER_USER = _TRUSTED | {P.EDIT_OTHERS}

BY_TRUST: dict[str, frozenset[Permission]] = {
    "guest": frozenset(),
    "new": frozenset(_NEW),
    "member": frozenset(_MEMBER),
    "trusted": frozenset(_TRUSTED),
    "super-user": frozenset(_SUPER_USER),
}

_HELPER = _TRUSTED
_MODERATOR = _SUPER_USER | {
    P.SEE_HIDDEN, P.SEE_ALL_SPACES, P.HIDE, P.LOCK, P.MOVE, P.MERGE, P.RECOMMEND, P.EDIT_TAGS,
    P.ANNOUNCE,
}  # fmt: skip

# What a role grants, in addition to trust.
BY_ROLE: dict[str, frozenset[Permission]] = {
    "member": frozenset(),
    "moderator": frozenset(_MODERATOR),
    "product team": frozenset(
        _HELPER | {P.RECOMMEND, P.SET_STATUS, P.ANNOUNCE, P.MERGE, P.MARK_DUPLICATE}
    ),
    "editor": frozenset(_HELPER | {P.EDIT_TAGS}),
    "partner manager": frozenset(_HELPER),
    "admin": frozenset(P),
}

"""Every right in the product, and what grants it: the whole administrative model on one page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

TRUST_LEVELS = ("new", "member", "trusted", "super-user")


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
    REVIEW_STAGED = "look over first questions before they are published"
    JOIN_LOUNGE = "join the lounge"
    PROPOSE_REVISION = "propose changes to articles"
    DRAFT_ARTICLE = "draft articles and help with drafts"
    VALIDATE_ARTICLE = "say as an expert that an article is true"
    SUGGEST_IDEA = "suggest ideas"
    VOTE_IDEA = "vote for ideas"
    LINK_IDEAS = "say which questions are behind an idea"
    MERGE_IDEAS = "merge ideas"
    # Staff, and those who earned the right to close.
    SEE_HIDDEN = "see hidden content"
    SEE_ALL_SPACES = "see every space"
    HIDE = "hide and restore posts"
    LOCK = "lock and archive questions"
    MOVE = "move questions between spaces"
    MERGE = "merge questions"
    RECOMMEND = "recommend an answer for the brand"
    SET_STATUS = "set the brand's status"
    EDIT_TAGS = "describe tags"
    REVIEW_REVISION = "approve others' changes to articles"
    KEEP_ARTICLES = "publish, roll back, rename and archive articles, and see the editors' desk"
    KEEP_IDEAS = "open ideas for votes, move and archive them"
    DECIDE_IDEA = "decide about ideas, reply officially, run rounds, and see the ideas desk"
    VOTE_ON_BEHALF = "vote for ideas on behalf of customers"
    EDIT_CATALOG = "edit products and spaces"
    ANNOUNCE = "publish announcements"
    GRANT_ROLES = "grant roles and trust"
    MANAGE_GROUPS = "manage groups"
    AWARD_POINTS = "award points and take them back"
    AWARD_BADGES = "award badges and revoke them"
    JUDGE_VOTES = "see suspicious votes and decide about them"
    SET_ECONOMY = "change what gives points and what rights need"
    MANAGE_SITE = "change settings and see the queue of jobs"


P = Permission

MEMBER = {P.ASK, P.ANSWER, P.VOTE_UP, P.SUGGEST_IDEA, P.VOTE_IDEA}

# What trust grants; each level has all of the one before.
_NEW = MEMBER
_MEMBER = _NEW | {P.POST_LINKS, P.MENTION_MANY, P.PROPOSE_REVISION}
_TRUSTED = _MEMBER | {P.CLAIM, P.SEE_QUEUE, P.ASK_FOR_INFO, P.DRAFT_ARTICLE, P.LINK_IDEAS}
_SUPER_USER = _TRUSTED | {P.VALIDATE_ARTICLE, P.MERGE_IDEAS}

BY_TRUST: dict[str, frozenset[Permission]] = {
    "guest": frozenset(),
    "new": frozenset(_NEW),
    "member": frozenset(_MEMBER),
    "trusted": frozenset(_TRUSTED),
    "super-user": frozenset(_SUPER_USER),
}


@dataclass(frozen=True)
class Requirement:
    """What a privilege asks of an ordinary member: this many points, and at least this trust."""

    points: int
    trust: str

    def is_met(self, points: int, trust: str) -> bool:
        """Say whether somebody with these points and this trust has the privilege."""
        return points >= self.points and rank(trust) >= rank(self.trust)


def rank(trust: str) -> int:
    """Return the place of a trust level among the levels; a guest stands below all of them."""
    return TRUST_LEVELS.index(trust) if trust in TRUST_LEVELS else -1


# Rights that are earned by points and trust together. These are the requirements of a new
# community, in which trust alone decides; the economy in force may ask for more (reputation).
PRIVILEGES: dict[Permission, Requirement] = {
    P.VOTE_DOWN: Requirement(0, "member"),
    P.CREATE_TAG: Requirement(0, "trusted"),
    P.RETAG: Requirement(0, "trusted"),
    P.MARK_DUPLICATE: Requirement(0, "trusted"),
    P.ACCEPT_FOR_OTHERS: Requirement(0, "trusted"),
    P.REVIEW_STAGED: Requirement(0, "trusted"),
    P.JOIN_LOUNGE: Requirement(0, "trusted"),
    P.EDIT_OTHERS: Requirement(0, "super-user"),
    P.LOCK: Requirement(0, "super-user"),
}

_HELPER = _TRUSTED | {
    P.VOTE_DOWN, P.ACCEPT_FOR_OTHERS, P.RETAG, P.MARK_DUPLICATE, P.CREATE_TAG, P.REVIEW_STAGED,
    P.JOIN_LOUNGE,
}  # fmt: skip
_MODERATOR = _HELPER | {
    P.EDIT_OTHERS, P.SEE_HIDDEN, P.SEE_ALL_SPACES, P.HIDE, P.LOCK, P.MOVE, P.MERGE, P.RECOMMEND,
    P.EDIT_TAGS, P.ANNOUNCE, P.AWARD_POINTS, P.AWARD_BADGES, P.JUDGE_VOTES, P.MERGE_IDEAS,
    P.KEEP_IDEAS, P.VOTE_ON_BEHALF,
}  # fmt: skip

# What a role grants, in addition to trust.
BY_ROLE: dict[str, frozenset[Permission]] = {
    "member": frozenset(),
    "moderator": frozenset(_MODERATOR),
    "product team": frozenset(
        _HELPER
        | {P.RECOMMEND, P.SET_STATUS, P.ANNOUNCE, P.MERGE, P.MARK_DUPLICATE, P.VALIDATE_ARTICLE}
        | {P.MERGE_IDEAS, P.KEEP_IDEAS, P.DECIDE_IDEA, P.VOTE_ON_BEHALF}
    ),
    "editor": frozenset(
        _HELPER | {P.EDIT_TAGS, P.VALIDATE_ARTICLE, P.REVIEW_REVISION, P.KEEP_ARTICLES}
    ),
    "partner manager": frozenset(_HELPER | {P.VOTE_ON_BEHALF}),
    "admin": frozenset(P),
}

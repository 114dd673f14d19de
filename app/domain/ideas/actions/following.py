"""Following an idea: every comment, decisions alone, or nothing any more."""

from __future__ import annotations

from app.domain.accounts.models import Actor
from app.domain.ideas.actions.locks import id_of
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import IdeaFollow
from app.domain.ideas.policy import may_follow
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid

SCOPES = ("all", "decisions", "none")


def follow(idea: Idea, *, by: Actor, scope: str = "all") -> None:
    """A member says how they want to hear of an idea.

    :raises Invalid: on ``scope``.
    """
    require(may_follow(by, idea))
    if scope not in SCOPES:
        raise Invalid("scope", _l("Choose one of these."))
    _put(idea.id, id_of(by), scope)


def unfollow(idea: Idea, *, by: Actor) -> None:
    """A member wants to hear nothing more of an idea, also if they voted for it.

    Whoever was shown it once may stop it, whatever became of the idea since.
    """
    _put(idea.id, id_of(by), "none")


def _put(idea_id: int, user_id: int, scope: str) -> None:
    found = db.session.get(IdeaFollow, (user_id, idea_id))
    if found is None:
        found = IdeaFollow(user_id=user_id, idea_id=idea_id)
        db.session.add(found)
    if found.scope != scope:
        found.scope, found.at = scope, clock.now()
    db.session.flush()

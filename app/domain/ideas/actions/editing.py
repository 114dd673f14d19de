"""Changing an idea's words, and where it stands. What was there before is kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from app.domain.accounts.models import Actor
from app.domain.accounts.texts import Text
from app.domain.catalog.actions import tags_named
from app.domain.catalog.models import Product, Space
from app.domain.ideas.actions.limits import EDITS, count
from app.domain.ideas.actions.locks import id_of, lock
from app.domain.ideas.actions.proposing import check_theme, checked_space
from app.domain.ideas.actions.wording import (
    check_body,
    check_edition,
    checked_title,
    take_text,
)
from app.domain.ideas.events import IdeaAssigned, IdeaEdited, IdeaMoved
from app.domain.ideas.models.ideas import Idea, OfficialReply, Theme
from app.domain.ideas.models.voices import IdeaComment, IdeaRevision
from app.domain.ideas.policy import may_edit, may_keep
from app.domain.ideas.rules import (
    BODY_LONGEST,
    BODY_SHORTEST,
    EDIT_COMMENT_LONGEST,
    SILENT_EDIT,
    TAGS_MOST,
)
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.plain import checked_line

Written = Idea | IdeaComment | OfficialReply


def edit(idea: Idea, *, by: Actor, title: str, body: Text, edition: int, comment: str = "") -> None:
    """Change an idea's words.

    :raises Conflict: when somebody edited it since ``edition``; both texts are its details.
    """
    lock(idea)
    require(may_edit(by, idea))
    check_edition(idea, edition, body, title)
    title = checked_title(title)
    words = checked_line("comment", comment, EDIT_COMMENT_LONGEST)
    check_body(by, body, shortest=BODY_SHORTEST, longest=BODY_LONGEST)
    if idea.title == title and idea.body == body.source:
        return
    count(EDITS, by)
    keep_first(idea)
    idea.title = title
    take_edit(idea, by, body, words)
    publish(IdeaEdited(idea.id, id_of(by)))


def place(
    idea: Idea,
    *,
    by: Actor,
    space: Space,
    product: Product | None,
    theme: Theme | None,
    tags: Iterable[str],
) -> None:
    """Say where an idea stands and what it is about. A theme's partner answers for its ideas.

    :raises Invalid: on ``space``, ``theme`` or ``tags``.
    """
    lock(idea)
    require(may_keep(by, idea))
    home = checked_space(by, space)
    if (theme.id if theme else None) != idea.theme_id:
        check_theme(theme)
    named = tags_named(tags, by=by, most=TAGS_MOST)
    after = (home.id, product.id if product else None, theme.id if theme else None)
    before = (idea.space_id, idea.product_id, idea.theme_id)
    if before == after and {tag.id for tag in named} == {tag.id for tag in idea.tags}:
        return
    former = idea.theme.partner_id if idea.theme else None
    idea.space, idea.product, idea.theme, idea.tags = home, product, theme, named
    _hand_over(idea, former, theme, by)
    db.session.flush()
    publish(IdeaMoved(idea.id, space_changed=before[0] != home.id))


def _hand_over(idea: Idea, former: int | None, theme: Theme | None, by: Actor) -> None:
    """Let the new theme's partner answer for it, unless somebody else was asked to."""
    if theme is None or idea.owner_id not in (None, former) or idea.owner_id == theme.partner_id:
        return
    idea.owner_id = theme.partner_id
    publish(IdeaAssigned(idea.id, theme.partner_id, id_of(by)))


# -- what every edit keeps ------------------------------------------------------------------------


def take_edit(row: Written, by: Actor, body: Text, comment: str = "") -> None:
    """Put a new text into a locked row, and into its history."""
    take_text(row, body)
    row.edition += 1
    is_typo = by.id == row.author_id and clock.now() - written_at(row) <= SILENT_EDIT
    if not is_typo:
        row.edited_at = clock.now()
    db.session.add(_revision(row, id_of(by), comment))
    db.session.flush()


def keep_first(row: Written) -> None:
    """Before its first edit, keep what a text said when it was written."""
    if row.edition == 1:
        revision = _revision(row, row.author_id, "")
        revision.at = written_at(row)
        db.session.add(revision)


def written_at(row: Written) -> datetime:
    """Return when a text was first posted."""
    if isinstance(row, Idea):
        return row.proposed_at
    return row.posted_at if isinstance(row, IdeaComment) else row.at


def revision_kind(row: Written) -> str:
    """Return what a text is called in the table of revisions."""
    if isinstance(row, Idea):
        return "idea"
    return "comment" if isinstance(row, IdeaComment) else "official"


def _revision(row: Written, editor_id: int, comment: str) -> IdeaRevision:
    return IdeaRevision(
        subject_kind=revision_kind(row),
        subject_id=row.id,
        number=row.edition,
        title=row.title if isinstance(row, Idea) else None,
        body=row.body,
        comment=comment,
        editor_id=editor_id,
        at=clock.now(),
    )

"""What every text of an article has in common: its checks, its number, its lock, its stale base."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from app.domain.accounts.models import Actor
from app.domain.accounts.texts import Text
from app.domain.knowledge.actions.attachments import tie_attachments
from app.domain.knowledge.models.articles import Article, ArticleRevision
from app.domain.knowledge.rules import (
    BODY_SHORTEST,
    COMMENT_LONGEST,
    EMBEDS_MOST,
    MEDIUM,
    PROCESS_LABELS,
    SECTIONS_MOST,
    SIGNIFICANCES,
    SUMMARY_LONGEST,
    TITLE_LONGEST,
    TITLE_SHORTEST,
)
from app.domain.knowledge.rules.outline import embeds_in
from app.domain.knowledge.rules.processes import missing_parts
from app.kit import clock, markup
from app.kit.db import db
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Conflict, Forbidden, Invalid

NONCE_LONGEST = 64
# What begins a section or passage in a rendered text.
_BEGINNINGS = {"head", "passage"}


@dataclass(frozen=True)
class Wording:
    """An article's words as its editor sends them."""

    title: str
    summary: str
    body: Text
    comment: str = ""
    significance: int = MEDIUM


class Stale(Conflict):
    """Another text is in force than the one this was begun from. It carries that revision."""

    def __init__(self, in_force: ArticleRevision) -> None:
        super().__init__(
            _l(
                "This article was changed meanwhile. Compare your text with the present one, "
                "and send what should be kept of both."
            ),
            in_force=in_force.id,
        )
        self.in_force = in_force


def locked(article: Article) -> Article:
    """Hold an article's row until the unit ends, and read it as it is now.

    Two who decide about one article decide one after the other.
    """
    db.session.refresh(article, with_for_update={"key_share": True})
    return article


def id_of(by: Actor) -> int:
    """Return the id of the member who acts. Policy refused guests before, so there is one."""
    if by.id is None:
        raise Forbidden(_l("Sign in first. What you typed is kept."))
    return by.id


def checked(wording: Wording, kind: str, *, is_whole: bool = True) -> Wording:
    """Return the words as they are kept. What is not whole yet is spared the check of its parts.

    :raises Invalid: on ``title``, ``summary``, ``body``, ``comment``, ``significance``, or, for
        a process article, on the part that has no words.
    """
    title = " ".join(wording.title.split())
    if not TITLE_SHORTEST <= len(title) <= TITLE_LONGEST:
        raise Invalid(
            "title",
            _l(
                "Give it a title of %(least)s to %(most)s characters.",
                least=TITLE_SHORTEST,
                most=TITLE_LONGEST,
            ),
        )
    if wording.significance not in SIGNIFICANCES:
        raise Invalid("significance", _l("Say how much the edit changes."))
    _check_body(wording.body, kind, is_whole=is_whole)
    return replace(
        wording,
        title=title,
        summary=_short("summary", wording.summary, SUMMARY_LONGEST),
        comment=checked_comment(wording.comment),
    )


def _check_body(body: Text, kind: str, *, is_whole: bool) -> None:
    if not body.source.strip():
        raise Invalid("body", _l("Write something first."))
    _check_rendered(body)
    if len(embeds_in(body.parts)) > EMBEDS_MOST:
        raise Invalid("body", _l("An article shows at most %(most)s blocks.", most=EMBEDS_MOST))
    if sum(1 for part in body.parts if isinstance(part, dict) and part.keys() & _BEGINNINGS) > (
        SECTIONS_MOST
    ):
        raise Invalid("body", _l("An article has at most %(most)s sections.", most=SECTIONS_MOST))
    if not is_whole:
        return
    if kind == "process":
        for part in missing_parts(body.parts):
            raise Invalid(
                part,
                _l(
                    "A process needs words under “%(part)s”. If there are none, say so there.",
                    part=PROCESS_LABELS[part],
                ),
            )
    if len(body.source.strip()) < BODY_SHORTEST:
        raise Invalid("body", _l("Write at least %(least)s characters.", least=BODY_SHORTEST))


def _check_rendered(body: Text) -> None:
    """Refuse what is shown plain: it has no sections, and whatever shows one would show nothing."""
    try:
        markup.check_bounds(body.source)
    except markup.TooHard as too_hard:
        raise Invalid("body", too_hard.reason) from too_hard
    if body.version == 0:
        raise Invalid("body", _l("It could not be prepared just now. Send it once more."))


def checked_comment(comment: str) -> str:
    """Return why a text was changed, on one line.

    :raises Invalid: on ``comment``, when it is too long.
    """
    return _short("comment", comment, COMMENT_LONGEST)


def _short(field: str, text: str, most: int) -> str:
    plain = " ".join(text.split())
    if len(plain) > most:
        raise Invalid(field, _l("At most %(most)s characters.", most=most))
    return plain


def new_revision(
    article: Article, wording: Wording, by: Actor, *, state: str, **values: Any
) -> ArticleRevision:
    """Put a text of a locked article into its history, under the next number."""
    article.last_number += 1
    revision = ArticleRevision(
        article=article,
        number=article.last_number,
        state=state,
        editor_id=id_of(by),
        at=clock.now(),
    )
    take_wording(revision, wording)
    for name, value in values.items():
        setattr(revision, name, value)
    db.session.add(revision)
    db.session.flush()
    tie_attachments(revision, by)
    return revision


def take_wording(revision: ArticleRevision, wording: Wording) -> None:
    """Put words into a revision that is not proposed yet."""
    revision.title, revision.summary = wording.title, wording.summary
    revision.body = wording.body.source
    revision.body_parts = wording.body.parts
    revision.body_version = wording.body.version
    revision.comment, revision.significance = wording.comment, wording.significance


def wording_of(revision: ArticleRevision) -> Wording:
    """Return a revision's words as an editor would send them."""
    body = Text(revision.body, list(revision.body_parts), revision.body_version)
    return Wording(revision.title, revision.summary, body, revision.comment, revision.significance)


def show_draft(article: Article, revision: ArticleRevision) -> None:
    """Let an article that was never published be known by its latest draft."""
    article.revision = revision
    article.title, article.summary = revision.title, revision.summary
    article.changed_at = revision.at


def checked_nonce(nonce: str | None) -> str | None:
    """Return the number of a form.

    :raises Invalid: on ``nonce``, when no form of ours has such a number.
    """
    if nonce is not None and len(nonce) > NONCE_LONGEST:
        raise Invalid("nonce", _l("Open the form again."))
    return nonce or None

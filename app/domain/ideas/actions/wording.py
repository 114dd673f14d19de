"""What every text of this room must be before it is kept."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup

from app.domain.accounts.models import Actor
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import grants
from app.domain.accounts.texts import EXCERPT, Text
from app.domain.ideas import rules
from app.domain.ideas.models.ideas import Idea
from app.kit import markup
from app.kit.i18n import lazy_gettext as _l
from app.kit.plain import checked_line
from app.kit.problems import Conflict, Invalid

NONCE_LONGEST = 64
# As much as its column holds.
EXCERPT_MOST = 300
POSTED_ALREADY = _l("This form was posted already. Open the post and edit it.")
_LINK = re.compile(r"<a\s", re.IGNORECASE)
_PICTURE = re.compile(r"<img\s", re.IGNORECASE)


def checked_title(title: str) -> str:
    """Return a title as it is kept: composed, on one line.

    :raises Invalid: on ``title``, when it is too short, too long or has characters nobody sees.
    """
    plain = checked_line("title", title, rules.TITLE_LONGEST)
    least = rules.TITLE_SHORTEST
    if len(plain) < least or sum(char.isalnum() for char in plain) < least // 2:
        raise Invalid("title", _l("Say a little more: at least %(least)s characters.", least=least))
    return plain


def check_body(by: Actor, body: Text, *, shortest: int, longest: int) -> None:
    """Refuse a text that is too short, too long, too hard, or too much for a newcomer.

    :raises Invalid: on ``body``.
    """
    source = body.source.strip()
    if len(source) < shortest:
        raise Invalid(
            "body", _l("Write a little more: at least %(least)s characters.", least=shortest)
        )
    if len(source) > longest:
        raise Invalid("body", _l("This is too long: at most %(most)s characters.", most=longest))
    if "\x00" in source:
        raise Invalid("body", _l("This has a character that cannot be kept. Type it anew."))
    try:
        markup.check_bounds(body.source)
    except markup.TooHard as too_hard:
        raise Invalid("body", too_hard.reason) from too_hard
    most = rules.MENTIONS_MOST
    if len(body.mentions) > most:
        raise Invalid("body", _l("Mention at most %(most)s people in a post.", most=most))
    _check_newcomer(by, body)


def _check_newcomer(by: Actor, body: Text) -> None:
    html = "".join(part for part in body.parts if isinstance(part, str))
    if not grants(by, Permission.POST_LINKS):
        most = rules.NEW_MEMBER_LINKS
        if len(_LINK.findall(html)) > most:
            raise Invalid("body", _l("New members can use %(most)s links in a post.", most=most))
        most = rules.NEW_MEMBER_PICTURES
        if len(_PICTURE.findall(html)) > most:
            raise Invalid("body", _l("New members can use %(most)s picture in a post.", most=most))
    most = rules.NEW_MEMBER_MENTIONS
    if len(body.mentions) > most and not grants(by, Permission.MENTION_MANY):
        raise Invalid("body", _l("New members can mention %(most)s people in a post.", most=most))


def checked_nonce(nonce: str | None) -> str | None:
    """Return the number of a form.

    :raises Invalid: on ``nonce``, when no form of ours has such a number.
    """
    if nonce is not None and len(nonce) > NONCE_LONGEST:
        raise Invalid("nonce", _l("Open the form again."))
    return nonce or None


def take_text(row: Any, text: Text) -> None:
    """Put a prepared text into an idea, a comment, an official reply or a story."""
    row.body, row.body_parts, row.body_version = text.source, text.parts, text.version
    if hasattr(row, "excerpt"):
        row.excerpt = excerpt_of(text)


def excerpt_of(text: Text) -> str:
    """Return the beginning of a text; a part of an article is named in it, as on the page."""
    if not text.embeds:
        return text.excerpt[:EXCERPT_MOST]
    return markup.excerpt(text.parts, EXCERPT, embed=Markup("<p>{}</p>").format)[:EXCERPT_MOST]


def check_edition(row: Any, edition: int, body: Text, title: str | None = None) -> None:
    """Refuse to overwrite another's edit unseen.

    :raises Conflict: when somebody edited it since; both texts are its details.
    """
    if row.edition == edition:
        return
    details = {"edition": row.edition, "theirs": row.body, "yours": body.source}
    if isinstance(row, Idea):
        details |= {"their_title": row.title, "your_title": title}
    raise Conflict(
        _l("Somebody edited this while you did. Both texts are below; nothing is lost."), **details
    )

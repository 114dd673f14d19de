"""What a text must be before it is posted. Each refusal names the field and what would be right."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from app.domain.accounts.models import Actor
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import grants
from app.domain.accounts.texts import Text
from app.domain.catalog.models import Product
from app.domain.catalog.queries import ask_fields
from app.domain.forum import rules
from app.kit import markup
from app.kit.i18n import lazy_gettext as _l
from app.kit.plain import checked_line
from app.kit.problems import Invalid

_LINK = re.compile(r"<a\s", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})?")
_PICTURE = re.compile(r"<img\s", re.IGNORECASE)


def checked_title(title: str) -> str:
    """Return a title as it is kept: composed, on one line.

    :raises Invalid: on ``title``, when it is too short, too long or has characters nobody sees.
    """
    plain = checked_line("title", title, rules.TITLE_LONGEST)
    if sum(char.isalnum() for char in plain) < rules.TITLE_SHORTEST // 2 or (
        len(plain) < rules.TITLE_SHORTEST
    ):
        least = rules.TITLE_SHORTEST
        raise Invalid("title", _l("Say a little more: at least %(least)s characters.", least=least))
    return plain


def checked_note(note: str, *, needed: bool = True) -> str:
    """Return what somebody says about a first question: plain text, of some lines.

    :raises Invalid: on ``note``, when it is empty or too long.
    """
    plain = unicodedata.normalize("NFC", note.replace("\r\n", "\n")).strip()
    if needed and len(plain) < rules.REPLY_SHORTEST:
        raise Invalid("note", _l("Write something first."))
    if len(plain) > rules.NOTE_LONGEST:
        raise Invalid("note", _l("At most %(most)s characters.", most=rules.NOTE_LONGEST))
    if "\x00" in plain:
        raise Invalid("note", _l("This has a character that cannot be kept. Type it anew."))
    return plain


def checked_language(language: str) -> str:
    """Return a language's tag as it is kept.

    :raises Invalid: on ``language``, for what is none.
    """
    if not _LANGUAGE.fullmatch(language):
        raise Invalid("language", _l("Choose a language."))
    return language


def check_body(by: Actor, body: Text, *, shortest: int) -> None:
    """Refuse a text that is too short, too long, too hard, or too much for a newcomer.

    :raises Invalid: on ``body``.
    """
    source = body.source.strip()
    if len(source) < shortest:
        least = shortest
        raise Invalid(
            "body", _l("Write a little more: at least %(least)s characters.", least=least)
        )
    if len(source) > rules.BODY_LONGEST:
        most = rules.BODY_LONGEST
        raise Invalid("body", _l("This is too long: at most %(most)s characters.", most=most))
    if "\x00" in source:
        raise Invalid("body", _l("This has a character that cannot be kept. Type it anew."))
    try:
        markup.check_bounds(body.source)
    except markup.TooHard as too_hard:
        raise Invalid("body", too_hard.reason) from too_hard
    _check_newcomer(by, body)
    if len(body.mentions) > rules.MENTIONS_MOST:
        most = rules.MENTIONS_MOST
        raise Invalid("body", _l("Mention at most %(most)s people in a post.", most=most))


def _check_newcomer(by: Actor, body: Text) -> None:
    html = "".join(part for part in body.parts if isinstance(part, str))
    if not grants(by, Permission.POST_LINKS):
        links, pictures = len(_LINK.findall(html)), len(_PICTURE.findall(html))
        most = rules.NEW_MEMBER_LINKS
        if links > most:
            raise Invalid("body", _l("New members can use %(most)s links in a post.", most=most))
        most = rules.NEW_MEMBER_PICTURES
        if pictures > most:
            raise Invalid("body", _l("New members can use %(most)s picture in a post.", most=most))
    most = rules.NEW_MEMBER_MENTIONS
    if len(body.mentions) > most and not grants(by, Permission.MENTION_MANY):
        raise Invalid("body", _l("New members can mention %(most)s people in a post.", most=most))


def checked_fields(product: Product | None, given: dict[str, Any]) -> dict[str, str]:
    """Return what was filled in of the fields that the product asks for.

    :raises Invalid: on ``fields``, for a field nobody asked for, one too long, or a missing one.
    """
    asked = {field["name"]: field for field in ask_fields(product)}
    unknown = [name for name in given if name not in asked]
    if unknown:
        raise Invalid("fields", _l("This product has no field “%(name)s”.", name=unknown[0]))
    filled = {}
    for name, field in asked.items():
        value = checked_line("fields", str(given.get(name) or ""), rules.FIELD_LONGEST)
        if field.get("required") and not value:
            raise Invalid("fields", _l("Fill in “%(label)s”.", label=field["label"]))
        if value:
            filled[name] = value
    return filled

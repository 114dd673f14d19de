"""A sheet: everything that one letter says, before it is set as text and as HTML."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.kit.i18n import gettext, in_language, ngettext
from app.kit.mail import Mail
from app.letters import head

_TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


@dataclass(frozen=True)
class Act:
    """A button: ``kind`` is solved, quiet or filled."""

    kind: str
    word: str
    url: str


@dataclass(frozen=True)
class Quote:
    """What somebody wrote, in both ways of showing it."""

    name: str
    note: str
    html: Markup
    text: str


@dataclass(frozen=True)
class Line:
    """One of several news in a gathered letter."""

    words: str
    title: str
    url: str
    excerpt: str = ""


@dataclass(frozen=True)
class Sheet:
    """One letter. ``why`` says why the reader gets it, ``stops`` how to stop it."""

    subject: str
    heading: str
    preheader: str = ""
    about: tuple[str, str] | None = None
    words: list[str] = field(default_factory=list)
    quote: Quote | None = None
    lines: list[Line] = field(default_factory=list)
    ask: str = ""
    acts: list[Act] = field(default_factory=list)
    note: str = ""
    why: str = ""
    stops: list[tuple[str, str]] = field(default_factory=list)
    unsubscribe: str | None = None


def set_sheet(sheet: Sheet, to: str, language: str, sent: str) -> Mail:
    """Set a sheet as a mail, in both ways."""
    top = head.current()
    context: dict[str, Any] = {
        "sheet": sheet,
        "site_name": top.site_name,
        "base_url": top.base_url,
        "accent": top.accent,
        "lang": language,
        "direction": _direction(language),
        "sent": sent,
    }
    return Mail(
        to=to,
        subject=sheet.subject,
        text=_environment(escaping=False).get_template("mail/letter.txt").render(context),
        html=_environment(escaping=True).get_template("mail/letter.html").render(context),
        unsubscribe=sheet.unsubscribe,
    )


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything inside in the reader's language."""
    with in_language(language):
        yield


def moment_in(moment: datetime, language: str, time_zone: str) -> str:
    """Return a moment as the reader's clock and language say it."""
    try:
        zone = ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    return format_datetime(moment, "HH:mm, d MMMM", tzinfo=zone, locale=_locale(language))


def day_in(day: datetime, language: str) -> str:
    """Return a day as the reader's language says it."""
    return format_date(day.date(), "d MMMM", locale=_locale(language))


@cache
def _environment(*, escaping: bool) -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=escaping,  # noqa: S701 - off for the plain text alone
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(_=gettext, gettext=gettext, ngettext=ngettext)
    return made


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return Locale("en")


def _direction(language: str) -> str:
    return "rtl" if _locale(language).text_direction == "rtl" else "ltr"

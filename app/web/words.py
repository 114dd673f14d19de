"""Dates and numbers as templates show them, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.lists import format_list
from flask import Flask, current_app
from markupsafe import Markup, escape

from app.kit import clock
from app.kit.i18n import (
    format_date,
    format_datetime,
    format_decimal,
    format_timedelta,
    get_locale,
    get_timezone,
)
from app.web.templating import spoken_now

# From here on a count is shortened, with the exact figure beside it.
SHORTENED_FROM = 10_000


def language_word(code: str) -> str:
    """Return a language's name in the reader's language."""
    return str(Locale.parse(code).get_display_name(get_locale()) or code).capitalize()


def install(app: Flask) -> None:
    """Give templates ``|when``, ``|day``, ``|short``, ``|atom`` and ``number``."""
    app.jinja_env.filters["when"] = when
    app.jinja_env.filters["day"] = day
    app.jinja_env.filters["short"] = short
    app.jinja_env.filters["atom"] = atom
    app.jinja_env.globals["number"] = number


def when(moment: datetime | None, *, timed: bool = False) -> Markup:
    """Return a ``<time>``: the date for everybody, made relative within a week by script."""
    if moment is None:
        return Markup("")
    # The same moments are shown on page after page; the reader's language and zone are the rest.
    return _when(moment, _pattern(moment, timed=timed), get_locale(), get_timezone())


@lru_cache(maxsize=20_000)
def _when(moment: datetime, pattern: str, _locale: Any, _zone: Any) -> Markup:
    shown = format_datetime(moment, pattern)
    exact = format_datetime(moment, "d MMMM y, HH:mm")
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        moment.strftime("%Y-%m-%dT%H:%M:%SZ"), escape(exact), escape(shown)
    )


def day(moment: date | None) -> str:
    """Return the date as plain words, for attributes and sentences."""
    return format_date(moment, _pattern(moment, timed=False)) if moment else ""


def span(length: timedelta) -> str:
    """Return a length of time in its largest unit: "3 hours"."""
    return str(format_timedelta(length, threshold=1.2))


def atom(moment: datetime | None) -> str:
    """Return a moment as feeds and sitemaps write it (RFC 3339); the present when there is none."""
    return (moment or clock.now()).strftime("%Y-%m-%dT%H:%M:%SZ")


def _pattern(moment: date, *, timed: bool) -> str:
    pattern = "d MMMM" if moment.year == clock.now().year else "d MMMM y"
    return f"{pattern}, HH:mm" if timed else pattern


def listed(things: Sequence[str]) -> str:
    """Return the things as one reads them out: "a, b and c"."""
    return format_list(list(things), "standard", get_locale() or "en")


def number(count: int) -> str:
    """Return the exact figure with the language's separators."""
    return _exact(count, spoken_now())


def short(count: int) -> str:
    """Return a figure in few characters: 12,400 is 12.4k."""
    return _short(count, spoken_now())


# The same figures stand on page after page.
@lru_cache(maxsize=1000)
def _exact(count: int, _spoken: str) -> str:
    return str(format_decimal(count))


@lru_cache(maxsize=1000)
def _short(count: int, spoken: str) -> str:
    if abs(count) < SHORTENED_FROM:
        return _exact(count, spoken)
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if abs(count) >= size:
            amount = int(count / size * 10) / 10  # rounded down: 99,999 is not 100k yet
            return f"{format_decimal(amount, '#,##0.#')}{letter}"
    raise AssertionError


def direction() -> str:
    """Return the reader's writing direction, for the ``dir`` of the page."""
    locale = get_locale() or Locale.parse(current_app.config["BABEL_DEFAULT_LOCALE"])
    return "rtl" if locale.text_direction == "rtl" else "ltr"

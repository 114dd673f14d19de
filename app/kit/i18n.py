"""Words in the reader's language; outside a request, the words as they stand."""

from __future__ import annotations

from contextlib import AbstractContextManager

from flask_babel import (
    Babel,
    force_locale,
    format_date,
    format_datetime,
    format_decimal,
    format_timedelta,
    get_locale,
    get_timezone,
    get_translations,
    gettext,
    lazy_gettext,
    ngettext,
)

__all__ = [
    "Babel",
    "format_date",
    "format_datetime",
    "format_decimal",
    "format_timedelta",
    "get_locale",
    "get_timezone",
    "get_translations",
    "gettext",
    "in_language",
    "lazy_gettext",
    "ngettext",
]


def in_language(code: str) -> AbstractContextManager[None]:
    """Say everything inside in one language, whoever asks: for letters."""
    made: AbstractContextManager[None] = force_locale(code.replace("-", "_"))
    return made

"""Words in the reader's language; outside a request, the words as they stand."""

from __future__ import annotations

from flask_babel import gettext, lazy_gettext, ngettext

__all__ = ["gettext", "lazy_gettext", "ngettext"]

"""How a text will look that stands nowhere yet, with the blocks that it shows."""

from __future__ import annotations

from markupsafe import Markup

from app.domain.accounts.models import Actor
from app.domain.accounts.texts import Text
from app.web.people import joined


def preview_of(text: Text, *, actor: Actor) -> Markup:  # noqa: ARG001 - whoever writes may see less
    """Return a text as its writer may see it."""
    return joined(text.parts)

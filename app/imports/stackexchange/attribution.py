"""Whose words these are: what CC BY-SA asks to be shown with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.imports.stackexchange.rows import CommentRow, PostRow

# When the network changed its licence; older rows carry no licence of their own.
_NAMES = (
    "askubuntu.com", "mathoverflow.net", "serverfault.com", "stackapps.com", "stackoverflow.com",
    "stackexchange.com", "superuser.com",
)  # fmt: skip
_SINCE_3 = datetime(2011, 4, 8, tzinfo=UTC)
_SINCE_4 = datetime(2018, 5, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Attribution:
    """The site a dump comes from, and where its things can be seen there."""

    site: str

    def question_url(self, question_id: int) -> str:
        """Where the question stands."""
        return f"https://{self.site}/questions/{question_id}"

    def answer_url(self, answer_id: int) -> str:
        """Where the answer stands."""
        return f"https://{self.site}/a/{answer_id}"

    def author_url(self, user_id: int) -> str:
        """Where the author's profile is."""
        return f"https://{self.site}/users/{user_id}"


def licence_of(row: PostRow | CommentRow) -> str:
    """Name the licence of a text: its own, or the one that was in force when it was written."""
    return row.license or licence_at(row.created_at)


def licence_at(moment: datetime) -> str:
    """Name the licence that was in force on the network when something was written."""
    if moment < _SINCE_3:
        return "CC BY-SA 2.5"
    return "CC BY-SA 3.0" if moment < _SINCE_4 else "CC BY-SA 4.0"


def is_of_network(site: str) -> bool:
    """Say whether a site belongs to the network, whose words are all licensed alike."""
    return any(site == name or site.endswith(f".{name}") for name in _NAMES)

"""Leaving documents to the worker, where content came in without the events of its rooms."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.accounts.events import ProfileChanged
from app.domain.catalog.events import TagDescribed
from app.domain.search.reactions import refresh_members, refresh_tags
from app.kit import jobs


def queue_members(member_ids: Iterable[int]) -> None:
    """Have these members found by name, or not any more."""
    for number in member_ids:
        jobs.put(refresh_members, ProfileChanged.__name__, {"member_id": number})


def queue_tags(tag_ids: Iterable[int]) -> None:
    """Have these tags found by name, or not any more."""
    for number in tag_ids:
        jobs.put(refresh_tags, TagDescribed.__name__, {"tag_id": number})

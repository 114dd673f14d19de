"""How far a reader sees, and what words mean there: spaces, their languages, and synonyms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Select, desc, select

from app.domain.accounts.models import Actor
from app.domain.catalog.models import Space
from app.domain.catalog.policy import spaces_visible_to
from app.domain.forum.queries.viewers import statement_for
from app.domain.search.queries.synonyms import synonyms_in_force
from app.domain.search.rules import EVERYWHERE, LANGUAGES_MOST
from app.kit import fulltext
from app.kit.db import db
from app.kit.fulltext import Sought, Synonyms

_s = Space.__table__.c


@dataclass(frozen=True, slots=True)
class Reach:
    """The spaces that somebody sees."""

    # Their ids, by what addresses call them.
    spaces: Mapping[str, int]
    # What is written there, the site's own first.
    languages: Sequence[str]
    synonyms: Synonyms
    # Who that is; 0 for a guest.
    reader_id: int = 0
    # What is written in each space, by what addresses call it.
    languages_by_space: Mapping[str, str] = field(default_factory=dict)

    @property
    def places(self) -> list[str]:
        """The values of ``space`` that documents for this reader carry."""
        return [EVERYWHERE, *(str(space_id) for space_id in self.spaces.values())]


def reach_of(actor: Actor) -> Reach:
    """Return how far somebody sees. Two statements."""
    statement, values = statement_for(_spaces, actor)
    rows = db.session.execute(statement, values).all()
    # Words of a language that is not taken apart are found as they stand.
    languages = dict.fromkeys(row.language for row in rows)
    return Reach(
        spaces={row.slug: row.id for row in rows},
        languages=list(languages)[:LANGUAGES_MOST] or ["en"],
        synonyms=synonyms_in_force(),
        reader_id=actor.id or 0,
        languages_by_space={row.slug: row.language for row in rows},
    )


def written_for(space: str, reach: Reach) -> Reach:
    """Return the same reach, of what is written for one space: in its language alone.

    Where no space that the reader sees is named it may be in any language of theirs; so it may in
    the usual space, which stands in a form before anybody chooses.
    """
    usual = next(iter(reach.languages_by_space), "")
    language = reach.languages_by_space.get(space)
    return replace(reach, languages=[language]) if language and space != usual else reach


def _spaces(actor: Actor) -> Select[Any]:
    return (
        select(_s.id, _s.slug, _s.language)
        .where(spaces_visible_to(actor))
        .order_by(desc(_s.is_default), _s.position, _s.id)
    )


def sought_for(words: str, reach: Reach) -> Sought:
    """Understand words as their reader means them, with what else it is called."""
    return fulltext.understand(words, languages=reach.languages, synonyms=reach.synonyms)

"""What hosts show of articles: expanded to three levels, in a constant number of statements.

Whoever reads a host must be allowed to read what it shows. That was asked when the host was
written and is asked again here, for spaces and articles move: what is not for all of the host's
readers is shown to none of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, tuple_

from app.domain.accounts.models import Actor
from app.domain.catalog.models import Space
from app.domain.catalog.policy import Audience, is_within, space_ids_visible_to
from app.domain.knowledge.models.blocks import Block, BlockText, Embed
from app.domain.knowledge.queries.shown import Change, EmbedSet, Placed
from app.domain.knowledge.queries.sources import (
    SOURCE,
    Place,
    Source,
    places,
    source_in,
    sources_of,
    with_source,
)
from app.domain.knowledge.rules import DEPTH
from app.domain.knowledge.rules.words import lines_of
from app.domain.subjects import Subject
from app.kit import markup
from app.kit.db import db
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid

_e = Embed.__table__.c
_b = Block.__table__.c
_t = BlockText.__table__.c
_host = Space.__table__.alias("host_space")

NOTHING = EmbedSet()


def embeds_in(texts: Mapping[Subject, Sequence[Any]], *, actor: Actor, space_id: int) -> EmbedSet:
    """Return what these texts show, all of which stand in one space.

    No statement when they show nothing; else at most seven, however much they show.
    """
    wanted = {host: set(markup.embeds_in(parts)) for host, parts in texts.items()}
    hosts = [host for host, references in wanted.items() if references]
    if not hosts:
        return NOTHING
    placed = _placed(hosts)
    bare = {name for host in hosts for name in wanted[host] if (host, name) not in placed}
    return _whole(placed, bare, actor=actor, space=places([space_id]).get(space_id))


def embeds_of(hosts: Sequence[Subject], *, actor: Actor | None) -> EmbedSet:
    """Return what these hosts show, by the rows that were kept when they were written.

    :param actor: whose view of the counts; None when nobody counts. At most six statements.
    """
    return _whole(_placed(hosts), set(), actor=actor) if hosts else NOTHING


def embeds_of_draft(
    references: Collection[str], *, actor: Actor, as_of: datetime | None = None
) -> EmbedSet:
    """Return what a text shows that stands nowhere yet: whatever its writer may read.

    :param as_of: as it was at that moment.
    """
    if not references:
        return NOTHING
    seen = set(db.session.scalars(space_ids_visible_to(actor)))
    drafted = _whole({}, set(references), actor=actor, as_of=as_of)
    return EmbedSet(
        sources=drafted.sources, counts=drafted.counts, admits=lambda place: place.id in seen
    )


def as_answered(embed: Embed) -> EmbedSet:
    """Return one embed as its host's first readers saw it, with what it showed inside then."""
    host = Subject(embed.host_kind, embed.host_id)  # type: ignore[arg-type]  # one of HOSTS
    placed = _placed([host], frozen=True)
    inside = _inside([placed[host, embed.reference].source], embed.at)
    return EmbedSet(placed=placed, sources=inside)


def words_of(hosts: Sequence[Subject]) -> dict[Subject, str]:
    """Return the words that hosts show of articles, so that search finds them by these.

    What is not for everybody who reads the host gives none.
    """
    embeds = embeds_of(hosts, actor=None)
    words: dict[Subject, list[str]] = {}
    for host, reference in embeds.placed:
        found = lines_of(embeds.view(host, reference).flat())
        if found:
            words.setdefault(host, []).append(found)
    return {host: " ".join(found) for host, found in words.items()}


def _placed(hosts: Sequence[Subject], *, frozen: bool = False) -> dict[tuple[Subject, str], Placed]:
    keys = [(host.kind, host.id) for host in hosts]
    statement = (
        select(
            *(_e.host_kind, _e.host_id, _e.reference),
            *(_e.id, _e.text_id, _e.at, _e.doubted_at, _e.checked_at),
            *(_host.c.id, _host.c.visibility, _host.c.group_id, _host.c.product_id),
            *SOURCE,
        )
        .select_from(Embed.__table__)
        .join(_host, _host.c.id == _e.space_id)
        .join(Block.__table__, _b.id == _e.block_id)
        .where(tuple_(_e.host_kind, _e.host_id).in_(keys))
        .order_by(_e.id)
    )
    text = _t.id == _e.text_id if frozen else None
    found = {}
    for kind, number, reference, *values in db.session.execute(with_source(statement, text)):
        plain, space, source = values[:5], Place(*values[5:9]), source_in(values[9:])
        found[Subject(kind, number), reference] = Placed(*[*plain, space, source])
    return found


def _whole(
    placed: Mapping[tuple[Subject, str], Placed],
    bare: set[str],
    *,
    actor: Actor | None,
    space: Place | None = None,
    as_of: datetime | None = None,
) -> EmbedSet:
    sources = sources_of(bare, as_of)
    tops = [each.source for each in placed.values()] + list(sources.values())
    sources |= _inside(tops, as_of)
    blocks = {source.block_id for source in [*tops, *sources.values()]}
    return EmbedSet(
        placed=placed,
        sources=sources,
        changes=_changes(blocks, list(placed.values())),
        counts=place_counts(blocks, actor) if actor is not None else {},
        space=space,
    )


def _inside(sources: Iterable[Source], as_of: datetime | None) -> dict[str, Source]:
    """Read what blocks show inside, a level at a time: two statements for three levels."""
    found: dict[str, Source] = {}
    edge = list(sources)
    # One level further than is shown: an error there is told for what it is.
    for _ in range(DEPTH):
        wanted = {name for source in edge for name in markup.embeds_in(source.parts)} - set(found)
        fresh = sources_of(wanted, as_of)
        if not fresh:
            break
        found |= fresh
        edge = list(fresh.values())
    return found


def _changes(blocks: Collection[int], placed: Sequence[Placed]) -> dict[int, list[Change]]:
    """Read the texts that blocks got since the first of these hosts began to show any."""
    if not placed or not blocks:
        return {}
    since, first = min(each.at for each in placed), min(each.text_id for each in placed)
    rows = db.session.execute(
        select(_t.block_id, _t.id, _t.at, _t.significance)
        .where(_t.block_id.in_(blocks), (_t.id > first) | (_t.at > since))
        .order_by(_t.id)
    )
    found: dict[int, list[Change]] = {}
    for row in rows:
        found.setdefault(row.block_id, []).append(Change(*row))
    return found


def place_counts(blocks: Collection[int], actor: Actor) -> dict[int, int]:
    """Count the places that show each block, of those that the actor may see. One statement."""
    if not blocks:
        return {}
    rows = db.session.execute(
        select(_e.block_id, func.count())
        .where(
            _e.block_id.in_(blocks),
            ~_e.is_hidden,
            ~_e.is_thread_hidden,
            _e.space_id.in_(space_ids_visible_to(actor)),
        )
        .group_by(_e.block_id)
    )
    return {row.block_id: row[1] for row in rows}


# -- refusing ---------------------------------------------------------------------------------


def refuse_cycles(article_id: int | None, references: Iterable[str]) -> None:
    """Refuse what would let an article show itself, or nest deeper than is shown.

    :raises Invalid: on ``body``.
    """
    for reference in dict.fromkeys(references):
        edge, seen = {reference}, set[str]()
        for _ in range(DEPTH):
            found = sources_of(edge - seen)
            if any(source.article_id == article_id for source in found.values()):
                raise Invalid("body", _leads_back(reference))
            seen |= edge
            edge = {name for source in found.values() for name in markup.embeds_in(source.parts)}
        if edge:
            raise Invalid("body", _too_deep(reference))


def refuse_unusable(
    references: Iterable[str], space: Audience, kept: Collection[str] = ()
) -> dict[str, Source]:
    """Refuse what the readers of a space may not all see, and what is gone; return the blocks.

    :param kept: what the host showed before: it may stay though it was removed or archived.
    :raises Invalid: on ``body``; whether there is such a block at all is not told.
    """
    names = list(dict.fromkeys(references))
    found = sources_of(names)
    for name in names:
        source = found.get(name)
        if (
            source is None
            or not is_within(space, source.place)
            or _is_gone(source, kept=name in kept)
        ):
            raise Invalid("body", _cannot_be_shown(name))
    return found


def _is_gone(source: Source, *, kept: bool) -> bool:
    return not kept and (source.removed_at is not None or source.state == "archived")


def _cannot_be_shown(reference: str) -> Any:
    return _l(
        "“%(reference)s” cannot be shown here: there is no such part of an article that everybody "
        "who reads this place may see.",
        reference=reference,
    )


def _leads_back(reference: str) -> Any:
    return _l(
        "“%(reference)s” leads back to this article: an article cannot show itself.",
        reference=reference,
    )


def _too_deep(reference: str) -> Any:
    return _l(
        "“%(reference)s” shows parts that show parts themselves: three levels are the most.",
        reference=reference,
    )

"""Bringing in the demo community: everything, once, relative to the day of loading.

A second run adds nothing; a run that was stopped is finished by the next. Each step is a unit of
work, and every text is rendered before the unit that stores it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.demo import people, places, reading
from app.demo.articles import bring_articles
from app.demo.asks import add_asks
from app.demo.board import bring_board
from app.demo.desk import bring_desk
from app.demo.history import tell_history
from app.demo.ideas import bring_ideas, queue_search
from app.demo.people import PASSWORD as PASSWORD
from app.demo.reading import BadContent as BadContent
from app.demo.reading import Entry
from app.demo.reuse import add_uses
from app.demo.searches import bring_searches
from app.demo.stage import Stage, officials_of
from app.demo.staging import add_staged
from app.demo.threads import add_thread, sources_of
from app.demo.traces import link_duplicates
from app.domain.accounts.models import User
from app.domain.accounts.texts import Text, prepare_many
from app.domain.catalog.actions import ensure_default_space
from app.domain.catalog.models import Ownership, Tag
from app.domain.forum.actions.counting import recount_around_all
from app.domain.forum.models.questions import Question
from app.domain.ideas.actions.counting import recount_all
from app.domain.knowledge.actions.reckoning import reckon_all
from app.domain.loop.actions.paining import reckon_all as reckon_pain
from app.domain.search.queueing import queue_members, queue_tags
from app.kit import clock, files
from app.kit.db import db
from app.kit.work import write

Progress = Callable[[int], None]

# Threads stored in one unit of work: others wait for the lock no longer than this takes.
THREADS_AT_ONCE = 20


def load_demo(
    progress: Progress = lambda _: None, *, with_passwords: bool = False
) -> dict[str, int]:
    """Bring in what is missing of the demo community; return how much of each was added.

    :param progress: is told how many threads were stored since it was told last.
    :param with_passwords: let everybody sign in as the cast; for sites with DEMO on, alone.
    :raises BadContent: when a file cannot be used; nothing was stored then.
    """
    now = clock.now()
    members, threads = reading.entries("members"), dict(reading.threads())
    reading.check(members, reading.entries("products"), reading.entries("spaces"), threads)
    counts = {"members": _bring_members(members, now, with_passwords=with_passwords)}
    stage = _set_stage(members, threads, now, counts)
    counts["announcements"] = _bring_announcements(stage)
    counts["staged questions"] = _bring_staged(stage)
    counts |= _bring_threads(stage, threads, progress)
    pairs = {n: str(t["duplicate_of"]) for n, t in threads.items() if t.get("duplicate_of")}
    write(link_duplicates, stage, pairs)
    counts |= _bring_knowledge(stage, threads)
    counts |= _bring_ideas(stage)
    counts |= bring_searches(stage, reading.synonyms(), reading.entries("searches"))
    counts["asks"] = write(add_asks, stage)
    counts |= tell_history(stage)
    if any(counts.values()):
        # Of those who wrote much, no single thread says that they are to be found by name.
        write(queue_members, db.session.scalars(select(User.id)).all())
        write(queue_tags, db.session.scalars(select(Tag.id)).all())
    return {name: count for name, count in counts.items() if count}


def _bring_knowledge(stage: Stage, threads: dict[str, Entry]) -> dict[str, int]:
    knowledge = reading.knowledge()
    counts = bring_articles(stage, reading.entries("topics"), reading.articles(), knowledge)
    counts["article uses"] = write(add_uses, threads, knowledge.get("solves", []))
    counts |= bring_desk(stage, knowledge)
    if any(counts.values()):
        reckon_all()
    return counts


def _bring_ideas(stage: Stage) -> dict[str, int]:
    counts = bring_ideas(stage, reading.ideas(), reading.board())
    counts |= bring_board(stage, reading.board())
    if any(counts.values()):
        recount_all()
        reckon_pain()
        write(queue_search)
    return counts


def thread_count() -> int:
    """Return how many threads there are to load: the length of a progress bar."""
    return sum(1 for _ in (reading.CONTENT / "questions").glob("*.yaml"))


def _bring_members(entries: list[Entry], now: datetime, *, with_passwords: bool) -> int:
    known = people.known_cast()
    missing = [entry for entry in entries if entry["handle"] not in known]
    if not missing:
        return 0
    bios = prepare_many([people.bio_of(entry) for entry in missing])
    password = people.password_hash() if with_passwords else None
    drawn: list[str] = []
    try:
        drawn += [people.draw_picture(entry) for entry in missing]
        write(_add_members, missing, bios, drawn, password, now)
    except BaseException:
        for name in drawn:
            files.current().drop(name)
        raise
    return len(missing)


def _add_members(
    entries: list[Entry], bios: list[Text], drawn: list[str], password: str | None, now: datetime
) -> None:
    for entry, bio, picture in zip(entries, bios, drawn, strict=True):
        people.add_member(entry, bio=bio, picture=picture, password=password, now=now)


def _set_stage(
    members: list[Entry], threads: dict[str, Entry], now: datetime, counts: dict[str, int]
) -> Stage:
    """Store the places and return what every thread needs to know."""
    cast = people.known_cast()
    tree = reading.entries("products")
    places_made: dict[str, Any] = write(_add_places, members, threads, cast, now, counts)
    joined = db.session.execute(
        select(User.id, User.joined_at).where(User.id.in_(list(cast.values())))
    )
    moderator = next(entry["handle"] for entry in members if entry["role"] == "moderator")
    return Stage(
        now=now,
        cast=cast,
        joined={row.id: row.joined_at for row in joined},
        officials=officials_of(tree, members, cast),
        moderator=cast[moderator],
        **places_made,
    )


def _add_places(
    members: list[Entry],
    threads: dict[str, Entry],
    cast: dict[str, int],
    now: datetime,
    counts: dict[str, int],
) -> dict[str, Any]:
    products, counts["products"] = places.add_products(reading.entries("products"))
    owned = {
        (row.user_id, row.product_id)
        for row in db.session.execute(select(Ownership.user_id, Ownership.product_id))
    }
    for entry in members:
        mine = [products[slug] for slug in entry.get("knows", []) if slug in products]
        places.add_ownerships(cast[entry["handle"]], mine, now, known=owned)
    spaces, counts["spaces"] = {}, 0
    for position, entry in enumerate(reading.entries("spaces"), 1):
        group = [cast[m["handle"]] for m in members if m["trust"] in entry.get("trust", [])]
        group += [cast[handle] for handle in entry.get("members", [])]
        spaces[entry["slug"]], is_new = places.add_space(entry, position, products, group, now)
        counts["spaces"] += is_new
    tags, counts["tags"] = places.add_tags(
        {
            str(tag)
            for entry in [
                *threads.values(),
                *reading.articles().values(),
                *reading.ideas().values(),
            ]
            for tag in entry.get("tags", [])
        }
    )
    return {
        "products": products,
        "spaces": spaces,
        "default_space": ensure_default_space().id,
        "tags": {name: tag.id for name, tag in tags.items()},
    }


def _bring_announcements(stage: Stage) -> int:
    entries = reading.entries("announcements")
    bodies = prepare_many([entry["body"] for entry in entries])
    return write(_add_announcements, stage, entries, bodies)


def _add_announcements(stage: Stage, entries: list[Entry], bodies: list[Text]) -> int:
    return sum(
        places.add_announcement(
            entry,
            body,
            author_id=stage.member(entry["by"]),
            product_id=stage.products[entry["product"]] if entry.get("product") else None,
            now=stage.now,
        )
        for entry, body in zip(entries, bodies, strict=True)
    )


def _bring_staged(stage: Stage) -> int:
    entries = reading.entries("staged")
    bodies = prepare_many([entry["body"] for entry in entries])
    return write(_add_staged, stage, entries, bodies)


def _add_staged(stage: Stage, entries: list[Entry], bodies: list[Text]) -> int:
    return sum(add_staged(stage, entry, body) for entry, body in zip(entries, bodies, strict=True))


def _bring_threads(stage: Stage, threads: dict[str, Entry], progress: Progress) -> dict[str, int]:
    known = set(
        db.session.scalars(
            select(Question.external_id).where(Question.external_source == people.SOURCE)
        )
    )
    missing = [name for name in threads if name not in known]
    counts = {"questions": 0, "answers": 0, "replies": 0}
    progress(len(threads) - len(missing))
    for first in range(0, len(missing), THREADS_AT_ONCE):
        names = missing[first : first + THREADS_AT_ONCE]
        keys = [(name, key) for name in names for key in sources_of(threads[name])]
        sources = [sources_of(threads[name])[key] for name, key in keys]
        texts = dict(zip(keys, prepare_many(sources), strict=True))
        write(_add_threads, stage, {name: threads[name] for name in names}, texts)
        kinds = [post["kind"] for name in names for post in threads[name]["posts"]]
        counts["questions"] += len(names)
        counts["answers"] += kinds.count("answer")
        counts["replies"] += kinds.count("reply")
        progress(len(names))
    return counts


def _add_threads(
    stage: Stage, threads: dict[str, Entry], texts: dict[tuple[str, str], Text]
) -> None:
    tags = {tag.id: tag for tag in db.session.scalars(select(Tag))}
    added = []
    for name, thread in threads.items():
        mine = {key: text for (of, key), text in texts.items() if of == name}
        added.append(add_thread(stage, name, thread, mine, tags).id)
    recount_around_all(added)

"""Questions with their tags, and what links them to each other."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from app.domain.accounts.texts import Text
from app.domain.forum.models.questions import Question, QuestionLink, question_tags
from app.imports.stackexchange.attribution import Attribution
from app.imports.stackexchange.dump import Dump
from app.imports.stackexchange.idset import IdSet
from app.imports.stackexchange.rows import LinkRow, PostRow
from app.imports.stackexchange.writing.members import author_ids, author_key
from app.imports.stackexchange.writing.target import Target, add_rows, batches, ids_of, missing
from app.imports.stackexchange.writing.wording import converted, rendered, title_of
from app.kit.db import db
from app.kit.work import write

# Links by the dump's ids of both questions.
Links = dict[int, list[LinkRow]]


def write_questions(dump: Dump, target: Target) -> None:
    """Make the questions that are not there yet, and the links that each brings."""
    plan = target.plan
    links = _links(dump, target)
    there = IdSet()

    def note_there(post: PostRow) -> None:
        there.add(post.id)
        plan.table.keep("questions")
        plan.table.keep("votes", sum(plan.votes_of(post)))
        bar.update(1)

    with target.stage("Questions", "questions") as bar:
        new = missing(plan.kept_questions(dump), Question, target.source, note_there)
        for batch in batches(converted(new, target)):
            texts = rendered([markdown for _post, markdown in batch], excerpts=True)
            posts = [post for post, _markdown in batch]
            linked = write(_add, target, posts, texts, links)
            plan.table.create("questions", len(posts))
            plan.table.create("votes", sum(sum(plan.votes_of(post)) for post in posts))
            plan.table.create("links", linked)
            bar.update(len(posts))
    # A link is written with the later of its two questions.
    ends = {link.id: (link.post_id, link.related_id) for some in links.values() for link in some}
    plan.table.keep("links", sum(one in there and other in there for one, other in ends.values()))


def _add(target: Target, posts: list[PostRow], texts: list[Text], links: Links) -> int:
    keys = [author_key(target, post.owner_id, post.owner_name) for post in posts]
    wrote = zip(keys, (post.created_at for post in posts), strict=True)
    authors = author_ids(target, wrote)
    rows = [
        _row(target, post, text, authors[key])
        for post, text, key in zip(posts, texts, keys, strict=True)
    ]
    add_rows(Question, rows)
    ids = ids_of(Question, target.source, (post.id for post in posts))
    pairs = {
        (ids[str(post.id)], target.tag_ids[tag])
        for post in posts
        for tag in post.tags
        if tag in target.tag_ids
    }
    if pairs:
        tagged = [{"question_id": one, "tag_id": other} for one, other in sorted(pairs)]
        db.session.execute(insert(question_tags), tagged)
    brought = {link.id: link for post in posts for link in links.get(post.id, ())}
    return _link(target, list(brought.values()))


def _row(target: Target, post: PostRow, text: Text, author_id: int) -> dict[str, Any]:
    up, down = target.plan.votes_of(post)
    return {
        "space_id": target.space_id,
        "product_id": target.product_id,
        "author_id": author_id,
        "title": title_of(post.title),
        "body": text.source,
        "body_parts": text.parts,
        "body_version": text.version,
        "excerpt": text.excerpt,
        "asked_at": post.created_at,
        "active_at": post.active_at,
        "score": up - down,
        "imported_score": up - down,
        "view_count": max(post.view_count, 0),
        "locked_at": _locked_at(target, post),
        "external_source": target.source,
        "external_id": str(post.id),
        "external_url": Attribution(target.source).question_url(post.id),
    }


def _locked_at(target: Target, post: PostRow) -> datetime | None:
    """A closed question takes no answers, and neither does a locked one.

    No ruling is written: the log says what our staff decided by our rules, and those who closed
    it voted by others. A duplicate stays open, as ours do: it says where the answers are.
    """
    return None if post.id in target.plan.duplicate_of else post.closed_at


def _links(dump: Dump, target: Target) -> Links:
    found: Links = defaultdict(list)
    for link in target.plan.kept_links(dump):
        found[link.post_id].append(link)
        found[link.related_id].append(link)
    return found


def _link(target: Target, links: list[LinkRow]) -> int:
    """Write the links whose questions are both there; return how many."""
    canonical = {link.id: _canonical(target, link) for link in links}
    numbers = {number for link in links for number in (link.post_id, link.related_id)}
    ids = ids_of(Question, target.source, numbers | set(canonical.values()))
    # Nobody should have to follow a chain of originals. Its end may come with a later batch:
    # until then the next original is named.
    complete = [link for link in links if str(link.post_id) in ids and str(link.related_id) in ids]
    pairs = set()
    for link in complete:
        one, other = ids[str(link.post_id)], ids[str(link.related_id)]
        if link.is_duplicate:
            _point(one, ids.get(str(canonical[link.id]), other))
        else:
            pairs.add((one, other))
    known = select(QuestionLink.question_id, QuestionLink.related_id).where(
        QuestionLink.question_id.in_({one for one, _other in pairs})
    )
    pairs -= {(row[0], row[1]) for row in db.session.execute(known)}
    if pairs:
        rows = [{"question_id": one, "related_id": other} for one, other in sorted(pairs)]
        add_rows(QuestionLink, rows)
    return len(complete)


def _canonical(target: Target, link: LinkRow) -> int:
    """Follow originals of originals to the question that stands for itself."""
    number = link.related_id
    while number in target.plan.duplicate_of:
        number = target.plan.duplicate_of[number]
    return number


def _point(question_id: int, canonical_id: int) -> None:
    """Make a question a duplicate; what pointed to it points on."""
    db.session.execute(
        update(Question)
        .where(
            (Question.id == question_id) & Question.duplicate_of_id.is_(None)
            | (Question.duplicate_of_id == question_id),
            Question.id != canonical_id,
        )
        .values(duplicate_of_id=canonical_id)
        .execution_options(synchronize_session=False)
    )

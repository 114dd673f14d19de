"""The question page: everything it shows, in a stated number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, literal_column, select, union_all

from app.domain.accounts.models import Actor
from app.domain.accounts.queries import Face, faces
from app.domain.catalog.models import Space
from app.domain.catalog.queries import product_tree
from app.domain.forum.models.questions import QuestionLink
from app.domain.forum.policy import visible_to
from app.domain.forum.queries.answers import Found, marked_answers, other_answers
from app.domain.forum.queries.faces import WIDTH, authors, face_columns, face_of
from app.domain.forum.queries.lines import FACTS, TAGS, products, q, questions, state_word, tags_in
from app.domain.forum.queries.rows import (
    NOBODY,
    AnswerRow,
    Facts,
    ProductName,
    QuestionPage,
    QuestionView,
    RelatedRow,
    Thread,
)
from app.domain.forum.queries.threads import Reader, threads_under
from app.domain.forum.queries.viewers import statement_for
from app.domain.forum.rules import RELATED_MOST
from app.kit import clock
from app.kit.db import db
from app.kit.problems import NotFound
from app.kit.slugs import slug

spaces = Space.__table__.c

_PLAIN = [
    q.id,
    q.title,
    q.body,
    q.excerpt,
    q.fields,
    q.language,
    q.asked_at,
    q.active_at,
    q.edited_at,
    q.edition,
    q.first_answered_at,
    q.score,
    q.too_count,
    q.answer_count,
    q.reply_count,
    q.view_count,
    q.accepted_answer_id,
    q.accepted_by_id,
    q.needs_info_by_id,
    q.status_note,
    q.status_at,
    q.status_by_id,
    q.claimed_by_id,
    q.claimed_until,
    q.asker_spoke_last,
    q.space_id,
    q.external_id,
    q.external_url,
]
_NAMES = [column.key for column in _PLAIN]
_PLAIN_END = len(_PLAIN)
_FACTS_END = _PLAIN_END + len(FACTS)
_FACE_END = _FACTS_END + WIDTH

_ONE: Select[Any] = (
    select(
        *_PLAIN,
        *FACTS,
        *face_columns(authors),
        products.c.id,
        products.c.slug,
        products.c.name,
        spaces.slug,
        spaces.name,
        spaces.visibility,
        q.body_parts,
        TAGS,
    )
    .select_from(questions)
    .join(authors, authors.c.id == q.author_id)
    .join(Space.__table__, spaces.id == q.space_id)
    .outerjoin(products, products.c.id == q.product_id)
    .where(q.id == bindparam("question_id"))
)


def question_page(
    question_id: int,
    *,
    actor: Actor,
    sort: str = "votes",
    after: str | None = None,
    before: str | None = None,
) -> QuestionPage:
    """Return everything the page of a question shows, in at most seven statements.

    The question with its tags, the tree of products, the answers that stand first, one page of the
    others, the replies under all of these, the questions it is tied to, and people named on it.

    :raises NotFound: when there is none, or none that the actor may know of.
    """
    row = _read(question_id, actor)
    accepted_id = row.accepted_answer_id
    others = other_answers(question_id, accepted_id, sort=sort, after=after, before=before)
    marked = [] if others.previous else marked_answers(question_id, accepted_id)
    found = [*marked, *others.items]
    reader = Reader(actor)
    counts: dict[int | None, int] = {None: row.reply_count}
    counts.update((answer.id, answer.reply_count) for answer in found)
    threads = threads_under(question_id, counts, reader)
    rows = [_answer(answer, accepted_id, threads, reader) for answer in found]
    view = _view(row, threads.get(None, Thread()))
    return QuestionPage(
        question=view,
        accepted=next((answer for answer in rows if answer.is_accepted), None),
        also_works=tuple(a for a in rows if a.also_works_at and not a.is_accepted),
        recommended=tuple(
            a for a in rows if a.recommended_at and not a.is_accepted and not a.also_works_at
        ),
        answers=_others_of(others, rows[len(marked) :]),
        product_path=_path(view.product),
        people=_people(view, rows),
        sort=sort,
        **_related(view, actor),
    )


def question_view(question_id: int, *, actor: Actor) -> QuestionView:
    """Return the question without its thread: for edit forms and headers. Two statements.

    :raises NotFound: when there is none, or none that the actor may know of.
    """
    return _view(_read(question_id, actor), Thread())


def _one(actor: Actor) -> Select[Any]:
    return _ONE.where(visible_to(actor))


def _read(question_id: int, actor: Actor) -> Any:
    statement, values = statement_for(_one, actor)
    row = db.session.execute(statement, values | {"question_id": question_id}).first()
    if row is None:
        raise NotFound
    return row


def _others_of(page: Any, rows: Sequence[AnswerRow]) -> Any:
    by_id = {row.id: row for row in rows}
    return page.map(lambda found: by_id[found.id])


def _view(row: Any, thread: Thread) -> QuestionView:
    plain = dict(zip(_NAMES, row[:_PLAIN_END], strict=True))
    facts = Facts(*row[_PLAIN_END:_FACTS_END])
    product_id, product_slug, product_name, *_rest = row[_FACE_END:]
    space_slug, space_name, visibility, parts, tags = _rest
    if plain["claimed_until"] is None or plain["claimed_until"] <= clock.now():
        plain["claimed_by_id"] = plain["claimed_until"] = None
    return QuestionView(
        **plain,
        slug=slug(plain["title"], "question"),
        parts=parts,
        facts=facts,
        state=state_word(facts, plain["answer_count"]),
        author=face_of(row[_FACTS_END:_FACE_END]),
        product=ProductName(product_id, product_slug, product_name) if product_id else None,
        space_slug=space_slug,
        space_name=space_name,
        space_visibility=visibility,
        tags=tags_in(tags),
        thread=thread,
    )


def _answer(
    found: Found, accepted_id: int | None, threads: dict[int | None, Thread], reader: Reader
) -> AnswerRow:
    withheld = reader.may_not_read(found.author_id, found.hidden_at)
    return AnswerRow(
        id=found.id,
        question_id=found.question_id,
        author=NOBODY if withheld else face_of(found.face),
        parts=[] if withheld else found.parts,
        posted_at=found.posted_at,
        edited_at=found.edited_at,
        edition=found.edition,
        score=found.score,
        reply_count=found.reply_count,
        fixed_count=found.fixed_count,
        stuck_count=found.stuck_count,
        is_accepted=found.id == accepted_id,
        also_works_at=found.also_works_at,
        recommended_at=found.recommended_at,
        recommended_by_id=found.recommended_by_id,
        hidden_at=found.hidden_at,
        withheld=withheld,
        thread=threads.get(found.id, Thread()),
        external_id=found.external_id,
    )


def _path(product: ProductName | None) -> tuple[ProductName, ...]:
    node = product_tree().by_id.get(product.id) if product else None
    return tuple(ProductName(*step) for step in node.path) if node else ()


# -- other questions that this one is tied to -----------------------------------------------------

_THIS: Any = bindparam("question_id")
_links = QuestionLink.__table__.c
_linked = union_all(
    select(_links.related_id).where(_links.question_id == _THIS),
    select(_links.question_id).where(_links.related_id == _THIS),
)


def _tied(how: str, condition: Any, *, merged: bool = False) -> Select[Any]:
    lines = select(
        literal_column(f"'{how}'").label("how"), q.id, q.title, q.answer_count, q.solved_at
    )
    statement = lines.where(condition)
    return statement if merged else statement.where(q.merged_into_id.is_(None))


def _ties(actor: Actor) -> Any:
    seen = visible_to(actor)
    canonical = _tied("canonical", q.id == bindparam("canonical_id"))
    duplicates = _tied("duplicate", q.duplicate_of_id == _THIS)
    # A merged question is shown by its title alone, and only to those who saw it before.
    merged = _tied("merged", q.merged_into_id == _THIS, merged=True).where(
        # "+ 0" leaves the index of spaces aside: few questions were merged, many stand in a space.
        q.hidden_at.is_(None),
        q.space_id + 0 == bindparam("space_id"),
    )
    return union_all(
        canonical.where(seen),
        duplicates.where(seen).limit(RELATED_MOST).subquery().select(),
        _tied("link", q.id.in_(_linked)).where(seen).limit(RELATED_MOST).subquery().select(),
        merged.limit(RELATED_MOST).subquery().select(),
    )


def _related(view: QuestionView, actor: Actor) -> dict[str, Any]:
    """Read duplicates both ways, merged ones and links, of those the actor may see."""
    statement, values = statement_for(_ties, actor)
    canonical_id = view.facts.duplicate_of_id or 0
    values |= {"question_id": view.id, "space_id": view.space_id, "canonical_id": canonical_id}
    found: dict[str, list[RelatedRow]] = defaultdict(list)
    for how, other_id, title, answer_count, solved_at in db.session.execute(statement, values):
        found[how].append(
            RelatedRow(other_id, slug(title, "question"), title, answer_count, bool(solved_at))
        )
    return {
        "duplicate_of": next(iter(found["canonical"]), None),
        "duplicates": tuple(found["duplicate"]),
        "links": tuple(found["link"]),
        "merged_here": tuple(found["merged"]),
    }


# -- people ---------------------------------------------------------------------------------------


def _people(view: QuestionView, rows: Iterable[AnswerRow]) -> dict[int, Face]:
    """Read the faces of everybody mentioned or named, beside the authors who are known already."""
    named: set[int | None] = {
        view.accepted_by_id,
        view.needs_info_by_id,
        view.status_by_id,
        view.claimed_by_id,
    }
    named.update(mentioned(view.parts))
    threads = [view.thread]
    for row in rows:
        named.add(row.recommended_by_id)
        named.update(mentioned(row.parts))
        threads.append(row.thread)
    for thread in threads:
        for reply in thread.rows:
            named.update(mentioned(reply.parts))
    return faces(member_id for member_id in named if member_id is not None)


def mentioned(parts: Iterable[Any]) -> Iterable[int]:
    """Return the ids of the members that a text's parts mention."""
    return (part["mention"] for part in parts if isinstance(part, dict) and "mention" in part)

"""Which questions a list shows: read from an address and printed back to one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, cast, get_args

from sqlalchemy import ColumnElement, false, or_, select

from app.domain.accounts.queries import ids_by_handle
from app.domain.catalog.models import Space, Tag
from app.domain.catalog.queries import product_tree
from app.domain.forum.models.questions import STATUSES, Question, question_tags
from app.kit.problems import Invalid

Tab = Literal["active", "new", "unanswered", "solved", "affected"]
TABS: tuple[str, ...] = get_args(Tab)

STATES: tuple[str, ...] = (
    *("open", "solved", "unsolved", "unanswered", "needs-info", "closed"),
    *(f"status:{status}" for status in STATUSES),
)
# Longer values name nothing that exists.
LONGEST = 100


@dataclass(frozen=True)
class QuestionFilter:
    """A list of questions in words: tab, product (with those below it), tag, state, space, author.

    ``author`` is a handle, ``product`` and ``space`` are slugs.
    """

    tab: Tab = "active"
    product: str | None = None
    tag: str | None = None
    state: str | None = None
    space: str | None = None
    author: str | None = None

    @classmethod
    def parse(cls, query: Mapping[str, str]) -> QuestionFilter:
        """Read a filter from the values of a query string; what it does not know it leaves out."""
        tab = query.get("tab", "active")
        state = query.get("state")
        return cls(
            tab=cast("Tab", tab) if tab in TABS else "active",
            product=_word(query.get("product")),
            tag=_word(query.get("tag")),
            state=state if state in STATES else None,
            space=_word(query.get("space")),
            author=_word(query.get("author")),
        )

    def query(self) -> dict[str, str]:
        """Return the values of a query string that parses to this filter."""
        values = {} if self.tab == "active" else {"tab": str(self.tab)}
        for name in ("product", "tag", "state", "space", "author"):
            if value := getattr(self, name):
                values[name] = value
        return values

    def but(self, **changes: Any) -> QuestionFilter:
        """Return this filter with something changed: for tabs and facets."""
        return replace(self, **changes)

    @property
    def is_plain(self) -> bool:
        """Whether nothing but the tab was chosen."""
        return not any((self.product, self.tag, self.state, self.space, self.author))


def conditions(chosen: QuestionFilter) -> list[ColumnElement[bool]]:
    """Return what a question must be to stand in the list; an unknown name finds nothing."""
    found = [_about(chosen.product)] if chosen.product else []
    if chosen.tag:
        tagged = select(question_tags.c.question_id).join(Tag, Tag.id == question_tags.c.tag_id)
        found.append(Question.id.in_(tagged.where(Tag.name == chosen.tag)))
    if chosen.space:
        home = select(Space.id).where(Space.slug == chosen.space).scalar_subquery()
        found.append(Question.space_id == home)
    if chosen.author:
        members = ids_by_handle({chosen.author})
        found.append(Question.author_id.in_(members.values()) if members else false())
    if chosen.state:
        found.extend(_in_state(chosen.state))
    return found


def about_product(slug: str) -> ColumnElement[bool]:
    """Return the condition that a question names the product or one below it."""
    return _about(slug)


def _about(slug: str) -> ColumnElement[bool]:
    node = product_tree().by_slug.get(slug)
    if node is None:
        return false()
    if len(node.descendant_ids) == 1:
        return Question.product_id == node.id
    return Question.product_id.in_(node.descendant_ids)


def _in_state(state: str) -> list[ColumnElement[bool]]:
    kind, _, status = state.partition(":")
    is_closed = or_(Question.locked_at.is_not(None), Question.archived_at.is_not(None))
    known: dict[str, list[ColumnElement[bool]]] = {
        "solved": [Question.solved_at.is_not(None)],
        "unsolved": [Question.solved_at.is_(None)],
        "open": [Question.solved_at.is_(None), ~is_closed],
        "unanswered": [Question.answer_count == 0],
        "needs-info": [Question.needs_info_at.is_not(None)],
        "closed": [is_closed],
        "status": [Question.status == status],
    }
    if kind not in known:
        raise Invalid("state", "There is no such state.")
    return known[kind]


def _word(value: str | None) -> str | None:
    if value is None or not value.strip() or len(value) > LONGEST or "\x00" in value:
        return None
    return value.strip()

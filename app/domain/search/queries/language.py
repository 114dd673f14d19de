"""The language of the search box: words, and operators such as ``tag:zigbee`` or ``is:solved``.

What is no operator is a word: an unknown name, a date that is none, a state that nothing has.
Quotes and minuses of plain words are left to whoever takes words apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from app.domain.search.rules import OPERATORS_MOST, TYPED_LONGEST

TYPES = ("question", "article", "idea", "member", "tag")
STATES = ("solved", "open", "unanswered")

_OPERATOR = re.compile(
    r"""(?<!\S)(?P<minus>-?)(?P<name>[a-z]+):(?:"(?P<quoted>[^"]*)"?|(?P<value>[^\s"]+))(?!\S)""",
    re.IGNORECASE,
)
_QUOTED = re.compile(r'(?<!\S)-?"[^"]*"?')
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator as it was typed, and what it says."""

    name: str
    value: str
    is_not: bool
    # The very signs that stand in the box, to be taken out again.
    typed: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a box asks for: the words that are left, and what the operators demand.

    Of kinds, authors and spaces any will do; every tag and product must be there. Nothing of what
    is in ``without`` may be, which has them by the same names. Both days count.
    """

    words: str = ""
    # Words or phrases that the title has; those with quotes still wear them.
    in_title: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    spaces: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    is_solved: bool | None = None
    is_answered: bool | None = None
    # Two operators that no thing can meet together.
    is_contradictory: bool = False
    since: date | None = None
    until: date | None = None
    without: dict[str, tuple[str, ...]] = field(default_factory=dict)
    operators: tuple[Operator, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether nothing but words was typed."""
        return not self.operators

    @property
    def text(self) -> str:
        """What is searched for in texts: the words, and those that the title must have."""
        return " ".join([self.words, *(f"title:{words}" for words in self.in_title)]).strip()

    def with_words(self, words: str) -> str:
        """Return what to type for other words and the same operators."""
        return " ".join([words, *(one.typed for one in self.operators)]).strip()

    def without_operator(self, operator: Operator) -> str:
        """Return what to type for the same without one operator."""
        others = (one.typed for one in self.operators if one is not operator)
        return " ".join([self.words, *others]).strip()


def read(typed: str) -> Asked:
    """Read what stands in the box; whatever it is, it asks for something or nothing."""
    asked = Asked()
    rest: list[str] = []
    here = 0
    typed = _sayable(typed[:TYPED_LONGEST])
    for match in _operators(typed):
        operator = _operator(match)
        understood = operator and _READERS[operator.name](asked, operator)
        if operator and understood and len(asked.operators) < OPERATORS_MOST:
            rest.append(typed[here : match.start()])
            here = match.end()
            asked = replace(understood, operators=(*asked.operators, operator))
    rest.append(typed[here:])
    return replace(asked, words=" ".join(" ".join(rest).split()))


def _sayable(typed: str) -> str:
    """Take out what no database stores: halves of signs, and the sign for nothing."""
    return typed.encode("utf-8", "replace").decode().replace("\x00", " ")


def _operators(typed: str) -> list[re.Match[str]]:
    """Return what looks like an operator and does not stand in quotes."""
    quoted = [match.span() for match in _QUOTED.finditer(typed)]
    return [
        match
        for match in _OPERATOR.finditer(typed)
        if not any(start <= match.start() < end for start, end in quoted)
    ]


def _operator(match: re.Match[str]) -> Operator | None:
    name = match["name"].casefold()
    value = match["quoted"] if match["quoted"] is not None else match["value"]
    value = " ".join(value.split())
    if name not in _READERS or not value:
        return None
    return Operator(name, value, bool(match["minus"]), match.group())


def _title(asked: Asked, operator: Operator) -> Asked | None:
    words = f'"{operator.value}"' if " " in operator.value else operator.value
    if operator.is_not:
        return replace(asked, without=_more(asked, "in_title", words))
    return replace(asked, in_title=(*asked.in_title, words))


def _named(attribute: str) -> Callable[[Asked, Operator], Asked | None]:
    """Read an operator that names something, of which there may be several."""

    def reader(asked: Asked, operator: Operator) -> Asked | None:
        value = operator.value.removeprefix("@").removeprefix("#").casefold()
        if not value:
            return None
        if operator.is_not:
            return replace(asked, without=_more(asked, attribute, value))
        known: tuple[str, ...] = getattr(asked, attribute)
        return _with(asked, **{attribute: tuple(dict.fromkeys((*known, value)))})

    return reader


def _type(asked: Asked, operator: Operator) -> Asked | None:
    kind = operator.value.casefold()
    kind = kind if kind in TYPES else kind.removesuffix("s")
    if kind not in TYPES:
        return None
    if operator.is_not:
        return replace(asked, without=_more(asked, "kinds", kind))
    return replace(asked, kinds=tuple(dict.fromkeys((*asked.kinds, kind))))


def _state(asked: Asked, operator: Operator) -> Asked | None:
    state = operator.value.casefold()
    if state not in STATES:
        return None
    if state == "unanswered":
        return _fact(asked, "is_answered", is_so=operator.is_not)
    return _fact(asked, "is_solved", is_so=(state == "solved") is not operator.is_not)


def _fact(asked: Asked, attribute: str, *, is_so: bool) -> Asked:
    known = getattr(asked, attribute)
    if known is not None and known is not is_so:
        return replace(asked, is_contradictory=True)
    return _with(asked, **{attribute: is_so})


def _after(asked: Asked, operator: Operator) -> Asked | None:
    return _from(asked, operator) if not operator.is_not else _up_to(asked, operator)


def _before(asked: Asked, operator: Operator) -> Asked | None:
    return _up_to(asked, operator) if not operator.is_not else _from(asked, operator)


def _from(asked: Asked, operator: Operator) -> Asked | None:
    day = _day(operator.value)
    return replace(asked, since=max(day, asked.since or day)) if day else None


def _up_to(asked: Asked, operator: Operator) -> Asked | None:
    """Read ``before:``: the day itself is not before it."""
    day = _day(operator.value)
    if not day or day == date.min:
        return None
    last = day - timedelta(days=1)
    return replace(asked, until=min(last, asked.until or last))


def _day(value: str) -> date | None:
    """Return the first day of what is a day, a month, or a year."""
    match = _DATE.fullmatch(value)
    if not match:
        return None
    year, month, day = (int(part or 1) for part in match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _with(asked: Asked, **changes: Any) -> Asked:
    return replace(asked, **changes)


def _more(asked: Asked, attribute: str, value: str) -> dict[str, tuple[str, ...]]:
    known = asked.without.get(attribute, ())
    return {**asked.without, attribute: tuple(dict.fromkeys((*known, value)))}


_READERS: dict[str, Callable[[Asked, Operator], Asked | None]] = {
    "title": _title,
    "tag": _named("tags"),
    "product": _named("products"),
    "by": _named("authors"),
    "in": _named("spaces"),
    "is": _state,
    "type": _type,
    "after": _after,
    "before": _before,
}

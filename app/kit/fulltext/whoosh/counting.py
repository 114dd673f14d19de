"""Which of the matching documents pass the filters, and how many carry what."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from itertools import chain, compress

from app.kit.fulltext.contract import Query
from app.kit.fulltext.whoosh.leaves import Leaf
from app.kit.fulltext.whoosh.schema import facets

# Where hardly two documents carry the same, their values are counted one by one.
_MANY = 500
# One in so many documents is few.
_FEW = 16

Counts = dict[str, Counter[str]]


def passing(leaf: Leaf, asked: Query, numbers: Collection[int]) -> list[int]:
    """Give those of the documents that pass every filter and are of the right days."""
    return _of_days(leaf, asked, _passing(leaf, asked, numbers))


def count(
    leaf: Leaf, asked: Query, numbers: Collection[int], passing_all: list[int], into: Counts
) -> None:
    """Count what these documents carry, of each name as if its own filter were not set.

    :param passing_all: those of them that pass every filter and are of the right days.
    """
    passed = {"": passing_all}
    for name in asked.counted:
        # Names without a filter of their own share what passes all of them.
        own = name if name in _wanted(asked) else ""
        if own not in passed:
            passed[own] = _of_days(leaf, asked, _passing(leaf, asked, numbers, own))
        codes, carried = leaf.rows("" if name == "kind" else name)
        counts = into.setdefault(name, Counter())
        of_passed = map(codes.__getitem__, passed[own])
        if len(carried) > _MANY:
            counts.update(chain.from_iterable(map(carried.__getitem__, of_passed)))
            continue
        for code, times in Counter(of_passed).items():
            for value in carried[code]:
                counts[value] += times
    if asked.ages:
        is_any_day = asked.since is None and asked.until is None
        of_any_day = passing_all if is_any_day else _passing(leaf, asked, numbers)
        _count_ages(leaf, asked, of_any_day, into.setdefault("age", Counter()))


def _count_ages(leaf: Leaf, asked: Query, numbers: Collection[int], ages: Counter[str]) -> None:
    days = leaf.days()
    young = list(map(days.__getitem__, numbers))
    for age in sorted(asked.ages):
        young = [day for day in young if day >= age]
        ages[str(age)] += len(young)


def _wanted(asked: Query) -> Mapping[str, Collection[str]]:
    return {"kind": asked.kinds, **asked.filters} if asked.kinds else asked.filters


def _passing(leaf: Leaf, asked: Query, numbers: Collection[int], but: str = "") -> Collection[int]:
    wanted = [(name, values) for name, values in _wanted(asked).items() if name != but]
    allowed = _allowed(leaf, wanted, asked.without)
    carrying = carriers(leaf, asked.every)
    if carrying is not None:
        numbers = [number for number in numbers if number in carrying]
    if allowed is None or allowed.bit_count() == leaf.size:
        return numbers
    is_allowed = allowed.to_bytes(leaf.size, "little")
    return [number for number in numbers if is_allowed[number]]


def few(leaf: Leaf, asked: Query) -> AbstractSet[int] | None:
    """Give those that pass the filters, where they are so few that it pays to know them."""
    allowed = _allowed(leaf, _wanted(asked).items(), {})
    if allowed is None or allowed.bit_count() * _FEW > leaf.size:
        return None
    return set(compress(range(leaf.size), allowed.to_bytes(leaf.size, "little")))


def _allowed(
    leaf: Leaf,
    wanted: Iterable[tuple[str, Collection[str]]],
    without: Mapping[str, Collection[str]],
) -> int | None:
    """Give one byte for each document, 1 for those that may be found; none where all may."""
    allowed = None
    for name, values in wanted:
        mask = leaf.mask("" if name == "kind" else name, values, facets)
        allowed = mask if allowed is None else allowed & mask
    for name, values in without.items():
        mask = leaf.mask(name, values, facets)
        allowed = _all_of(leaf) & ~mask if allowed is None else allowed & ~mask
    return allowed


def carriers(leaf: Leaf, every: Mapping[str, Collection[str]]) -> AbstractSet[int] | None:
    """Give those that carry all of these values; none where nothing is demanded.

    They are looked up anew each time: hardly anybody asks for the same ones again, and what is
    kept for many would have to make room for them.
    """
    found: set[int] | None = None
    for name, values in every.items():
        for value in values:
            carrying = leaf.carriers(facets(name, [value])[0])
            found = carrying if found is None else found & carrying
    return found


def _all_of(leaf: Leaf) -> int:
    return int.from_bytes(b"\x01" * leaf.size, "little")


def _of_days(leaf: Leaf, asked: Query, numbers: Collection[int]) -> list[int]:
    if asked.since is None and asked.until is None:
        return list(numbers)
    days = leaf.days()
    since = asked.since if asked.since is not None else min(days)
    until = asked.until if asked.until is not None else max(days)
    return [number for number in numbers if since <= days[number] <= until]

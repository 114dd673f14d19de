"""Which of the matching documents pass the filters, and how many carry what."""

from collections import Counter
from collections.abc import Collection, Mapping

from app.kit.fulltext.contract import Query
from app.kit.fulltext.whoosh.bits import Bits
from app.kit.fulltext.whoosh.leaves import Leaf

Counts = dict[str, Counter[str]]


def passing(leaf: Leaf, asked: Query) -> Bits:
    """Give what passes every filter and is of the right days."""
    return _carrying(leaf, asked) & _of_days(leaf, asked)


def count(leaf: Leaf, asked: Query, matching: Bits, into: Counts) -> None:
    """Count what these documents carry, of each name as if its own filter were not set."""
    passed = {"": matching & passing(leaf, asked)}
    for name in asked.counted:
        # Names without a filter of their own share what passes all of them.
        own = name if name in _wanted(asked) else ""
        if own not in passed:
            passed[own] = matching & _carrying(leaf, asked, own) & _of_days(leaf, asked)
        leaf.carried(_stored(name)).count(passed[own], into.setdefault(name, Counter()))
    if asked.ages:
        ages = into.setdefault("age", Counter())
        of_any_day = matching & _carrying(leaf, asked)
        for age in asked.ages:
            ages[str(age)] += (of_any_day & leaf.since(age)).bit_count()


def _wanted(asked: Query) -> Mapping[str, Collection[str]]:
    return {"kind": asked.kinds, **asked.filters} if asked.kinds else asked.filters


def _carrying(leaf: Leaf, asked: Query, but: str = "") -> Bits:
    """Give what carries all that is wanted, one name left out, and nothing that is not."""
    found = leaf.live
    for name, values in _wanted(asked).items():
        if name != but:
            found &= leaf.carriers(_stored(name), values)
    for name, values in asked.every.items():
        for value in values:
            found &= leaf.carriers_now(name, [value])
    for name, values in asked.without.items():
        found &= ~leaf.carriers(name, values)
    return found


def _stored(name: str) -> str:
    return "" if name == "kind" else name


def _of_days(leaf: Leaf, asked: Query) -> Bits:
    found = leaf.live
    if asked.since is not None:
        found &= leaf.since(asked.since)
    if asked.until is not None:
        found &= ~leaf.since(asked.until + 1)
    return found

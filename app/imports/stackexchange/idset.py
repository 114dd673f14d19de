"""A set of ids that stays small with millions of them: one bit for each, in pages."""

from __future__ import annotations

from collections.abc import Iterator

# 65,536 ids share a page of 8 kB. Ids have 31 bits, so that even a dump made to hurt, with
# each id on a page of its own, stays under 512 MB.
_PAGE_BITS = 16
_PAGE_BYTES = 1 << (_PAGE_BITS - 3)
_WITHIN = (1 << _PAGE_BITS) - 1


class IdSet:
    """Which ids were met."""

    def __init__(self) -> None:
        self._pages: dict[int, bytearray] = {}
        self._count = 0

    def add(self, number: int) -> bool:
        """Remember ``number``; True if it is new."""
        page = self._pages.get(number >> _PAGE_BITS)
        if page is None:
            page = self._pages[number >> _PAGE_BITS] = bytearray(_PAGE_BYTES)
        place, bit = (number & _WITHIN) >> 3, 1 << (number & 7)
        if page[place] & bit:
            return False
        page[place] |= bit
        self._count += 1
        return True

    def __contains__(self, number: int) -> bool:
        """Say whether ``number`` was added."""
        page = self._pages.get(number >> _PAGE_BITS)
        return page is not None and bool(page[(number & _WITHIN) >> 3] & 1 << (number & 7))

    def __len__(self) -> int:
        """Count the ids."""
        return self._count

    def __iter__(self) -> Iterator[int]:
        """Give the ids in ascending order."""
        for key in sorted(self._pages):
            for place, byte in enumerate(self._pages[key]):
                for bit in range(8):
                    if byte & 1 << bit:
                        yield (key << _PAGE_BITS) + (place << 3) + bit

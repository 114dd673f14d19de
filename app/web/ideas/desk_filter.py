"""What somebody wants to see on the desk, as its address says it and as the domain asks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlencode

from app.domain.catalog.queries import ProductTree
from app.domain.ideas.queries.desk import SORTS, DeskWanted
from app.domain.ideas.rules import ESTIMATES
from app.domain.ideas.rules.machine import OPEN, STATUSES
from app.web.numbers import row_named

URL = "/ideas/desk"
# Which ideas: those that are open, whatever else, or one status.
OPEN_ONES, ALL = "", "all"
# Whether the team's first reply is still to come.
ONLY = ("unanswered", "late")
DEFAULT_SORT = "reply"
TEXT_LONGEST = 200


@dataclass(frozen=True)
class DeskFilter:
    """The query of the desk's address; empty values are left out of it."""

    status: str = OPEN_ONES
    only: str = ""
    owner: str = ""
    theme: str = ""
    product: str = ""
    effort: str = ""
    value: str = ""
    votes: str = ""
    q: str = ""
    sort: str = ""
    reverse: str = ""

    @classmethod
    def parse(cls, given: Mapping[str, Any]) -> DeskFilter:
        """Read an address or a saved view; what means nothing is left out."""

        def one_of(name: str, known: tuple[str, ...]) -> str:
            said = str(given.get(name) or "")
            return said if said in known else ""

        sizes = tuple(str(size) for size in ESTIMATES)
        owner = str(given.get("owner") or "")
        return cls(
            status=one_of("status", (ALL, *STATUSES)),
            only=one_of("only", ONLY),
            owner=owner if owner in ("me", "nobody") or row_named(owner) else "",
            theme=str(row_named(str(given.get("theme") or "")) or ""),
            product=str(given.get("product") or "")[:80].replace("\x00", ""),
            effort=one_of("effort", sizes),
            value=one_of("value", sizes),
            votes=str(row_named(str(given.get("votes") or "")) or ""),
            q=str(given.get("q") or "")[:TEXT_LONGEST].replace("\x00", " ").strip(),
            sort=one_of("sort", SORTS),
            reverse="1" if given.get("reverse") else "",
        )

    def but(self, **changes: str) -> DeskFilter:
        """Return the same filter with something changed."""
        return replace(self, **changes)

    def query(self) -> dict[str, str]:
        """Return what the address says."""
        return {name: said for name, said in asdict(self).items() if said}

    def url(self, path: str = URL, **more: str) -> str:
        """Return the address."""
        query = self.query() | {name: said for name, said in more.items() if said}
        return f"{path}?{urlencode(query)}" if query else path

    def sorted_by(self, sort: str) -> str:
        """Return the address sorted by this; by the same once more turns the order around."""
        if sort == self.order:
            return self.but(reverse="" if self.reverse else "1").url()
        return self.but(sort=sort, reverse="").url()

    @property
    def order(self) -> str:
        return self.sort or DEFAULT_SORT

    def wanted(self, tree: ProductTree) -> DeskWanted:
        """Return what the domain is asked for."""
        node = tree.by_slug.get(self.product)
        statuses = {OPEN_ONES: OPEN, ALL: ()}.get(self.status, (self.status,))
        return DeskWanted(
            statuses=statuses,
            owner=self.owner,
            theme_id=int(self.theme) if self.theme else None,
            # A product that is not there has no ideas.
            product_id=(node.id if node else -1) if self.product else None,
            is_late=self.only == "late",
            is_unanswered=self.only == "unanswered",
            effort_most=int(self.effort) if self.effort else None,
            value_least=int(self.value) if self.value else None,
            votes_least=int(self.votes) if self.votes else 0,
            text=self.q,
            sort=self.order,
            is_reversed=bool(self.reverse),
        )

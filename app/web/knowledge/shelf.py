"""All articles: the shelf by product and topic, and the list of what somebody chose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request

from app.domain.catalog.queries import ProductNode, ProductTree, product_tree
from app.domain.catalog.rules import tag_name
from app.domain.knowledge.queries.lists import articles
from app.domain.knowledge.queries.shelf import Counts, article_counts
from app.domain.knowledge.queries.topics import TopicNode, TopicTree, topic_tree
from app.domain.knowledge.rules import KINDS
from app.kit.i18n import gettext
from app.web.catalog.shown import shown_product
from app.web.guards import public
from app.web.knowledge.shown import shelf_url, shown_article
from app.web.partials import page
from app.web.shell import actor, base_url

bp = Blueprint("shelf", __name__)

# Lines under each heading of the shelf.
LINES = 6
SORTS = ("changed", "helpful", "reused", "new")


@dataclass(frozen=True)
class Facet:
    """A product or topic to choose, with how many articles stand there and below."""

    slug: str
    name: str
    about: str
    url: str
    count: int
    children: tuple[Facet, ...]
    # What is below it is shown: it, or something below it, is chosen.
    is_open: bool = False


@dataclass(frozen=True)
class Chosen:
    """What the address asks for."""

    product: str = ""
    topic: str = ""
    tag: str = ""
    kind: str = ""
    sort: str = ""

    @classmethod
    def parse(cls, query: Mapping[str, str]) -> Chosen:
        """Read a query string; what means nothing is left out."""
        kind, sort = query.get("kind", ""), query.get("sort", "")
        return cls(
            product=query.get("product", "")[:80],
            topic=query.get("topic", "")[:80],
            tag=tag_name(query.get("tag", "")[:80]),
            kind=kind if kind in KINDS else "",
            sort=sort if sort in SORTS else "",
        )

    def url(self, **changes: str) -> str:
        """Return the address of the same with something else chosen."""
        return shelf_url(**(vars(self) | changes))


@bp.get("/knowledge")
@public("the shelf is open; what stands on it is filtered by policy")
def index() -> Response:
    """Show the shelf, or the articles that the address chooses.

    At most seven statements for the shelf and seven for a list, beside those of every page.
    """
    chosen = Chosen.parse(request.args)
    counts = article_counts(actor())
    products, topics = product_tree(), topic_tree()
    if chosen == Chosen() and not request.args.keys() & {"after", "before"}:
        return page("knowledge/shelf.html", **_shelf(counts, products, topics))
    return page("knowledge/list.html", **_list(chosen, counts, products, topics))


def _shelf(counts: Counts, products: ProductTree, topics: TopicTree) -> dict[str, Any]:
    who = actor()
    shelves = [(root, _articles_below(root, counts)) for root in products.roots]
    processes = articles(who, kind="process", sort="helpful", size=LINES) if counts.total else None
    return {
        "count": counts.total,
        "products": [(shown_product(root), number) for root, number in shelves if number],
        "topics": [facet for facet in _topic_facets(topics.roots, counts, Chosen()) if facet.count],
        "helpful": [
            shown_article(row)
            for row in articles(who, sort="helpful", size=LINES).items
            if row.helpful_count
        ],
        "changed": [shown_article(row) for row in articles(who, size=LINES).items],
        "processes": [shown_article(row) for row in processes.items] if processes else [],
    }


def _list(
    chosen: Chosen, counts: Counts, products: ProductTree, topics: TopicTree
) -> dict[str, Any]:
    product, topic = products.by_slug.get(chosen.product), topics.by_slug.get(chosen.topic)
    found = articles(
        actor(),
        # What is not there has no articles: an id that no row has.
        product_id=(product.id if product else 0) if chosen.product else None,
        topic_id=(topic.id if topic else 0) if chosen.topic else None,
        tag=chosen.tag or None,
        kind=chosen.kind or None,
        sort=chosen.sort or "changed",
        after=request.args.get("after"),
        before=request.args.get("before"),
    )
    is_first = not request.args.keys() & {"after", "before"}
    return {
        "chosen": chosen,
        "rows": [shown_article(row) for row in found.items],
        "newer": _turned(chosen, "before", found.previous),
        "older": _turned(chosen, "after", found.next),
        "product_facets": _product_facets(products.roots, counts, chosen),
        "topic_facets": _topic_facets(topics.roots, counts, chosen),
        "all_products_url": chosen.url(product=""),
        "all_topics_url": chosen.url(topic=""),
        "without_tag_url": chosen.url(tag=""),
        "sorts": [
            (word, chosen.url(sort=sort), (chosen.sort or "changed") == sort)
            for sort, word in _sort_words()
        ],
        "canonical_url": base_url() + _canonical(chosen) if is_first and _is_plain(chosen) else "",
        **_told(chosen, product, topic),
    }


def _told(chosen: Chosen, product: ProductNode | None, topic: TopicNode | None) -> dict[str, Any]:
    """Return what the list is called, and what stands above it."""
    steps: list[tuple[str, str]] = []
    if product and topic:
        heading, about = f"{product.name}: {topic.name}", topic.about
        steps = [(product.name, shelf_url(product=product.slug))]
    elif product:
        heading, about = product.name, product.about
        steps = [(name, shelf_url(product=slug)) for _, slug, name in product.path[:-1]]
    elif topic:
        heading, about = topic.name, topic.about
        steps = [(name, shelf_url(topic=slug)) for _, slug, name in topic.path[:-1]]
    elif chosen.tag:
        heading, about = f"#{chosen.tag}", ""
    elif chosen.kind == "process":
        heading, about = gettext("Processes"), gettext("Steps, exceptions, contacts: how we work.")
    else:
        heading, about = gettext("All articles"), ""
    return {"heading": heading, "about": about, "steps": steps}


def _is_plain(chosen: Chosen) -> bool:
    """Whether a search engine should know this list: one place, in the usual order."""
    return not chosen.sort and not chosen.tag and bool(chosen.product) != bool(chosen.topic)


def _canonical(chosen: Chosen) -> str:
    return shelf_url(product=chosen.product, topic=chosen.topic)


def _turned(chosen: Chosen, way: str, key: str | None) -> str:
    if not key:
        return ""
    plain = chosen.url()
    return f"{plain}{'&' if '?' in plain else '?'}{way}={key}"


def _sort_words() -> list[tuple[str, str]]:
    words = {
        "changed": gettext("Last changed"),
        "helpful": gettext("Most helpful"),
        "reused": gettext("Most used"),
        "new": gettext("New"),
    }
    return [(sort, words[sort]) for sort in SORTS]


def _articles_below(node: ProductNode, counts: Counts) -> int:
    return sum(counts.by_product[product_id] for product_id in node.descendant_ids)


def _product_facets(
    nodes: Iterable[ProductNode], counts: Counts, chosen: Chosen
) -> tuple[Facet, ...]:
    """Return the products that have articles, as choices."""
    facets = []
    for node in nodes:
        count = _articles_below(node, counts)
        below = _product_facets(node.children, counts, chosen)
        if count:
            url = chosen.url(product=node.slug)
            facets.append(_facet(node, node.about, url, count, below, chosen.product))
    return tuple(facets)


def _topic_facets(nodes: Iterable[TopicNode], counts: Counts, chosen: Chosen) -> tuple[Facet, ...]:
    """Return the topics that have articles, as choices."""
    facets = []
    for node in nodes:
        count = sum(counts.by_topic[topic_id] for topic_id in node.descendant_ids)
        below = _topic_facets(node.children, counts, chosen)
        if count:
            url = chosen.url(topic=node.slug)
            facets.append(_facet(node, node.about, url, count, below, chosen.topic))
    return tuple(facets)


def _facet(
    node: ProductNode | TopicNode,
    about: str,
    url: str,
    count: int,
    below: tuple[Facet, ...],
    chosen: str,
) -> Facet:
    is_open = node.slug == chosen or any(one.is_open for one in below)
    return Facet(node.slug, node.name, about, url, count, below, is_open)

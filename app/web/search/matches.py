"""Articles and questions like what is being typed: shown on the ask form from the third word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, render_template, request
from markupsafe import Markup

from app.domain.accounts.models import Actor
from app.domain.catalog.queries import ProductNode, product_tree
from app.domain.search.actions.asks import hash_of, note_shown
from app.domain.search.queries import matching_articles, similar
from app.domain.search.queries.asks import shows_the_same
from app.domain.search.queries.solutions import solutions
from app.web.guards import public
from app.web.search.counting import counted, searcher
from app.web.search.limits import count_search
from app.web.search.shown import ShownArticle, ShownResult, shown_match, shown_result
from app.web.search.solutions import solution_text
from app.web.search.wanted import says_enough
from app.web.shell import actor, page_context

bp = Blueprint("matches", __name__, url_prefix="/questions/matches")

TITLE_LONGEST = 200
BODY_LONGEST = 10_000
TAGS_MOST = 10


@dataclass(frozen=True)
class Match:
    """One match, with what its reader can say of it in place."""

    shown: ShownArticle | ShownResult
    # The text that solved the question, for a solved one.
    solution: Markup | None = None
    # Whether it can have fixed anything, and whether it is a question to wait for.
    fixes: bool = True
    follows: bool = False

    @property
    def is_article(self) -> bool:
        return self.shown.is_article

    @property
    def subject(self) -> tuple[str, int]:
        shown = self.shown
        return ("article", shown.id) if isinstance(shown, ShownArticle) else _of_thread(shown)

    @property
    def value(self) -> str:
        """What a button says it is about."""
        kind, number = self.subject
        return f"{kind}:{number}"


@bp.get("")
@public("matches are filtered by policy")
def index() -> Response:
    """Show matches for a title: articles first, then solved questions, then the others."""
    count_search("matches")
    given = request.args
    return _shown(found_matches(given.get("title", ""), space=given.get("space", "")))


@bp.post("")
@public("matches are filtered by policy; that they were shown is counted")
def create() -> Response:
    """Show matches for all that is typed so far, and note what an ask showed."""
    count_search("matches")
    given = request.form
    texts = (given.get(name, "") for name in ("title", "body", "tags", "space"))
    found = found_matches(*texts)
    note_matches(given.get("ask", ""), found, chosen(given.get("product"), given.get("part")))
    return _shown(found)


def found_matches(title: str, body: str = "", tags: str = "", space: str = "") -> list[Match]:
    """Return articles, then questions like this, solved ones first; none before word three.

    :param space: what was chosen in the form: its language is the one that is written.
    """
    who, plain, text = actor(), _plain(title, TITLE_LONGEST), _plain(body, BODY_LONGEST)
    if not says_enough(plain):
        return []
    helping = matching_articles(plain, text, actor=who, space=space)
    articles = [Match(shown_match(one)) for one in helping]
    names = [name.strip() for name in _plain(tags, TITLE_LONGEST).split(",") if name.strip()]
    near = similar(plain, text, actor=who, tags=names[:TAGS_MOST], near=True, space=space)
    threads = _threads([shown_result(result) for result in near], who)
    return [*articles, *threads]


def note_matches(key: str, matches: Sequence[Match], product: ProductNode | None) -> None:
    """Note what a form of asking shows, if that is news."""
    subjects, key_hash = [match.subject for match in matches], hash_of(key)
    product_id = product.id if product else None
    if key_hash is None or not subjects or shows_the_same(key_hash, subjects, product_id):
        return
    counted(note_shown, key, subjects, product_id=product_id, searcher=searcher())


def chosen(product: str | None, part: str | None) -> ProductNode | None:
    """Return the product that was chosen: the exact one, if it belongs to the tile."""
    by_slug = product_tree().by_slug
    node, exact = by_slug.get(product or ""), by_slug.get(part or "")
    return exact if node and exact and exact.id in node.descendant_ids else node


def _threads(results: list[ShownResult], who: Actor) -> list[Match]:
    # Python's sort keeps the order of relevance among equals.
    results.sort(key=lambda result: result.kind != "solved")
    solved = solutions([result.row.id for result in results if result.kind == "solved"])
    matches = []
    for result in results:
        row, solution = result.row, solved.get(result.row.id)
        is_open = not {"locked", "archived"} & set(row.facts)
        matches.append(
            Match(
                result,
                solution=solution_text(solution, who) if solution else None,
                fixes=row.answer_count > 0,
                follows=is_open and row.author.id != who.id,
            )
        )
    return matches


def _of_thread(shown: ShownResult) -> tuple[str, int]:
    return ("question", shown.row.id)


def _shown(found: list[Match]) -> Response:
    return make_response(render_template("search/_matches.html", matches=found, **page_context()))


def _plain(typed: str, longest: int) -> str:
    return typed[:longest].replace("\x00", " ")

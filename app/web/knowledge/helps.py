"""Was this helpful? Said in place by members and guests, changed, explained, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request

from app import links
from app.domain.accounts.models import Actor
from app.domain.knowledge.actions.helping import say_whether_it_helped, take_back_help
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.policy import may_say_whether_it_helped
from app.domain.knowledge.queries.articles import find_article
from app.domain.knowledge.queries.helping import OwnWord, own_word
from app.domain.knowledge.rules import DID_NOT_HELP, HELPED
from app.kit.problems import Invalid
from app.kit.work import write
from app.web.guards import public
from app.web.knowledge.finding import follows_moves
from app.web.knowledge.readers import address, known_guest, who_key
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("article_helps", __name__, url_prefix="/knowledge/<slug>/help")

FRAGMENTS = {"helpful": "knowledge/_helpful.html"}
HELPFUL = {"yes": True, "no": False}


@dataclass(frozen=True)
class ShownHelp:
    """What the question under an article shows to one reader."""

    url: str
    stuck_url: str
    # "yes", "no", or nothing said yet.
    said: str
    reason: str
    comment: str
    helped: list[tuple[str, Any]]
    did_not: list[tuple[str, Any]]
    is_allowed: bool
    why_not: Any
    # A token may be drawn: this browser has a session already, or is about to get one.
    has_session: bool


@dataclass(frozen=True)
class Pressed:
    """The word that is about to be sent from the small page."""

    said: str
    reason: str
    words: Any


def shown_help(article: Article, who: Actor, *, has_session: bool = False) -> ShownHelp:
    """Return what ``knowledge/_helpful.html`` draws as ``help``; one statement at most."""
    guest = known_guest(who)
    word = own_word(article, actor=who, guest=guest)
    allowed = may_say_whether_it_helped(who, article)
    url = links.article_url(article.slug)
    return ShownHelp(
        url=f"{url}/help",
        stuck_url=f"{url}/stuck",
        said=_said(word),
        reason=word.reason if word else "",
        comment=word.comment if word else "",
        helped=list(HELPED.items()),
        did_not=list(DID_NOT_HELP.items()),
        is_allowed=bool(allowed),
        why_not=allowed.reason,
        has_session=has_session or not who.is_guest or word is not None,
    )


@bp.get("")
@public("guests say so too; the page is the way without scripts")
@follows_moves
def new(slug: str) -> Response:
    """Show the small page that asks."""
    article = find_article(slug, actor())
    return _page(article, status=200)


@bp.post("")
@public("guests say so too; the verb decides and limits")
@follows_moves
def create(slug: str) -> Any:
    """Say it, change one's mind, or say why."""
    article = find_article(slug, actor())
    given = request.form
    if given.get("said") not in HELPFUL:
        return _page(article, status=422)
    # A reason pressed comes after the one that the form held.
    reasons = given.getlist("reason") or [""]
    try:
        write(
            say_whether_it_helped,
            article,
            by=actor(),
            who=who_key(actor()),
            is_helpful=HELPFUL[given["said"]],
            reason=reasons[-1],
            comment=given.get("comment", "").strip(),
            address=address(),
        )
    except Invalid as problem:
        return _page(article, status=422, error=problem.message)
    return _again(article)


@bp.post("/withdrawal")
@public("whoever said it may take it back")
@follows_moves
def delete(slug: str) -> Any:
    """Take it back."""
    article = find_article(slug, actor())
    write(take_back_help, article, by=actor(), who=who_key(actor()))
    return _again(article)


def _again(article: Article) -> Response:
    help_ = shown_help(article, actor(), has_session=True)
    to = f"{links.article_url(article.slug)}#helpful"
    return done(to=to, fragments=FRAGMENTS, help=help_)


def _page(article: Article, *, status: int, error: Any = "") -> Response:
    return page(
        "knowledge/help.html",
        status,
        fragments=FRAGMENTS,
        help=shown_help(article, actor(), has_session=True),
        title=article.title,
        back=links.article_url(article.slug),
        pressed=_pressed(),
        error=error,
    )


def _pressed() -> Pressed | None:
    """What a guest without scripts pressed under the article: a GET says nothing yet."""
    said, reason = request.args.get("said", ""), request.args.get("reason", "")
    if said not in HELPFUL:
        return None
    reasons = HELPED if HELPFUL[said] else DID_NOT_HELP
    if reason and reason not in reasons:
        return None
    return Pressed(said, reason, reasons.get(reason, ""))


def _said(word: OwnWord | None) -> str:
    if word is None:
        return ""
    return "yes" if word.is_helpful else "no"

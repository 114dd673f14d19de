"""What surrounds every page: who looks, where they can go, and what a problem looks like."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from flask import Flask, current_app, g, get_flashed_messages, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException

from app.domain.accounts.models import Actor
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import grants
from app.domain.forum.queries.figures import SiteFigures, site_figures
from app.domain.notifications.queries import bell_of
from app.kit.db import db
from app.kit.i18n import get_locale, gettext, ngettext
from app.kit.problems import Problem, TooMany
from app.web import words
from app.web.can import Can
from app.web.forgery import csrf_token
from app.web.medals import ShownBadge, just_earned
from app.web.people import Person, person
from app.web.templating import say, say_counted

log = logging.getLogger("pukka.web")

LANGUAGES: tuple[tuple[str, str], ...] = (("en", "English"),)
THEMES = ("auto", "light", "dark")
# Seconds the footer's figures may be old.
FIGURES_KEPT = 60


@dataclass(frozen=True)
class Shell:
    """Everything the layout needs."""

    site_name: str
    base_url: str
    actor: Person
    unread: int
    figures: list[tuple[str, str, str]]
    nav: list[tuple[str, str, bool]]
    theme: str
    lang: str
    locale_dir: str
    helper: bool
    staff: bool
    judge: bool
    decider: bool
    messages: list[tuple[str, str]]
    # The badge to congratulate on, once; asked for by whole pages alone.
    just_earned: Callable[[], ShownBadge | None]
    languages: tuple[tuple[str, str], ...] = LANGUAGES
    query: str = ""
    csrf_token: Callable[[], str] = csrf_token


def install(app: Flask) -> None:
    """Give the application its template words and its answers to problems."""
    words.install(app)
    app.jinja_env.globals.update(_=say, gettext=say, ngettext=say_counted, person=person)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.register_error_handler(Problem, answer_problem)
    app.register_error_handler(CSRFError, answer_stale_form)
    app.register_error_handler(OperationalError, answer_database_away)
    app.register_error_handler(DataError, answer_unfit_value)
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(500, answer_fault)


def actor() -> Actor:
    """Return who asks: a member, or the Guest."""
    return cast("Actor", current_user._get_current_object())  # noqa: SLF001 - policies want the row itself, not flask-login's proxy


def page_context() -> dict[str, Any]:
    """Return what every template is given: ``shell``, ``actor`` and ``can``."""
    if "page_context" not in g:
        who = actor()
        g.page_context = {"shell": _shell(who), "actor": person(who), "can": Can(who)}
    return cast("dict[str, Any]", g.page_context)


def chosen_language() -> str:
    """Return the reader's language: their own, else the one in their cookie, else the default."""
    known = {code for code, _ in LANGUAGES}
    wanted = request.cookies.get("lang", "") if request else ""
    return wanted if wanted in known else LANGUAGES[0][0]


def chosen_zone() -> str:
    """Return the reader's time zone; a visitor's page is the same for all, so in UTC."""
    who = actor()
    return "UTC" if who.is_guest else who.time_zone


def site_name() -> str:
    return str(cast("Any", current_app).settings.site_name)


def base_url() -> str:
    return str(cast("Any", current_app).settings.base_url)


def _shell(who: Actor) -> Shell:
    theme = request.cookies.get("theme", "auto")
    bell = bell_of(who)
    return Shell(
        site_name=site_name(),
        base_url=base_url(),
        actor=person(who),
        unread=bell.unread,
        just_earned=lambda: just_earned(bell),
        figures=_figures(),
        nav=[
            (gettext("Questions"), "/questions", request.path.startswith("/questions")),
            (gettext("Ideas"), "/ideas", request.path.startswith(("/ideas", "/roadmap"))),
            (gettext("Knowledge"), "/knowledge", request.path.startswith("/knowledge")),
        ],
        theme=theme if theme in THEMES else "auto",
        lang=str(get_locale() or "en").replace("_", "-"),
        locale_dir=words.direction(),
        helper=grants(who, Permission.SEE_QUEUE),
        staff=who.is_staff,
        judge=grants(who, Permission.JUDGE_VOTES),
        decider=grants(who, Permission.DECIDE_IDEA),
        # A guest who has no session has no messages; asking would only open one.
        messages=[] if who.is_guest and not _has_session() else _messages(),
        query=request.args.get("q", "") if request.path == "/search" else "",
    )


def _has_session() -> bool:
    name = current_app.session_interface.get_cookie_name(current_app)
    return name in request.cookies


def _messages() -> list[tuple[str, str]]:
    return cast("list[tuple[str, str]]", get_flashed_messages(with_categories=True))


def _figures() -> list[tuple[str, str, str]]:
    kept: tuple[float, SiteFigures] | None = current_app.extensions.get("figures")
    if kept is None or time.monotonic() - kept[0] > FIGURES_KEPT:
        kept = (time.monotonic(), site_figures())
        current_app.extensions["figures"] = kept
    figures = kept[1]
    rows = [
        (gettext("members"), words.short(figures.members), words.number(figures.members)),
        (gettext("questions"), words.short(figures.questions), words.number(figures.questions)),
    ]
    if figures.solved_share is not None:
        share = f"{round(figures.solved_share * 100)}%"
        rows.append((gettext("solved"), share, share))
    if figures.first_answer_minutes is not None:
        rows.append((gettext("first answer"), *_span(figures.first_answer_minutes)))
    return rows


def _span(minutes: float) -> tuple[str, str]:
    exact = ngettext("%(num)s minute", "%(num)s minutes", round(minutes))
    hour, two_days = 60, 48 * 60
    if minutes < 2 * hour:
        return gettext("%(n)s min", n=round(minutes)), exact
    if minutes < two_days:
        return gettext("%(n)s h", n=round(minutes / hour)), exact
    return gettext("%(n)s days", n=round(minutes / hour / 24)), exact


# -- problems ---------------------------------------------------------------------------------


def answer_problem(problem: Problem) -> ResponseReturnValue:
    """Turn a refusal of the rules into a page that says what to do next."""
    response = error_page(problem.status, str(problem.message))
    if isinstance(problem, TooMany):
        response.headers["Retry-After"] = str(problem.retry_after)
    return response


def answer_stale_form(_error: CSRFError) -> ResponseReturnValue:
    """A form without a valid token: most often one that was open since the last sign-in."""
    return error_page(
        400, gettext("This form was open too long. Go back, reload the page and send it again.")
    )


def answer_http(error: HTTPException) -> ResponseReturnValue:
    """Answer the framework's own refusals in our words."""
    if error.code is None or error.code < 400:  # noqa: PLR2004 - a redirect is no problem
        return error
    response = error_page(error.code, "")
    for name in ("Allow", "Retry-After"):
        found = dict(error.get_headers()).get(name)
        if found:
            response.headers[name] = found
    return response


def answer_database_away(error: OperationalError) -> ResponseReturnValue:
    """The database is busy, full or away: nothing was kept, and the person is told so."""
    log.error("the database did not answer", exc_info=error)
    db.session.rollback()
    response = error_page(503, "")
    response.headers["Retry-After"] = "10"
    return response


def answer_unfit_value(_error: DataError) -> ResponseReturnValue:
    """A value that no column can hold, such as the character NUL on PostgreSQL."""
    db.session.rollback()
    return error_page(400, "")


def answer_fault(error: Exception) -> ResponseReturnValue:
    """Something of ours is broken: say so without details; the log has them."""
    log.error("a page failed", exc_info=getattr(error, "original_exception", error))
    db.session.rollback()
    return error_page(500, "")


def error_page(status: int, message: str) -> Any:
    """Return the designed page for a status; JSON for scripts that asked for JSON."""
    from_script = request.accept_mimetypes.best == "application/json"
    if request.path.startswith("/api/") or from_script:
        response = current_app.json.response(
            {"error": {"code": _CODES.get(status, "error"), "message": message, "field": None}}
        )
        response.status_code = status
        return response
    try:
        html = render_template("site/error.html", status=status, message=message, **page_context())
    except Exception:
        # The page that reports a fault must not depend on what is broken.
        log.exception("the error page failed")
        html = render_template("site/fault.html", status=status, site_name=site_name())
    return current_app.make_response((html, status))


_CODES = {
    400: "bad_request", 401: "unauthorized", 403: "forbidden", 404: "not_found",
    405: "method_not_allowed", 409: "conflict", 410: "gone", 413: "too_large", 422: "invalid",
    429: "too_many", 500: "fault", 503: "unavailable",
}  # fmt: skip

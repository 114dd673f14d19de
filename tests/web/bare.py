"""A program with nothing but the templates, their globals and their files: what the shelf needs."""

import threading
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, Response
from markupsafe import Markup
from werkzeug.serving import make_server

from app.web.assets import Assets
from app.web.headers import POLICY

APP = Path(__file__).parents[2] / "app"
FIGURES = [("members", "48.2k", "48,213"), ("solved", "81%", "81%")]


def shell(**changes: Any) -> SimpleNamespace:
    """Return what surrounds a visitor's page, as app/web/shell.py gives it."""
    usual = {
        "site_name": "Lumen Home",
        "actor": SimpleNamespace(is_guest=True),
        "unread": 0,
        "figures": FIGURES,
        "query": "",
        "nav": [("Questions", "/questions", True)],
        "theme": "auto",
        "lang": "en",
        "locale_dir": "ltr",
        "helper": False,
        "staff": False,
        "judge": False,
        "decider": False,
        "messages": [],
        "just_earned": lambda: None,
        "csrf_token": lambda: pytest.fail("a visitor's page asks for no token"),
    }
    return SimpleNamespace(**(usual | changes))


def member_shell(**changes: Any) -> SimpleNamespace:
    """Return what surrounds a member's page."""
    margo = SimpleNamespace(
        is_guest=False,
        handle="margo",
        name="Margo",
        picture="",
        role_label="",
        hue=5,
        initials="MO",
        url="/members/margo",
    )
    usual = {"actor": margo, "unread": 3, "helper": True, "csrf_token": lambda: "token-1"}
    return shell(**(usual | changes))


def when(moment: datetime) -> Markup:
    shown = f"{moment:%d %B %Y}"
    return Markup('<time datetime="{}">{}</time>').format(f"{moment:%Y-%m-%dT%H:%M:%SZ}", shown)


def short(count: int) -> str:
    return f"{count / 1000:.1f}k" if count > 9999 else str(count)


def bare_app(brand: str = "#8d2c5f") -> Flask:
    """Return the program; a test gives it the pages it needs."""
    app = Flask("bare", template_folder=str(APP / "templates"))
    app.jinja_env.globals.update(
        _=lambda text, /, **given: text % given if given else text,
        ngettext=lambda one, many, num, **given: (
            (one if num == 1 else many) % ({"num": num} | given)
        ),
        number=lambda count: f"{count:,}",
        status_word=lambda status: status.replace("-", " ").capitalize(),
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(when=when, day=lambda moment: f"{moment:%d %B}", short=short)
    Assets(APP / "static", brand).init_app(app)
    app.after_request(guarded)
    return app


def guarded(response: Response) -> Response:
    """Add the policy under which every page of ours must work."""
    response.headers["Content-Security-Policy"] = POLICY
    return response


class Site:
    """The program on a port of this machine, as long as the block lasts."""

    def __init__(self, app: Flask) -> None:
        self.server = make_server("127.0.0.1", 0, app, threaded=True)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def __enter__(self) -> str:
        self.thread.start()
        return f"http://127.0.0.1:{self.server.server_port}"

    def __exit__(self, *_problem: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

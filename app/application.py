"""Community: the Flask application with its settings, tools, problems and reading session."""

from __future__ import annotations

import sys
from pathlib import Path

from flask import Flask
from flask_migrate import Migrate
from sqlalchemy.engine import make_url
from werkzeug.middleware.proxy_fix import ProxyFix

from app import cli, web, wiring
from app.api import v1
from app.config import BadSettingError, Settings, read_settings
from app.kit import files, fulltext, home, logs, mail
from app.kit.db import db
from app.kit.i18n import Babel
from app.letters import head
from app.web import assets, compression, forgery, headers, sessions, shell
from app.web.accounts import limits, security
from app.web.templating import SteadyEnvironment

ROOT = Path(__file__).resolve().parent.parent
# A form with one picture and its fields; larger bodies are refused before they are read.
MOST_BYTES = 10 * 1024 * 1024
MOST_FORM_BYTES = 1024 * 1024
MOST_FORM_PARTS = 200


class Community(Flask):
    """Pukka as one WSGI application."""

    settings: Settings
    jinja_environment = SteadyEnvironment

    @classmethod
    def assemble(cls, settings: Settings | None = None) -> Community:
        """Build the application from its settings; a bad setting ends the program with its name."""
        if settings is None:
            try:
                settings = read_settings(ROOT)
            except BadSettingError as error:
                sys.exit(f"Pukka cannot start. {error}")
        app = cls(
            "app",
            root_path=str(ROOT / "app"),
            instance_path=str(settings.instance),
            static_folder=None,
        )
        app.settings = settings
        app.config.from_mapping(_flask_settings(settings))
        if settings.trusted_proxies:
            hops = settings.trusted_proxies
            app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
        app._open_tools()
        wiring.connect()
        app._open_doors()
        return app

    def _open_tools(self) -> None:
        settings = self.settings
        if not settings.testing:
            logs.configure(settings.log_level, structured=settings.is_production)
        settings.instance.mkdir(parents=True, exist_ok=True)
        db.init_app(self)
        Migrate(self, db, directory=str(ROOT / "migrations"), compare_type=True)
        Babel(self, locale_selector=shell.chosen_language, timezone_selector=shell.chosen_zone)
        mail.use(mail.open_mailer(settings.mail_url, settings.mail_from))
        head.use(head_for(settings))
        home.use(settings.base_url)
        files.use(files.LocalFiles(settings.uploads))
        try:
            engine = fulltext.open_engine(settings.search_url, settings.instance / "search")
        except ValueError as error:
            sys.exit(f"Pukka cannot start. {error}")
        fulltext.use(engine)

    def _open_doors(self) -> None:
        sessions.install(self, self.settings)
        forgery.Protection(self)
        compression.install(self)
        headers.install(self, self.settings)
        shell.install(self)
        security.install(self, self.settings)
        limits.install(self, self.settings)
        assets.Assets(ROOT / "app" / "static", self.settings.brand_color).init_app(self)
        web.register(self, demo=self.settings.demo, development=not self.settings.is_production)
        v1.register(self)
        cli.register(self)


def head_for(settings: Settings) -> head.LetterHead:
    """Return the head of every letter of a site."""
    return head.LetterHead(
        settings.site_name,
        settings.base_url,
        settings.secret_key,
        head.readable(settings.brand_color),
    )


def _flask_settings(settings: Settings) -> dict[str, object]:
    # One connection for each thread that serves and for the worker, kept open; a few for a rush.
    engine: dict[str, object] = {"pool_size": 10, "max_overflow": 5}
    if make_url(settings.database_url).get_backend_name() == "sqlite":
        engine |= {"connect_args": {"timeout": 5}}
    else:
        engine |= {"pool_pre_ping": True}
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine,
        "MAX_CONTENT_LENGTH": MOST_BYTES,
        "MAX_FORM_MEMORY_SIZE": MOST_FORM_BYTES,
        "MAX_FORM_PARTS": MOST_FORM_PARTS,
        "TESTING": settings.testing,
        "WTF_CSRF_TIME_LIMIT": None,  # it lives as long as the session that holds it
        "BABEL_DEFAULT_LOCALE": "en",
        "TRUSTED_HOSTS": headers.trusted_hosts(settings),
        "PREFERRED_URL_SCHEME": "https" if settings.is_secure else "http",
    }

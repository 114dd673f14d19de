"""The least a Flask application can answer: the floor that every page is measured beside."""

from __future__ import annotations

from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from app.cli.serving import PATIENCE, THREADS
from app.config import read_settings
from bench.places import ROOT


def application() -> Flask:
    """Build an application with one route."""
    app = Flask("hello")
    app.add_url_rule("/", view_func=lambda: "hello")
    return app


def serve() -> None:
    """Serve it exactly as ``flask serve`` serves Pukka."""
    settings = read_settings(ROOT)
    Granian(
        "bench.hello:application",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.web_workers,
        blocking_threads=THREADS,
        factory=True,
        websockets=False,
        log_level=LogLevels.warning,
        workers_kill_timeout=PATIENCE,
    ).serve()


if __name__ == "__main__":
    serve()

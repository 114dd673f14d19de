"""The demo's clock: forward only, for admins, and on demo sites only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app import create_app
from app.domain.accounts.models import User
from app.domain.catalog.models import Space
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work
from tests.conftest import settings_for, signed_in
from tests.people import make_member


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Any]:
    site = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path / 'demo.db'}", demo=True))
    with site.app_context():
        db.create_all()
        with unit_of_work():
            db.session.add(Space(slug="community", name="Community", is_default=True))
        yield site
        db.session.remove()
        db.engine.dispose()
    clock.shift(timedelta(0))


def browser_of(site: Any, member: User) -> Any:
    client = site.test_client()
    signed_in(client, member)
    return client


def send(client: Any, days: str) -> int:
    token = client.get("/token").get_json()["token"]
    form = {"days": days, "csrf_token": token}
    return int(client.post("/admin/clock", data=form).status_code)


def test_an_admin_moves_it_forward_and_never_back(demo: Any) -> None:
    client = browser_of(demo, make_member("ada", staff_roles=["admin"]))
    before = clock.now()
    assert send(client, "3") == 303
    assert timedelta(days=2) < clock.now() - before < timedelta(days=4)
    assert send(client, "1") == 422
    assert send(client, "99999") == 422
    assert send(client, "soon") == 422


def test_members_do_not(demo: Any) -> None:
    assert send(browser_of(demo, make_member("alice")), "3") == 403


def test_a_site_that_is_no_demo_has_no_such_page(as_member: Any, ada: User) -> None:
    assert as_member(ada).get("/admin/clock").status_code == 404

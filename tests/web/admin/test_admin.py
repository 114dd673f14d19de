"""The admin's desk."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from app.domain.accounts.models import User
from app.domain.catalog.models import Product, Space
from app.domain.search.queries import upkeep
from app.kit import clock
from app.kit.db import db
from app.kit.jobs import Job
from app.kit.work import unit_of_work
from tests.factories.catalog import make_group, make_product


def picture() -> tuple[io.BytesIO, str]:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "PNG")
    file.seek(0)
    return file, "../../evil.png"


@pytest.mark.parametrize(
    "path", ["/admin", "/admin/products/new", "/admin/spaces/new", "/admin/settings", "/admin/jobs"]
)
def test_only_admins_enter(
    client: Any, as_member: Any, alice: User, morgan: User, ada: User, path: str
) -> None:
    assert client.get(path).status_code in {302, 303}
    assert as_member(alice).get(path).status_code == 403
    assert as_member(morgan).get(path).status_code == 403
    assert as_member(ada).get(path).status_code == 200


def test_a_product_is_added_and_changed(as_member: Any, ada: User) -> None:
    shelf, browser = make_product("Lights"), as_member(ada)
    made = browser.post(
        "/admin/products/new",
        data={"name": "Glow A60", "about": "A bulb", "parent": shelf.slug, "position": "2",
              "fields_text": "Firmware *\nApp version", "picture": picture()},
        content_type="multipart/form-data",
    )  # fmt: skip
    assert made.headers["Location"] == "/products/glow-a60"
    product = db.session.scalars(select(Product).where(Product.slug == "glow-a60")).one()
    assert product.parent_id == shelf.id
    assert [(f["label"], f["required"]) for f in product.fields] == [
        ("Firmware", True),
        ("App version", False),
    ]
    shown = browser.get(f"/pictures/{product.picture}")
    assert shown.data.startswith(b"RIFF")
    shown.close()
    form = {"name": "Glow A61", "about": "", "parent": "", "position": "0", "fields_text": ""}
    assert browser.post("/admin/products/glow-a60", data=form).status_code == 303
    db.session.expire_all()
    assert product.name == "Glow A61"
    assert product.parent_id is None
    assert product.picture is not None


def test_a_product_does_not_stand_under_itself(as_member: Any, ada: User) -> None:
    shelf = make_product("Lights")
    lamp = make_product("Glow", parent=shelf)
    form = {"name": "Lights", "about": "", "parent": lamp.slug, "position": "0", "fields_text": ""}
    response = as_member(ada).post(f"/admin/products/{shelf.slug}", data=form)
    assert response.status_code == 422
    assert "cannot stand under itself" in response.get_data(as_text=True)


def test_a_file_that_is_no_picture_is_told(as_member: Any, ada: User) -> None:
    data = {
        "name": "Glow",
        "parent": "",
        "position": "0",
        "picture": (io.BytesIO(b"<svg onload=x>"), "a.svg"),
    }
    response = as_member(ada).post(
        "/admin/products/new", data=data, content_type="multipart/form-data"
    )
    assert response.status_code == 422
    assert db.session.scalar(select(Product.id).limit(1)) is None


def test_a_space_is_opened_for_a_group(as_member: Any, ada: User) -> None:
    group, browser = make_group(), as_member(ada)
    form = {
        "name": "Lounge",
        "about": "",
        "visibility": "group",
        "group": "",
        "product": "",
        "position": "0",
    }
    assert browser.post("/admin/spaces/new", data=form).status_code == 422
    assert browser.post("/admin/spaces/new", data=form | {"group": group.slug}).status_code == 303
    space = db.session.scalars(select(Space).where(Space.slug == "lounge")).one()
    assert space.group_id == group.id
    assert (
        browser.post("/admin/spaces/lounge", data=form | {"visibility": "members"}).status_code
        == 303
    )
    db.session.expire_all()
    assert space.visibility == "members"
    # A form that says nothing of the language leaves it, one that does sets it.
    assert space.language == "en"
    spoken = form | {"visibility": "members", "language": "de"}
    assert browser.post("/admin/spaces/lounge", data=spoken).status_code == 303
    db.session.expire_all()
    assert space.language == "de"
    assert browser.post("/admin/spaces/lounge", data=spoken | {"language": "xx"}).status_code == 422


def test_settings_are_stored_together_or_not_at_all(as_member: Any, ada: User) -> None:
    browser = as_member(ada)
    assert browser.get("/admin/settings").status_code == 200
    assert (
        browser.post("/admin/settings", data={"forum.archive_after_days": "soon"}).status_code
        == 422
    )
    assert (
        browser.post("/admin/settings", data={"forum.archive_after_days": "400"}).status_code == 303
    )
    assert 'value="400"' in browser.get("/admin/settings").get_data(as_text=True)


def test_a_parked_job_is_shown_with_its_error_and_tried_again(as_member: Any, ada: User) -> None:
    with unit_of_work():
        job = Job(
            name="x.y", event="E", payload={}, parked_at=clock.now(), error="no broom", tries=8
        )
        db.session.add(job)
    browser = as_member(ada)
    assert "no broom" in browser.get("/admin/jobs").get_data(as_text=True)
    assert browser.post(f"/admin/jobs/{job.id}/retrial").status_code == 303
    db.session.expire_all()
    assert job.parked_at is None


def test_the_desk_says_which_engine_searches_and_when_it_is_outgrown(
    as_member: Any, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = as_member(ada).get("/admin").text
    assert "Memory, 0 documents." in said
    assert "more than Whoosh" not in said
    monkeypatch.setattr(upkeep.IndexState, "is_outgrown", True)
    said = as_member(ada).get("/admin").text
    assert "more than Whoosh" in said
    assert "flask search rebuild" in said

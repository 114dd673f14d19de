"""Every page of people, valid HTML, for whom it is made."""

import pytest

from app.domain.accounts.actions.rights import grant_role
from app.domain.accounts.models import Operator
from app.kit.db import db
from app.kit.work import write
from tests.factories.accounts import PASSWORD, link_in, make_group, make_signer_in, sent_to
from tests.factories.forum import make_answer, make_question
from tests.people import make_member

FOR_ALL = [
    "/signin", "/signin?next=/questions", "/join", "/confirm", "/recover", "/members",
    "/members/wren", "/members/wren/questions", "/members/wren/answers", "/members/ida",
]  # fmt: skip
FOR_ADMINS = [
    "/settings", "/settings/password", "/settings/address", "/settings/browsers", "/signin/again",
    "/members/boss", "/members/boss/roles", "/members/wren/roles", "/admin/groups",
    "/admin/groups/beta",
]  # fmt: skip


@pytest.fixture
def people(session):
    boss = make_signer_in("boss", staff_roles=["admin"])
    wren = make_member("wren", name="Wren <b>& Co", location="Köln <i>", points=12_345)
    make_member("ida")
    make_answer(make_question(author=wren), author=wren)
    make_group("Beta", wren, boss)
    write(grant_role, wren, "editor", reason="<b>knows</b> lamps", by=Operator())
    return boss


def letters_pages(client):
    """The pages behind the links of letters."""
    client.post("/join", data={"email": "p@example.com", "handle": "pax", "password": PASSWORD})
    client.post("/recover", data={"email": "boss@example.com"})
    client.post("/signin", data={"email": "boss", "password": PASSWORD})
    client.post("/settings/address", data={"address": "new@example.com", "present": PASSWORD})
    yield link_in(sent_to("p@example.com")[-1], "/confirm")
    yield link_in(sent_to("new@example.com")[-1], "/address")
    yield link_in(sent_to("boss@example.com")[-1], "/recover")


REFUSED = [
    ("/signin", {"email": "x", "password": "not right at all"}),
    ("/join", {"email": "x", "handle": "!", "password": "short"}),
    ("/recover", {"email": "x"}),
    ("/confirm", {"email": "x"}),
]
REFUSED_SIGNED_IN = [
    ("/settings", {"name": ""}),
    ("/settings/password", {"present": "x", "password": "short"}),
    ("/settings/address", {"address": "x", "present": "x"}),
    ("/settings/picture", {}),
    ("/members/wren/roles", {"role": "king"}),
    ("/members/wren/trust", {"trust": "total"}),
    ("/admin/groups", {"name": ""}),
]


def test_every_page_is_valid_html_in_every_state(client, app, people, nu):
    visitor, pages = app.test_client(), []

    def keep(name, answer, status):
        assert answer.status_code == status, (name, answer.status_code)
        pages.append((name, answer.text))

    for path in FOR_ALL:
        keep(path, visitor.get(path), 200)
    for path, data in REFUSED:
        keep(f"refused {path}", visitor.post(path, data=data), 422)
    for path in letters_pages(client):
        keep(path.split("/")[1], client.get(path), 200)
    for path in FOR_ADMINS:
        keep(path, client.get(path), 200)
    for path, data in REFUSED_SIGNED_IN:
        keep(f"refused {path}", client.post(path, data=data), 422)
    whole = "".join(text for _, text in pages)
    assert "<b>& Co" not in whole
    assert "<b>knows" not in whole
    if db.engine.dialect.name == "sqlite":  # the pages of the other database are the same
        nu(pages)

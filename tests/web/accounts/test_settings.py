"""A member's settings: password, address, browsers, profile, picture; each their own alone."""

import io

import pytest
from PIL import Image

from app.domain.accounts.models import SignInSession
from app.kit import files
from app.kit.db import db
from tests.factories.accounts import PASSWORD, link_in, make_signer_in, sent_to

NEW = "quite another phrase"
PAGES = ["/settings", "/settings/password", "/settings/address", "/settings/browsers"]


def sign_in(client, password=PASSWORD, who="pia"):
    assert client.post("/signin", data={"email": who, "password": password}).status_code == 303
    return client


def is_signed_in(client):
    return client.get("/settings").status_code == 200


@pytest.fixture
def pia(session):
    return make_signer_in()


@pytest.mark.parametrize("page", PAGES)
def test_settings_are_for_members(client, page):
    assert client.get(page).location.startswith("/signin?next=")
    assert client.post(page).status_code in {303, 405}


@pytest.mark.parametrize("page", PAGES)
def test_each_page_shows(client, pia, page):
    assert sign_in(client).get(page).status_code == 200


def test_a_new_password_ends_all_other_browsers(client, app, pia):
    other = sign_in(app.test_client())
    sign_in(client)
    before = client.get_cookie("sid").value
    response = client.post("/settings/password", data={"present": PASSWORD, "password": NEW})
    assert response.status_code == 303
    assert is_signed_in(client)
    assert client.get_cookie("sid").value != before
    assert not is_signed_in(other)
    stale = app.test_client()
    stale.set_cookie("sid", before)
    assert not is_signed_in(stale)
    assert sent_to("pia@example.com")


@pytest.mark.parametrize("present,new", [("wrong words here", NEW), ("", NEW), (PASSWORD, "short")])
def test_a_password_changes_only_with_the_present_one(client, pia, present, new):
    sign_in(client)
    before = pia.password
    answer = client.post("/settings/password", data={"present": present, "password": new})
    assert answer.status_code == 422
    assert pia.password == before


def ask_for(client, address, present=PASSWORD):
    return client.post("/settings/address", data={"address": address, "present": present})


def test_a_new_address_counts_when_its_letter_was_answered(client, app, pia):
    other = sign_in(app.test_client())
    sign_in(client)
    assert ask_for(client, "new@example.com").status_code == 200
    link = link_in(sent_to("new@example.com")[-1], "/address")
    for _ in range(2):
        assert app.test_client().get(link).status_code == 200
    assert pia.email == "pia@example.com"
    assert client.post(link).location == "/settings/address"
    assert pia.email == "new@example.com"
    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert "new@example.com" not in sent_to("pia@example.com")[-1].text
    assert client.get(link).status_code == 410
    assert client.post(link).status_code == 410


def test_the_letter_may_be_opened_in_another_browser(client, app, pia):
    sign_in(client)
    ask_for(client, "new@example.com")
    link = link_in(sent_to("new@example.com")[-1], "/address")
    assert app.test_client().post(link).location == "/signin"
    assert pia.email == "new@example.com"
    assert not is_signed_in(client)


def test_a_taken_address_is_answered_like_a_free_one(client, pia, bob):
    sign_in(client)
    free, taken = ask_for(client, "free@example.com"), ask_for(client, bob.email)
    assert free.status_code == taken.status_code == 200
    shown = [free.text.replace("free@example.com", ""), taken.text.replace(bob.email, "")]
    assert len({"".join(t for t in text.splitlines() if "csrf" not in t) for text in shown}) == 1
    assert sent_to(bob.email) == []


def test_an_address_changes_only_with_the_password(client, pia):
    sign_in(client)
    assert ask_for(client, "new@example.com", "wrong words").status_code == 422
    assert sent_to("new@example.com") == []


def test_browsers_are_listed_and_ended(client, app, pia):
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0"
    other = app.test_client()
    other.post(
        "/signin", data={"email": "pia", "password": PASSWORD}, headers={"User-Agent": agent}
    )
    sign_in(client)
    page = client.get("/settings/browsers").text
    assert "Firefox on Linux" in page
    assert "This browser" in page
    row = db.session.query(SignInSession).filter(SignInSession.agent == agent).one()
    assert client.post(f"/settings/browsers/{row.id_hash}/end").status_code == 303
    assert not is_signed_in(other)
    assert is_signed_in(client)


def test_all_other_browsers_are_ended_at_once(client, app, pia):
    others = [sign_in(app.test_client()) for _ in range(3)]
    sign_in(client)
    client.post("/settings/browsers/end")
    assert is_signed_in(client)
    assert not any(is_signed_in(other) for other in others)


def test_nobody_ends_anothers_browser(client, app, pia):
    make_signer_in("rex")
    victim = sign_in(app.test_client(), who="rex")
    row = next(r for r in db.session.query(SignInSession) if r.user_id and r.user_id != pia.id)
    sign_in(client)
    assert client.post(f"/settings/browsers/{row.id_hash}/end").status_code == 404
    assert is_signed_in(victim)


def profile(**changes):
    values = {
        "name": "Pia P", "handle": "pia", "bio": "I like **lamps**.", "location": "Leeds",
        "language": "en", "time_zone": "Europe/London",
    }  # fmt: skip
    return values | changes


def test_a_profile_is_saved_and_shown(client, pia):
    sign_in(client)
    assert client.post("/settings", data=profile()).status_code == 303
    page = client.get("/members/pia").text
    assert "<strong>lamps</strong>" in page
    assert "Leeds" in page
    assert "Pia P" in page


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Admin"}, {"handle": "admin"}, {"time_zone": "Mars/Base"}, {"language": "xx"},
        {"bio": "x" * 2001}, {"name": ""}, {"location": "x" * 81}, {"bio": ">" * 500},
    ],
)  # fmt: skip
def test_a_refused_profile_comes_back_with_what_was_typed(client, pia, change):
    sign_in(client)
    answer = client.post("/settings", data=profile(location="Leeds") | change)
    assert answer.status_code == 422
    assert "Leeds" in answer.text or "location" in change
    assert pia.name == "Pia"


def test_no_field_beyond_the_profile_is_taken(client, pia):
    sign_in(client)
    client.post(
        "/settings",
        data=profile(
            staff_roles="admin", trust="super-user", points="99", email="x@y.test", picture="x",
            password="x", id="1", active="", external_source="demo", confirmed_at="",
        ),
    )  # fmt: skip
    assert (pia.staff_roles, pia.trust, pia.points) == ([], "member", 0)
    assert (pia.email, pia.picture, pia.external_source) == ("pia@example.com", None, None)


def test_a_former_handle_redirects_for_good(client, pia):
    sign_in(client)
    client.post("/settings", data=profile(handle="pia_p"))
    response = client.get("/members/pia")
    assert (response.status_code, response.location) == (301, "/members/pia_p")


def png(size=(300, 200)):
    kept = io.BytesIO()
    Image.new("RGB", size, "red").save(kept, "PNG")
    kept.seek(0)
    return kept


def upload(client, data, name="me.png"):
    return client.post("/settings/picture", data={"picture": (data, name)})


def test_a_picture_is_drawn_anew_square_and_served(client, app, pia):
    sign_in(client)
    assert upload(client, png()).status_code == 303
    visitor = app.test_client()
    answer = visitor.get(f"/pictures/{pia.picture}")
    assert answer.mimetype == "image/webp"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    shown = Image.open(io.BytesIO(answer.data))
    assert shown.size[0] == shown.size[1] <= 256
    assert f"/pictures/{pia.picture}" in visitor.get("/members/pia").text


def test_another_picture_drops_the_old_file(client, pia):
    sign_in(client)
    upload(client, png())
    first = pia.picture
    upload(client, png((50, 50)))
    assert pia.picture != first
    assert first not in files.current().names()
    client.post("/settings/picture/removal")
    assert pia.picture is None
    assert client.get(f"/pictures/{first}").status_code == 404


@pytest.mark.parametrize(
    "content", [b"", b"<svg onload=alert(1)>", b"GIF89a;<script>", b"\x89PNG\r\n"]
)
def test_what_is_no_picture_is_refused(client, pia, content):
    sign_in(client)
    assert upload(client, io.BytesIO(content)).status_code == 422
    assert pia.picture is None


def test_no_other_file_is_served_as_a_picture(client, session):
    name = files.current().put(b"a draft's picture", "webp")
    for wanted in (name, "../pukka.db", "..%2f..%2fetc%2fpasswd", "x", "%00"):
        assert client.get(f"/pictures/{wanted}").status_code in {400, 404}

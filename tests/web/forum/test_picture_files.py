"""Pictures in posts: who may add them, and who sees them."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import func, select

from app.domain.forum import rules
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.domain.forum.models.writing import Upload
from app.kit import clock, files
from app.kit.db import db
from app.kit.work import unit_of_work
from tests.factories.catalog import make_space
from tests.factories.forum import make_answer, make_question, make_reply
from tests.people import make_member

JSON = {"Accept": "application/json"}


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (200, 30, 30)).save(out, "PNG")
    return out.getvalue()


def sent(client: Any, data: bytes | None = None, name: str = "hall lamp.png") -> Any:
    body = {"file": (io.BytesIO(picture() if data is None else data), name)}
    return client.post("/files", data=body, headers=JSON, content_type="multipart/form-data")


def got(client: Any, url: str, **headers: str) -> Any:
    """Ask for a file, and close it."""
    with client.get(url, headers=headers) as response:
        return response


def kept_for(post: Any, owner: Any) -> str:
    """Return the name of a file that belongs to a post."""
    name = files.current().put(b"RIFFxxxxWEBP", "webp")
    kind = type(post).__name__.lower()
    question_id = post.id if isinstance(post, Question) else post.question_id
    with unit_of_work():
        db.session.add(
            Upload(
                name=name,
                owner=f"m:{owner.id}",
                media_type="image/webp",
                size=12,
                width=1,
                height=1,
                question_id=question_id,
                subject_kind=kind,
                subject_id=post.id,
            )
        )
    return name


def test_a_picture_is_kept_and_named_in_markdown(client: Any, sign_in: Any, alice: Any) -> None:
    sign_in(client, alice)
    response = sent(client)
    assert response.status_code == 201
    url = response.get_json()["url"]
    assert response.get_json()["markdown"] == f"![hall lamp]({url})"
    shown = got(client, url)
    assert (shown.status_code, shown.mimetype) == (200, "image/webp")
    assert shown.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Content-Disposition"] == "inline"
    assert shown.headers["Cache-Control"] == "private, no-store"
    again = got(client, url, **{"If-None-Match": shown.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "name", ["](x) [y.png", "..\\..\\a<b>.png", "\x00`*_.png", "é.png", ".png"]
)
def test_a_files_name_never_breaks_out_of_the_description(
    client: Any, sign_in: Any, alice: Any, name: str
) -> None:
    sign_in(client, alice)
    answer = sent(client, name=name).get_json()
    described = answer["markdown"].removesuffix(f"]({answer['url']})").removeprefix("![")
    assert not set(described) & set("[]()<>`*\\\n\x00")


def test_a_guest_is_told_kindly(client: Any) -> None:
    response = sent(client)
    assert response.status_code == 403
    assert "Sign in to add pictures" in response.get_json()["error"]["message"]


def test_what_is_no_picture_is_refused_in_words(client: Any, sign_in: Any, alice: Any) -> None:
    sign_in(client, alice)
    response = sent(client, b"<svg onload=alert(1)>", "x.svg")
    assert response.status_code == 422
    assert "not a PNG" in response.get_json()["error"]["message"]
    assert client.post("/files", headers=JSON).status_code == 422


def test_a_newcomers_pictures_are_counted_and_no_file_is_left(
    client: Any, sign_in: Any, nora: Any
) -> None:
    sign_in(client, nora)
    for _ in range(rules.UPLOADS_A_DAY_NEW):
        assert sent(client).status_code == 201
    before = files.current().names()
    response = sent(client)
    assert response.status_code == 429
    assert files.current().names() == before


def test_a_picture_is_seen_by_the_readers_of_its_post(
    client: Any, sign_in: Any, alice: Any, mallory: Any
) -> None:
    question = make_question(author=alice)
    name = kept_for(question, alice)
    shown = got(client, f"/files/{name}")
    assert shown.status_code == 200
    assert shown.headers["Cache-Control"] == "public, max-age=600"
    with unit_of_work():
        question.hidden_at = clock.now()
    assert got(client, f"/files/{name}").status_code == 404
    sign_in(client, mallory)
    assert got(client, f"/files/{name}").status_code == 404
    sign_in(client, alice)
    assert got(client, f"/files/{name}").headers["Cache-Control"] == "private, no-store"


def test_a_picture_of_a_closed_space_is_kept_by_nobody(
    client: Any, sign_in: Any, gina: Any, mallory: Any
) -> None:
    question = make_question(space=make_space("members"))
    name = kept_for(question, make_member("owner"))
    assert got(client, f"/files/{name}").status_code == 404
    sign_in(client, mallory)
    assert got(client, f"/files/{name}").headers["Cache-Control"] == "private, no-store"


def test_a_picture_under_a_hidden_answer_hides_with_it(
    client: Any, sign_in: Any, morgan: Any
) -> None:
    answer = make_answer()
    reply = make_reply(answer=answer)
    names = [kept_for(answer, answer.author), kept_for(reply, reply.author)]
    assert [got(client, f"/files/{name}").status_code for name in names] == [200, 200]
    with unit_of_work():
        answer.hidden_at = clock.now()
    assert [got(client, f"/files/{name}").status_code for name in names] == [404, 404]
    sign_in(client, morgan)
    seen = [got(client, f"/files/{name}") for name in names]
    assert {one.headers["Cache-Control"] for one in seen} == {"private, no-store"}


@pytest.mark.parametrize("name", ["nothing", "..", "a" * 300, "%00", "x.webp"])
def test_other_names_are_not_there(client: Any, name: str) -> None:
    assert got(client, f"/files/{name}").status_code == 404


def test_without_scripts_a_picture_comes_with_the_form(client: Any, sign_in: Any, bob: Any) -> None:
    question = make_question()
    sign_in(client, bob)
    data = {"body": "Look at the walrus wheel here.", "pictures": (io.BytesIO(picture()), "w.png")}
    response = client.post(
        f"/questions/{question.id}/answers", data=data, content_type="multipart/form-data"
    )
    assert response.status_code == 303
    upload = db.session.scalars(select(Upload)).one()
    answer = db.session.scalars(select(Answer)).one()
    assert answer.body.endswith(f"![w](/files/{upload.name})\n")
    assert (upload.subject_kind, upload.subject_id) == ("answer", answer.id)


def test_a_form_with_a_broken_picture_keeps_the_text(client: Any, sign_in: Any, bob: Any) -> None:
    question = make_question()
    sign_in(client, bob)
    data = {"body": "Look at the walrus wheel here.", "pictures": (io.BytesIO(b"no"), "w.png")}
    response = client.post(
        f"/questions/{question.id}/answers", data=data, content_type="multipart/form-data"
    )
    assert response.status_code == 422
    assert "Look at the walrus wheel here." in response.get_data(as_text=True)
    assert db.session.scalar(select(func.count(Answer.id))) == 0

"""Files of articles: told by what they hold, given to the article's readers alone, swept."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from app.domain.forum.actions.drafts import owner_of, save_draft, typed_by
from app.domain.knowledge.actions.attachments import sweep_attachments
from app.domain.knowledge.actions.keeping import place
from app.domain.knowledge.actions.reviewing import approve, decline
from app.domain.knowledge.actions.revising import propose
from app.domain.knowledge.actions.wording import Wording
from app.domain.knowledge.models.articles import Article, ArticleRevision, Attachment
from app.kit import clock, files
from app.kit.db import db
from app.kit.work import write
from app.web.knowledge import uploads
from tests.factories.catalog import make_space
from tests.factories.knowledge import BODY, an_article, an_outline

PDF = b"%PDF-1.7\n1 0 obj\nendobj\n"


def picture(kind: str = "PNG") -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(drawn, kind, exif=b"Exif\x00\x00secret-place")
    return drawn.getvalue()


def send(client: Any, data: bytes, name: str) -> Any:
    return client.post(
        "/knowledge/attachments",
        data={"file": (io.BytesIO(data), name)},
        content_type="multipart/form-data",
    )


def got(client: Any, url: str) -> Any:
    """What a browser is given, its file closed again."""
    response = client.get(url)
    response.get_data()
    response.close()
    return response


def kept() -> Attachment:
    return list(db.session.scalars(select(Attachment).order_by(Attachment.at)))[-1]


def proposed(article: Article, by: Any, name: str) -> ArticleRevision:
    body = an_outline(f"{BODY}\n[The form](/attachments/{name})\n")
    wording = Wording(article.title, article.summary, body, "With the form")
    return write(propose, article, by=by, wording=wording, base_id=article.revision_id)


@pytest.fixture
def sent(client: Any, sign_in: Any, bob: Any) -> Attachment:
    sign_in(client, bob)
    assert send(client, PDF, "The form.pdf").status_code == 201
    return kept()


@pytest.mark.parametrize(
    "held, given, title, media_type",
    [
        (PDF, "plan.exe", "plan.pdf", "application/pdf"),
        (b"PK\x03\x04 and so on", "../../etc/all.txt", "all.zip", "application/zip"),
        ("Grüße.\nBye.".encode(), "note.html", "note.txt", "text/plain"),
        (b"a;b\n1;2\n3;4\n", "table.txt", "table.csv", "text/csv"),
        (b"<script>alert(1)</script>", "x.svg", "x.txt", "text/plain"),
        (b"plain", "", "file.txt", "text/plain"),
    ],
)
def test_what_a_file_is_its_content_says(
    client: Any, sign_in: Any, bob: Any, held: bytes, given: str, title: str, media_type: str
) -> None:
    sign_in(client, bob)
    assert send(client, held, given or "x").status_code == 201
    one = kept()
    assert (one.title, one.media_type) == (title if given else "x.txt", media_type)
    response = got(client, f"/attachments/{one.name}")
    assert response.get_data() == held
    assert response.headers["Content-Type"].partition(";")[0] == media_type
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].startswith("sandbox")


@pytest.mark.parametrize(
    "held, name",
    [
        (b"", "empty.pdf"),
        (b"\x7fELF\x02\x01\x01\x00", "program.pdf"),
        (b"MZ\x90\x00", "setup.zip"),
        (b"\xff\xfe<\x00h\x00", "page.txt"),
        (b"\x89PNG\r\n\x1a\nbroken", "broken.png"),
        (b"text\x00with a zero", "zero.txt"),
    ],
)
def test_anything_else_is_refused_and_leaves_nothing(
    client: Any, sign_in: Any, bob: Any, held: bytes, name: str
) -> None:
    sign_in(client, bob)
    before = files.current().names()
    assert send(client, held, name).status_code == 422
    assert files.current().names() == before
    assert db.session.query(Attachment).count() == 0


def test_a_file_that_is_too_long_is_refused(
    client: Any, sign_in: Any, bob: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 100)
    sign_in(client, bob)
    assert send(client, b"x" * 101, "long.txt").status_code == 422
    assert send(client, b"x" * 100, "long.txt").status_code == 201


def test_pictures_are_drawn_anew_and_shown_inline(client: Any, sign_in: Any, bob: Any) -> None:
    sign_in(client, bob)
    answer = send(client, picture("JPEG"), "At home.jpg")
    assert answer.get_json()["markdown"].startswith("![At home](/attachments/")
    response = got(client, f"/attachments/{kept().name}")
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["Content-Disposition"] == "inline"
    assert b"secret-place" not in response.get_data()


def test_a_file_is_its_senders_until_somebody_approved_it(
    client: Any, sign_in: Any, sent: Attachment, bob: Any, mallory: Any, erin: Any
) -> None:
    article = an_article()
    url = f"/attachments/{sent.name}"

    def who_sees() -> list[str]:
        found = []
        for who in (bob, mallory, erin):
            sign_in(client, who)
            found += [who.handle] if got(client, url).status_code == 200 else []
        return found

    assert who_sees() == ["bob"]
    waits = proposed(article, bob, sent.name)
    assert who_sees() == ["bob", "erin"]
    listed = f'href="/attachments/{sent.name}">The form.pdf</a><span class="num">24 Bytes'
    assert listed in got(client, f"/knowledge/revisions/{waits.id}").get_data(as_text=True)
    write(approve, waits, by=erin)
    assert who_sees() == ["bob", "mallory", "erin"]
    assert listed in got(client, f"/knowledge/{article.slug}").get_data(as_text=True)
    assert "public" in got(client, url).headers["Cache-Control"]


def test_a_declined_file_is_given_to_nobody_else(
    client: Any, sign_in: Any, sent: Attachment, bob: Any, mallory: Any, erin: Any
) -> None:
    waits = proposed(an_article(), bob, sent.name)
    write(decline, waits, by=erin, note="Not this.")
    sign_in(client, mallory)
    assert got(client, f"/attachments/{sent.name}").status_code == 404


def test_only_readers_of_the_article_have_its_files(
    client: Any, sign_in: Any, sent: Attachment, bob: Any, erin: Any, ulla: Any, mallory: Any
) -> None:
    article = an_article()
    write(approve, proposed(article, bob, sent.name), by=erin)
    members = make_space("members")
    write(place, article, by=erin, space=members, product=None, topic=None, tags=())
    url = f"/attachments/{sent.name}"
    sign_in(client, ulla)
    assert got(client, url).status_code == 404
    sign_in(client, mallory)
    response = got(client, url)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"


def test_naming_somebody_elses_file_opens_it_to_nobody(
    client: Any, sign_in: Any, sent: Attachment, mallory: Any, erin: Any
) -> None:
    article = an_article()
    write(approve, proposed(article, mallory, sent.name), by=erin)
    sign_in(client, mallory)
    assert got(client, f"/attachments/{sent.name}").status_code == 404
    assert sent.article_id is None


def test_whoever_may_write_no_article_sends_no_file(client: Any, sign_in: Any, nora: Any) -> None:
    assert send(client, PDF, "a.pdf").status_code == 403
    sign_in(client, nora)
    assert send(client, PDF, "a.pdf").status_code == 403
    assert client.post("/knowledge/attachments").status_code == 422
    assert db.session.query(Attachment).count() == 0


def test_names_made_up_lead_nowhere(client: Any) -> None:
    for name in ("x", "..%2f..%2fwsgi.py", "A" * 32, "A" * 32 + ".pdf"):
        assert got(client, f"/attachments/{name}").status_code == 404


def test_orphans_are_swept_and_what_is_used_stays(
    client: Any, sign_in: Any, sent: Attachment, bob: Any
) -> None:
    used = sent.name
    proposed(an_article(), bob, used)
    assert send(client, PDF, "drafted.pdf").status_code == 201
    drafted = kept().name
    write(save_draft, owner_of(bob), "article:new", {"body": f"[x](/attachments/{drafted})"})
    assert send(client, PDF, "orphan.pdf").status_code == 201
    orphan = kept().name
    assert len({used, drafted, orphan}) == 3
    assert sweep_attachments(typed_by) == 0
    clock.freeze(clock.now() + timedelta(hours=25))
    assert sweep_attachments(typed_by) == 1
    names = set(db.session.scalars(select(Attachment.name)))
    assert names == {used, drafted}
    with pytest.raises(files.NoSuchFile):
        files.current().path(orphan)

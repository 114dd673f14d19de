"""Pictures: whose they are, who sees them, when they go."""

from datetime import timedelta
from typing import Any

import pytest

from app.domain.forum.actions.answering import answer
from app.domain.forum.actions.drafts import hand_over_drafts, save_draft
from app.domain.forum.actions.states import hide_post
from app.domain.forum.actions.uploads import keep_upload, sweep_uploads
from app.domain.forum.models.writing import Upload
from app.domain.forum.queries.posts import find_upload
from app.kit import clock, files
from app.kit.db import db
from app.kit.problems import Invalid, NotFound, TooMany
from app.kit.work import write
from tests.factories.catalog import make_space
from tests.factories.forum import make_question, make_text


@pytest.fixture(autouse=True)
def folder(tmp_path, session):
    """A place for files of its own."""
    before = list(files._chosen)
    files.use(files.LocalFiles(tmp_path))
    yield
    files._chosen[:] = before


def keep(by: Any, owner: str | None = None, size: int = 1000) -> str:
    name = files.current().put(b"picture", "png")
    write(
        keep_upload, by=by, owner=owner or f"m:{by.id}", name=name, media_type="image/png",
        size=size, width=10, height=10,
    )  # fmt: skip
    return name


def showing(*names: str) -> Any:
    pictures = "".join(f'<img src="/files/{name}" alt="">' for name in names)
    return make_text(parts=[f"<p>Look at this: {pictures}</p>"])


def test_only_its_owner_sees_a_picture_before_it_is_posted(alice, bob, guest):
    name = keep(alice)
    assert find_upload(name, actor=alice, owner=f"m:{alice.id}").name == name
    for actor, owner in ((bob, f"m:{bob.id}"), (guest, "g:key"), (guest, "")):
        with pytest.raises(NotFound):
            find_upload(name, actor=actor, owner=owner)


def test_whoever_reads_the_post_sees_its_picture(alice, bob, guest, morgan):
    name = keep(bob)
    posted = write(answer, make_question(author=alice), by=bob, body=showing(name))
    assert find_upload(name, actor=guest, owner="g:key")
    upload = db.session.get_one(Upload, name)
    assert (upload.subject_kind, upload.subject_id) == ("answer", posted.id)
    write(hide_post, posted, by=morgan)
    with pytest.raises(NotFound):
        find_upload(name, actor=guest, owner="g:key")
    with pytest.raises(NotFound):
        find_upload(name, actor=alice, owner=f"m:{alice.id}")
    assert find_upload(name, actor=morgan, owner=f"m:{morgan.id}")


def test_naming_a_picture_of_a_private_space_opens_it_to_nobody(hanna, ada, bob, guest):
    private = make_question(space=make_space("group"))
    name = keep(ada)
    write(answer, private, by=ada, body=showing(name))
    write(answer, make_question(), by=bob, body=showing(name))
    with pytest.raises(NotFound):
        find_upload(name, actor=guest, owner="g:key")
    with pytest.raises(NotFound):
        find_upload(name, actor=bob, owner=f"m:{bob.id}")
    unposted = keep(hanna)
    write(answer, make_question(), by=bob, body=showing(unposted))
    assert db.session.get_one(Upload, unposted).question_id is None


def test_a_guests_picture_is_handed_over_with_the_drafts(alice, guest):
    name = keep(guest, "g:key")
    write(hand_over_drafts, "g:key", alice)
    write(answer, make_question(), by=alice, body=showing(name))
    assert find_upload(name, actor=guest, owner="")


def test_only_orphans_go_a_day_later(alice):
    orphan, drafted, used, young = keep(alice), keep(alice), keep(alice), ""
    write(save_draft, f"m:{alice.id}", "ask", {"body": f"![](/files/{drafted})"})
    write(answer, make_question(), by=alice, body=showing(used))
    clock.freeze(clock.now() + timedelta(hours=25))
    young = keep(alice)
    assert sweep_uploads() == 1
    assert files.current().names() == {drafted, used, young}
    assert db.session.get(Upload, orphan) is None


def test_pictures_are_few_and_small(nora):
    for _ in range(10):
        keep(nora)
    with pytest.raises(TooMany):
        keep(nora)
    with pytest.raises(Invalid):
        keep(nora, size=9 * 1024 * 1024)

"""Whole folders of Markdown: imported once, brought along when they change, safe from the worst."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import func, select

from app.application import Community
from app.domain.accounts.models import User
from app.domain.catalog.models import Space
from app.domain.knowledge.actions.publishing import publish_text_now
from app.domain.knowledge.actions.wording import Wording
from app.domain.knowledge.models.articles import Article, ArticleRevision, Attachment, Topic
from app.kit import files, fulltext
from app.kit.db import db
from app.kit.work import unit_of_work, write
from tests.factories.knowledge import an_outline
from tests.imports.markdown_folders import LONG, a_picture, page, write_pages

Run = Callable[..., Result]


@pytest.fixture
def run(app: Community, session: object, ada: User) -> Run:
    """Run one import in the test's transaction; ada is the admin who answers for it."""

    def command(*words: object) -> Result:
        db.session.commit()
        arguments = ["import", "markdown", *map(str, words)]
        result = app.test_cli_runner().invoke(args=arguments)
        db.session.expire_all()
        return result

    return command


def articles() -> dict[str, Article]:
    found = db.session.scalars(select(Article).order_by(Article.id))
    return {article.slug: article for article in found}


def texts(article: Article) -> list[ArticleRevision]:
    found = select(ArticleRevision).where(ArticleRevision.article_id == article.id)
    return list(db.session.scalars(found.order_by(ArticleRevision.number)))


def line(result: Result, kind: str) -> list[int]:
    """Return what a line of the report says: read, created, updated, already there, skipped."""
    row = next(row for row in result.output.splitlines() if row.startswith(f"{kind} "))
    return [int(cell.replace(",", "")) for cell in row.split()[1:]]


# -- what arrives -----------------------------------------------------------------------------


def test_files_become_articles_and_folders_topics(run: Run, tmp_path: Path, ada: User) -> None:
    folder = write_pages(
        tmp_path / "help",
        {
            "articles/Lights/Bulbs/reset.md": page("Reset a bulb", 7),
            "articles/Lights/strip.md": page("Cut a strip", 8, f"{LONG} [x](Bulbs/reset.md)"),
            "articles/Doors/lock.md": page("Fit a lock", 9),
            "LICENSE.md": "# A licence\n\nMany words.",
            "notes.txt": "not read",
        },
    )
    result = run(folder)
    assert result.exit_code == 0, result.output
    found = articles()
    assert set(found) == {"reset-a-bulb", "cut-a-strip", "fit-a-lock"}
    bulb = found["reset-a-bulb"]
    assert (bulb.state, bulb.owner_id, bulb.space.is_default) == ("not-validated", ada.id, True)
    assert bulb.checked_at is None
    assert bulb.topic is not None
    parent = db.session.get_one(Topic, bulb.topic.parent_id or 0)
    assert (parent.name, bulb.topic.name, parent.parent_id) == ("Lights", "Bulbs", None)
    assert found["cut-a-strip"].revision is not None
    assert "[x](/knowledge/reset-a-bulb)" in found["cut-a-strip"].revision.body
    assert line(result, "articles") == [4, 3, 0, 0, 1]
    assert line(result, "topics") == [3, 3, 0, 0, 0]
    assert line(result, "links") == [1, 1, 0, 0, 0]
    assert "LICENSE.md" in result.output


def test_imported_articles_are_found(run: Run, tmp_path: Path) -> None:
    run(write_pages(tmp_path / "help", {"a.md": page("Defrost the flux capacitor")}))
    known = dict(fulltext.current().keys())
    assert any(key.startswith("article") for key in known)


def test_a_file_without_front_matter_is_named_by_its_heading_or_its_file(
    run: Run, tmp_path: Path
) -> None:
    folder = {"one.md": f"# The first thing\n\n{LONG}", "Second-thing.md": LONG}
    run(write_pages(tmp_path / "help", folder))
    assert [each.title for each in articles().values()] == ["Second thing", "The first thing"]


def test_space_product_owner_and_credit_can_be_named(run: Run, tmp_path: Path, erin: User) -> None:
    with unit_of_work():
        db.session.add(Space(slug="back-room", name="Back room", visibility="members"))
    folder = write_pages(tmp_path / "help", {"a.md": page()})
    words = ("--space", "back-room", "--by", erin.handle, "--credit", "By *Acme*, CC BY 4.0")
    result = run(folder, *words)
    assert result.exit_code == 0, result.output
    article = articles()["reset-your-board"]
    assert (article.space.slug, article.owner_id) == ("back-room", erin.id)
    assert article.revision is not None
    assert article.revision.body.endswith("---\n\nBy *Acme*, CC BY 4.0\n")


def test_two_files_of_one_title_have_two_addresses(run: Run, tmp_path: Path) -> None:
    folder = {"a.md": page(number=1), "b.md": page(number=2), "c.md": page("Other one", 2)}
    result = run(write_pages(tmp_path / "help", folder))
    assert set(articles()) == {"reset-your-board", "reset-your-board-2"}
    assert "two files of one title" in result.output
    assert "with an id that another file has" in result.output


def test_a_draft_stays_one_until_its_file_says_otherwise(run: Run, tmp_path: Path) -> None:
    draft = page().replace("---\n\n", "draft: true\n---\n\n", 1)
    folder = write_pages(tmp_path / "help", {"a.md": draft})
    run(folder)
    article = articles()["reset-your-board"]
    assert (article.state, article.published_at) == ("wip", None)
    assert line(run(folder), "articles") == [1, 0, 0, 1, 0]
    write_pages(folder, {"a.md": page()})
    assert line(run(folder), "articles") == [1, 0, 1, 0, 0]
    assert articles()["reset-your-board"].is_published


# -- pictures and files -----------------------------------------------------------------------


def test_pictures_that_are_there_come_along_and_others_leave_their_words(
    run: Run, tmp_path: Path
) -> None:
    body = f"{LONG}\n\n![A red one](img/red.png)\n\n![Gone](img/gone.png) [m](files/m.pdf)"
    body += "\n\n![Up](img/up.png)_Mind it._"
    folder = write_pages(
        tmp_path / "help",
        {
            "a.md": page(body=body),
            "img/red.png": a_picture() + b"hidden after the end",
            "files/m.pdf": b"%PDF-1.4 not much of one",
        },
    )
    result = run(folder)
    kept = {each.title: each for each in db.session.scalars(select(Attachment))}
    assert set(kept) == {"red.webp", "m.pdf"}
    article = articles()["reset-your-board"]
    assert article.revision is not None
    assert f"![A red one](/attachments/{kept['red.webp'].name})" in article.revision.body
    assert f"[m](/attachments/{kept['m.pdf'].name})" in article.revision.body
    assert "Gone" in article.revision.body
    assert "*(Up)* _Mind it._" in article.revision.body
    assert "img/gone.png (a.md)" in result.output
    assert b"hidden" not in files.current().get(kept["red.webp"].name)
    assert {each.article_id for each in kept.values()} == {article.id}
    assert line(run(folder), "files") == [4, 0, 0, 2, 2]
    assert db.session.scalar(select(func.count(Attachment.name))) == 2


def test_a_picture_that_changed_is_another_file(run: Run, tmp_path: Path) -> None:
    folder = write_pages(
        tmp_path / "help",
        {"a.md": page(body=f"{LONG}\n\n![x](p.png)"), "p.png": a_picture("red")},
    )
    run(folder)
    write_pages(folder, {"p.png": a_picture("blue")})
    assert line(run(folder), "articles") == [1, 0, 1, 0, 0]
    assert db.session.scalar(select(func.count(Attachment.name))) == 2


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n broken", b"\x00\x01\x02 no kind we know", b""]
)
def test_a_file_that_is_none_of_ours_is_left_out(run: Run, tmp_path: Path, content: bytes) -> None:
    folder: dict[str, str | bytes] = {
        "a.md": page(body=f"{LONG}\n\n![Words of it](p.png)"),
        "p.png": content,
    }
    result = run(write_pages(tmp_path / "help", folder))
    assert result.exit_code == 0, result.output
    assert db.session.scalar(select(func.count(Attachment.name))) == 0
    revision = articles()["reset-your-board"].revision
    assert revision is not None
    assert "Words of it" in revision.body


# -- again ------------------------------------------------------------------------------------


def test_a_second_run_adds_nothing(run: Run, tmp_path: Path) -> None:
    pages = {f"t/{n}.md": page(f"Article number {n}", n) for n in range(25)}
    folder = write_pages(tmp_path / "help", pages)
    run(folder)
    before = {slug: article.revision_id for slug, article in articles().items()}
    result = run(folder)
    assert {slug: article.revision_id for slug, article in articles().items()} == before
    assert line(result, "articles") == [25, 0, 0, 25, 0]
    assert "nothing to do" in result.output


def test_what_changed_is_brought_along(run: Run, tmp_path: Path) -> None:
    folder = write_pages(tmp_path / "help", {"a.md": page(number=5), "b.md": page("Other", 6)})
    run(folder)
    write_pages(folder, {"a.md": page("Reset any board", 5, f"{LONG} And then some.")})
    assert line(run(folder), "articles") == [2, 0, 1, 1, 0]
    article = articles()["reset-your-board"]
    assert article.title == "Reset any board"
    assert [text.state for text in texts(article)] == ["published", "published"]


def test_a_file_that_went_back_is_followed_back(run: Run, tmp_path: Path) -> None:
    folder = write_pages(tmp_path / "help", {"a.md": page()})
    run(folder)
    for body in (f"{LONG} More.", LONG):
        write_pages(folder, {"a.md": page(body=body)})
        assert line(run(folder), "articles") == [1, 0, 1, 0, 0]
    assert len(texts(articles()["reset-your-board"])) == 3


def edited_here(article: Article, by: User, body: str) -> None:
    wording = Wording(article.title, "", an_outline(body))
    write(publish_text_now, article, by=by, wording=wording, quiet=False)


def test_changes_here_and_there_wait_for_a_review(run: Run, tmp_path: Path, erin: User) -> None:
    lines = [f"Paragraph {n}. {LONG}" for n in range(4)]
    folder = write_pages(tmp_path / "help", {"a.md": page(body="\n\n".join(lines))})
    run(folder)
    article = articles()["reset-your-board"]
    assert article.revision is not None
    edited_here(article, erin, article.revision.body.replace("Paragraph 0", "Section 0"))
    lines[3] = "Paragraph 3 changed there."
    write_pages(folder, {"a.md": page(body="\n\n".join(lines))})
    result = run(folder)
    assert "wait for a review" in result.output
    proposed = texts(article)[-1]
    assert proposed.state == "proposed"
    assert "Section 0" in proposed.body
    assert "changed there" in proposed.body
    assert article.revision_id != proposed.id
    run(folder)
    assert len(texts(article)) == 3


def test_changes_at_one_place_are_left_alone_and_named(
    run: Run, tmp_path: Path, erin: User
) -> None:
    folder = write_pages(tmp_path / "help", {"a.md": page()})
    run(folder)
    article = articles()["reset-your-board"]
    edited_here(article, erin, "Something else entirely, which an editor of ours wrote here.")
    write_pages(folder, {"a.md": page(body="And something else again, which came from there.")})
    assert "left as they are here" in run(folder).output
    assert len(texts(article)) == 2


def test_a_file_that_is_gone_is_named_and_its_article_kept(run: Run, tmp_path: Path) -> None:
    folder = write_pages(tmp_path / "help", {"a.md": page(), "b.md": page("Other one")})
    run(folder)
    (folder / "b.md").unlink()
    assert "Other one" in run(folder).output
    assert articles()["other-one"].state == "not-validated"


# -- the worst --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content, reason",
    [
        (b"---\ntitle: Half a fi", "front matter without an end"),
        (b"MZ\x00\x01\x02" * 50, "is no text"),
        ("Grüße".encode("latin-1") * 20, "not written in UTF-8"),
        (b"x" * 10_000_000, "larger than"),
        (b"word " * 7_000, "longer than 30,000"),
        (b"", "has no text"),
        (b"---\ntitle: Nothing below\n---\n", "has no text"),
        (b"---\ntitle: Too short\n---\nAh.", "at least 40 characters"),
        (b"---\n" + b"k: [" * 6_000 + b"\n---\n" + LONG.encode(), "front matter longer"),
    ],
)
def test_a_file_that_is_no_article_is_named_and_the_others_arrive(
    run: Run, tmp_path: Path, content: bytes, reason: str
) -> None:
    folder = write_pages(tmp_path / "help", {"bad.md": content, "good.md": page()})
    result = run(folder)
    assert result.exit_code == 0, result.output
    assert set(articles()) == {"reset-your-board"}
    assert reason in result.output
    assert "  bad.md" in result.output


def test_broken_front_matter_is_read_as_far_as_it_goes(run: Run, tmp_path: Path) -> None:
    folder = {"a.md": f"---\ntitle: avrdude: it fails\nid: 9\n---\n\n{LONG}"}
    result = run(write_pages(tmp_path / "help", folder))
    assert articles()["avrdude-it-fails"].external_id == "9"
    assert "not good YAML" in result.output


def test_nothing_outside_of_the_folder_is_read(run: Run, tmp_path: Path) -> None:
    secret = write_pages(tmp_path / "secret", {"s.md": page("Secret plan"), "s.png": a_picture()})
    body = f"{LONG}\n\n![x](../secret/s.png) ![y](link.png) [z](../../secret/s.md)"
    folder = write_pages(tmp_path / "help", {"a.md": page(body=body)})
    (folder / "linked.md").symlink_to(secret / "s.md")
    (folder / "link.png").symlink_to(secret / "s.png")
    (folder / "linked").symlink_to(secret, target_is_directory=True)
    (folder / "round").symlink_to(folder, target_is_directory=True)
    result = run(folder)
    assert result.exit_code == 0, result.output
    assert set(articles()) == {"reset-your-board"}
    assert db.session.scalar(select(func.count(Attachment.name))) == 0
    assert "is a link to somewhere else" in result.output


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_a_path_without_articles_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    assert run(tmp_path / name).exit_code == 2


@pytest.mark.parametrize(
    "words",
    [
        ("--by", "nobody"),
        ("--space", "nowhere"),
        ("--product", "nothing"),
        ("--site", "https://a.example"),
        ("--credit", "x" * 501),
    ],
)
def test_options_that_name_nothing_are_refused(
    run: Run, tmp_path: Path, words: tuple[str, str]
) -> None:
    result = run(write_pages(tmp_path / "help", {"a.md": page()}), *words)
    assert (result.exit_code, articles()) == (2, {})
    assert words[0] in result.output


def test_a_member_who_may_not_write_articles_answers_for_none(
    run: Run, tmp_path: Path, nora: User
) -> None:
    result = run(write_pages(tmp_path / "help", {"a.md": page()}), "--by", nora.handle)
    assert (result.exit_code, articles()) == (2, {})


@pytest.mark.needs("data")
def test_the_help_centre_arrives(run: Run, data: Path) -> None:
    folder = data / "help-centre"
    result = run(folder, "--site", "support.arduino.cc")
    assert result.exit_code == 0, result.output
    assert line(result, "articles") == [161, 160, 0, 0, 1]
    links = line(result, "links")
    assert links[0] == links[1] + links[4]
    assert links[1] > 50
    assert db.session.scalar(select(func.count(Article.id)).where(Article.state == "wip")) == 2
    for body in db.session.scalars(select(ArticleRevision.body)):
        assert "{.link" not in body
        assert "[!NOTE]" not in body
        assert "](img/" not in body
    assert line(run(folder, "--site", "support.arduino.cc"), "articles") == [161, 0, 0, 160, 1]

"""Ideas of another board: read strictly, kept once, with their words, votes and decisions."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from click.testing import Result
from flask import current_app
from sqlalchemy import func, select

from app.application import Community
from app.domain.accounts.models import User
from app.domain.ideas.actions.counting import miscounts
from app.domain.ideas.models.ideas import Idea, StatusChange
from app.domain.ideas.models.voices import IdeaComment
from app.imports.ideas.records import BadRecord, read
from app.kit.db import db
from tests.imports.sites import whole_site


def a_record(**values: Any) -> dict[str, Any]:
    return {
        "site": "meta.example.com",
        "id": 13,
        "kind": "idea",
        "title": "Remember the colour",
        "body_html": "<p>After a <b>power cut</b> my lamp is white.</p>",
        "tags": ["lights", "Power Cut"],
        "status": "open",
        "score": 7,
        "up_votes": 9,
        "down_votes": 2,
        "created": "2012-02-10T22:36:54.667",
        "closed": None,
        "author": "Zoë B.",
        "url": "https://meta.example.com/questions/13",
        "answers": [],
        "comments": [],
    } | values


def written(folder: Path, *records: dict[str, Any]) -> Path:
    path = folder / "ideas.jsonl"
    path.write_text("\n".join(json.dumps(each) for each in records) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Community]:
    with whole_site(tmp_path / "site"):
        yield cast("Community", current_app._get_current_object())  # type: ignore[attr-defined]


def run(site: Community, *args: Any) -> Result:
    return site.test_cli_runner().invoke(args=["import", "ideas", *(str(arg) for arg in args)])


def total(kind: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def only() -> Idea:
    return db.session.scalars(select(Idea)).one()


def test_an_idea_comes_with_its_words_votes_and_author(site: Community, tmp_path: Path) -> None:
    done = run(site, written(tmp_path, a_record()))
    assert done.exit_code == 0, done.output
    assert "1 ideas created" in done.output
    idea = only()
    assert idea.body == "After a **power cut** my lamp is white."
    assert "<strong>power cut</strong>" in str(idea.body_parts)
    assert (idea.status, idea.vote_count, idea.imported_votes) == ("needs-votes", 9, 9)
    assert [tag.name for tag in idea.tags] == ["lights", "power-cut"]
    assert idea.author.name == "Zoë B."
    assert idea.external_url == "https://meta.example.com/questions/13"
    assert idea.proposed_at.isoformat() == "2012-02-10T22:36:54.667000+00:00"
    assert not any(miscounts().values())


@pytest.mark.parametrize(
    "values, licence",
    [
        ({"license": "CC BY-SA 2.5"}, "CC BY-SA 2.5"),
        ({"license": None}, None),
        ({}, None),
        ({"site": "bicycles.meta.stackexchange.com"}, "CC BY-SA 3.0"),
    ],
)
def test_the_licence_comes_along(
    site: Community, tmp_path: Path, values: dict[str, Any], licence: str | None
) -> None:
    run(site, written(tmp_path, a_record() | values))
    assert only().external_licence == licence


def test_answers_and_comments_become_comments_in_their_order(
    site: Community, tmp_path: Path
) -> None:
    later = {"id": 5, "created": "2012-03-02T10:00:00", "score": 3, "author": None}
    sooner = {"id": 8, "created": "2012-03-01T10:00:00", "score": -2, "author": "Ann"}
    record = a_record(
        answers=[{**later, "body_html": "<p>Built in <i>May</i>.</p>"}],
        comments=[{**sooner, "text": "Is this *planned*?"}],
    )
    run(site, written(tmp_path, record))
    comments = db.session.scalars(select(IdeaComment).order_by(IdeaComment.posted_at)).all()
    assert [each.body for each in comments] == ["Is this *planned*?", "Built in *May*."]
    assert [each.score for each in comments] == [0, 3]
    assert comments[0].author.name == "Ann"
    assert only().comment_count == 2


@pytest.mark.parametrize(
    "there, here",
    [
        ("completed", "delivered"),
        ("declined", "declined"),
        ("bydesign", "declined"),
        ("deferred", "archived"),
    ],
)
def test_what_was_decided_there_is_told_with_its_place(
    site: Community, tmp_path: Path, there: str, here: str
) -> None:
    run(site, written(tmp_path, a_record(status=there, closed="2013-01-01T00:00:00")))
    assert only().status == here
    last = db.session.scalars(select(StatusChange).order_by(StatusChange.id)).all()[-1]
    assert (last.before, last.after, last.by_id) == ("new", here, None)
    assert there in last.reason
    assert "https://meta.example.com/questions/13" in last.reason
    assert last.at.year == 2013


def test_a_second_run_adds_nothing_and_one_person_stays_one(
    site: Community, tmp_path: Path
) -> None:
    path = written(tmp_path, a_record(), a_record(id=14, title="Another one by the same"))
    run(site, path)
    members = total(User)
    done = run(site, path)
    assert "2 ideas already here" in done.output
    assert (total(Idea), total(User)) == (2, members)
    assert members == 1


def test_bugs_can_be_left_out(site: Community, tmp_path: Path) -> None:
    done = run(site, written(tmp_path, a_record(kind="bug"), a_record(id=2)), "--without-bugs")
    assert "1 reports of bugs were left out." in done.output
    assert total(Idea) == 1


@pytest.mark.parametrize(
    "values, named",
    [
        ({"site": "no host"}, "site"),
        ({"id": "x"}, "id"),
        ({"id": 2**40}, "id"),
        ({"title": "  "}, "title"),
        ({"status": "perhaps"}, "status"),
        ({"kind": "wish"}, "kind"),
        ({"created": "yesterday"}, "created"),
        ({"tags": "lights"}, "tags"),
        ({"answers": [1]}, "answers"),
        ({"author": 7}, "author"),
    ],
)
def test_a_record_that_cannot_be_used_is_named_by_line_and_field(
    site: Community, tmp_path: Path, values: dict[str, Any], named: str
) -> None:
    done = run(site, written(tmp_path, a_record(), a_record(id=2) | values))
    assert done.exit_code == 2
    assert "line 2" in done.output
    assert named in done.output
    assert total(Idea) == 0


@pytest.mark.parametrize("text", ["", "\n\n", '{"site": "meta.example', "[1]", "\ufeff\x00"])
def test_what_is_no_file_of_ideas_is_refused(site: Community, tmp_path: Path, text: str) -> None:
    path = tmp_path / "ideas.jsonl"
    path.write_text(text, encoding="utf-8")
    done = run(site, path)
    assert done.exit_code == 2
    assert "Traceback" not in done.output


def test_a_line_twice_is_refused(site: Community, tmp_path: Path) -> None:
    done = run(site, written(tmp_path, a_record(), a_record()))
    assert done.exit_code == 2
    assert "line 2: the same idea stands in line 1" in done.output


def test_a_product_that_is_not_there_is_refused(site: Community, tmp_path: Path) -> None:
    done = run(site, written(tmp_path, a_record()), "--product", "toaster")
    assert done.exit_code == 2
    assert "toaster" in done.output


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    record = a_record(
        title="A \x00 title\nwith <script>",
        body_html="<script>alert(1)</script><p>x</p>" + "<div>" * 5000,
        author="\u202eevil\u0000",
    )
    ((_number, found),) = read(written(tmp_path, record))
    assert found.title == "A title with <script>"
    assert "alert" not in found.markdown
    with pytest.raises(BadRecord, match="line 1"):
        list(read(written(tmp_path, a_record(body_html=""))))


@pytest.mark.needs("data")
def test_the_real_board_adds_up(site: Community) -> None:
    done = run(site, Path(os.environ["DATA"]) / "ideas" / "ideas.jsonl")
    assert "201 ideas created, 524 comments created" in done.output
    assert not any(miscounts().values())

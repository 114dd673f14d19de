"""``flask search synonyms``: a file of groups is brought in, once however often it is run."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.domain.search.models import SynonymGroup
from app.kit.db import db

pytestmark = pytest.mark.usefixtures("session")


def run(app, path, *options):
    db.session.commit()
    found = app.test_cli_runner().invoke(args=["search", "synonyms", str(path), *options])
    db.session.expire_all()
    return found.exit_code, found.output


def kept():
    return [(g.language, g.words) for g in db.session.scalars(select(SynonymGroup))]


def test_a_file_is_brought_in_once(app, tmp_path):
    path = tmp_path / "synonyms.yaml"
    path.write_text("# lights\n- [bulb, lamp]\n- [wifi, wlan, wireless network]\n", "utf-8")
    code, said = run(app, path)
    assert (code, "2 added, 0 known" in said) == (0, True), said
    code, said = run(app, path)
    assert (code, "0 added, 2 known" in said) == (0, True), said
    assert kept() == [("en", ["bulb", "lamp"]), ("en", ["wifi", "wlan", "wireless network"])]


def test_lines_are_of_the_language_that_is_named(app, tmp_path):
    path = tmp_path / "synonyms.txt"
    path.write_text("\ufeffLampe, Leuchte\n", "utf-8")
    assert run(app, path, "--language", "de")[0] == 0
    assert kept() == [("de", ["Lampe", "Leuchte"])]


def test_groups_that_cannot_be_kept_are_named_and_the_others_stay(app, tmp_path):
    path = tmp_path / "synonyms.txt"
    path.write_text("bulb, lamp\nalone\n", "utf-8")
    code, said = run(app, path)
    assert code == 1
    assert "Not kept: alone" in said
    assert kept() == [("en", ["bulb", "lamp"])]


@pytest.mark.parametrize("content", [None, b"", b"- {a: b}", b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_says_so(app, tmp_path, content):
    path = tmp_path / "synonyms.yaml"
    if content is not None:
        path.write_bytes(content)
    code, said = run(app, path)
    assert code == 2
    assert "synonyms.yaml" in said

"""Judged sets come out of a dump by themselves, with plain BM25 ranked beside them."""

from xml.sax.saxutils import quoteattr

import pytest

from bench.relevance import making
from bench.relevance.plain import Plain
from bench.relevance.sets import sets_below
from bench.relevance.sites import site_of

POSTS = [
    {"Id": "1", "PostTypeId": "1", "Title": "Kettle boils over", "CreationDate": "2020-01-01"},
    {"Id": "2", "PostTypeId": "1", "Title": "Bitter green tea", "CreationDate": "2020-01-02",
     "AcceptedAnswerId": "5"},
    {"Id": "5", "PostTypeId": "2", "ParentId": "2", "CreationDate": "2020-01-04",
     "Body": "<p>Cooler water for green leaves</p>"},
    {"Id": "6", "PostTypeId": "2", "ParentId": "2", "CreationDate": "2020-01-03"},
    {"Id": "7", "PostTypeId": "1", "Title": 'Why is "green"\ttea bitter?',
     "CreationDate": "2020-02-01"},
    {"Id": "8", "PostTypeId": "2", "ParentId": "1", "CreationDate": "2020-03-01"},
]  # fmt: skip
LINKS = [
    ("7", "2", "1"),
    ("7", "2", "3"),  # the same pair once more, as a duplicate
    ("1", "7", "1"),  # the older one names the newer one
    ("7", "7", "1"),
    ("7", "99", "1"),  # gone
    ("7", "5", "1"),  # an answer
]


def table(rows):
    written = (" ".join(f"{k}={quoteattr(v)}" for k, v in row.items()) for row in rows)
    return "\ufeff<rows>" + "".join(f"<row {row} />" for row in written) + "</rows>"


@pytest.fixture
def dump(tmp_path):
    folder = tmp_path / "tea.stackexchange.com"
    folder.mkdir()
    posts = [{"Body": "", "Score": "0"} | post for post in POSTS]
    (folder / "Posts.xml").write_text(table(posts), encoding="utf-8")
    links = [{"PostId": a, "RelatedPostId": b, "LinkTypeId": kind} for a, b, kind in LINKS]
    (folder / "PostLinks.xml").write_text(table(links), encoding="utf-8")
    return folder


def test_sets_are_made_and_found_by_the_benchmark(dump, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["making", str(dump), str(tmp_path / "sets")])
    making.main()
    assert "answer-search: 1 queries" in capsys.readouterr().out
    judged = {one.name: one for one in sets_below(tmp_path)}
    assert judged["tea: related"].judgements == {"7": {"2": 2.0, "1": 1.0}}
    assert judged["tea: answer-search"].judgements == {"2": {"5": 2.0, "6": 1.0}}
    runs = dict(judged["tea: related"].runs())
    # What has none of the words is not ranked at all.
    assert runs["bm25_titlebody-titlebody"] == {"7": ["2"]}
    assert dict(judged["tea: answer-search"].runs())["bm25_title"] == {"2": ["5"]}


def test_nothing_newer_than_the_question_is_ranked(dump, tmp_path):
    made = making.made(dump, tmp_path / "sets")
    related = tmp_path / "sets" / "tea" / "related"
    assert made[related] == 1
    assert (related / "queries.tsv").read_text(encoding="utf-8") == (
        "query_id\tcreated\tearlier_questions\ttitle\n"
        '7\t2020-02-01\t2\tWhy is "green" tea bitter?\n'
    )


def test_a_dump_without_links_gives_answers_alone(dump, tmp_path):
    (dump / "PostLinks.xml").unlink()
    made = making.made(dump, tmp_path / "sets")
    assert [path.name for path in made] == ["answer-search"]


def test_a_site_is_called_as_its_folder_or_zip(tmp_path):
    assert site_of(tmp_path / "tea.stackexchange.com.zip") == "tea"
    assert site_of(tmp_path / "tea.meta.stackexchange.com") == "tea.meta"
    assert site_of(tmp_path / "askubuntu.com") == "askubuntu"


def test_plain_bm25_prefers_the_rare_word_and_the_short_text():
    texts = {"long": "the kettle, and much else that is said", "short": "a kettle"}
    plain = Plain(texts | {"rare": "water and tea"})
    assert [key for key, _ in plain.ranked("the water of kettles")] == ["rare", "short", "long"]
    assert [key for key, _ in plain.ranked("kettles", {"long"})] == ["long"]
    assert plain.ranked("the") == []

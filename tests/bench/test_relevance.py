"""The benchmark finds sets by their files, and ranks them by the program's own code."""

import json
import zipfile
from xml.sax.saxutils import quoteattr

import pytest

from bench.relevance import __main__ as command
from bench.relevance.sets import sets_below
from bench.relevance.sites import find_dump, questions_of

SITE = "tea.stackexchange.com"
LINKING = (
    f'<p>Bitter. See <a href="https://{SITE}/questions/2/x">Kettle boils over</a>'
    ' and <a href="https://example.org/">leaves</a>.</p>'
)
POSTS = [
    (1, "1", "Kettle boils over", "<p>The kettle boils over.</p>", "2020-01-01", {}),
    (2, "1", "Green tea is bitter", "<p>Which water?</p>", "2020-01-02", {"AcceptedAnswerId": "5"}),
    (5, "2", "", "<p>Cooler water: seventy degrees make it sweet.</p>", "2020-01-04", {}),
    (6, "2", "", "<p>Another leaf.</p>", "2020-01-03", {}),
    (
        7,
        "1",
        "How do I get sweet green tea?",
        LINKING,
        "2020-02-01",
        {},
    ),
    (8, "2", "", "<p>Written too late: bitter, sweet.</p>", "2020-03-01", {"ParentId": "1"}),
    (9, "5", "", "<p>About a tag.</p>", "2020-01-01", {}),
]


def posts():
    rows = []
    for number, kind, title, body, made, more in POSTS:
        values = {"Id": str(number), "PostTypeId": kind, "Body": body, "CreationDate": made}
        values |= {"Score": "1", "Title": title} | ({"ParentId": "2"} if kind == "2" else {}) | more
        rows.append("<row " + " ".join(f"{k}={quoteattr(v)}" for k, v in values.items()) + " />")
    return "\ufeff<posts>" + "".join(rows) + "</posts>"


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "sites").mkdir()
    with zipfile.ZipFile(tmp_path / "sites" / f"{SITE}.zip", "w") as packed:
        packed.writestr("Posts.xml", posts())
    site = tmp_path / "site-benchmarks" / "tea"
    write(site / "related" / "queries.tsv", "query_id\tcreated\ttitle\n7\t2020-02-01\tHow\n")
    write(site / "related" / "qrels.tsv", "query_id\tdoc_id\tgrade\n7\t2\t1\n")
    run = "query_id\tdoc_id\trank\tscore\n7\t1\t1\t2.0\n7\t2\t2\t1.0\n"
    write(site / "related" / "bm25.run.tsv", run)
    write(site / "answer-search" / "queries.tsv", "query_id\ttitle\n2\tWater for green tea\n")
    write(site / "answer-search" / "qrels.tsv", "query_id\tdoc_id\tgrade\n2\t5\t2\n2\t6\t1\n")
    threads = tmp_path / "similar" / "forum" / "dev"
    write(
        threads / "queries.jsonl", json.dumps({"query_id": "Q", "title": "Tea", "body": "oolong"})
    )
    candidates = [
        {"query_id": "Q", "doc_id": "C1", "engine_rank": 1, "title": "Coffee", "body": "no",
         "comments": [{"text": "beans"}]},
        {"query_id": "Q", "doc_id": "C2", "engine_rank": 2, "title": "Oolong", "body": "tea",
         "comments": []},
    ]  # fmt: skip
    write(threads / "candidates.jsonl", "\n".join(map(json.dumps, candidates)))
    write(threads / "qrels.tsv", "query_id\tdoc_id\tgrade\nQ\tC2\t2\nQ\tC1\t0\n")
    return tmp_path


def test_every_set_is_found_and_ranked(folder):
    ranked = {judged.name: dict(judged.runs()) for judged in sets_below(folder)}
    assert ranked.keys() == {"tea: related", "tea: answer-search", "forum: dev"}
    assert ranked["tea: related"]["bm25"] == {"7": ["1", "2"]}
    assert ranked["tea: related"]["Pukka, words alone"] == {"7": ["2"]}
    # The thread's answers come together, the one with the words first.
    assert ranked["tea: answer-search"]["Pukka"]["2"] == ["5", "6"]
    assert ranked["forum: dev"]["Pukka, words alone"]["Q"] == ["C2", "C1"]


def test_a_table_is_printed_for_each(folder, capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["bench.relevance", str(folder)])
    command.main()
    printed = capsys.readouterr().out
    assert "### tea: related" in printed
    assert "| bm25 | 0.5000 |" in printed
    assert "| Pukka, words alone | 1.0000 |" in printed


def test_a_folder_without_sets_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.argv", ["bench.relevance", str(tmp_path)])
    with pytest.raises(SystemExit, match="No judged set"):
        command.main()


def test_a_dump_may_be_a_folder_and_stand_beside(folder):
    unpacked = folder / "other" / SITE
    write(unpacked / "Posts.xml", posts())
    (folder / "sites" / f"{SITE}.zip").unlink()
    assert find_dump("tea", folder) == unpacked
    assert find_dump("tea", folder / "site-benchmarks") == unpacked
    assert find_dump("coffee", folder) is None
    assert questions_of(unpacked, "tea")["2"].accepted == "5"


def test_links_to_the_sites_own_questions_go_with_their_words(folder):
    asked = questions_of(folder / "sites" / f"{SITE}.zip", "tea")["7"]
    assert "Kettle" not in asked.text
    assert "leaves" in asked.text


def test_answers_stand_in_the_order_of_their_time(folder):
    questions = questions_of(folder / "sites" / f"{SITE}.zip", "tea")
    assert [answer.id for answer in questions["2"].answers] == ["6", "5"]
    assert questions.keys() == {"1", "2", "7"}

"""Edits and decisions of the past, for each post in the order in which they happened."""

import json

from app.imports.stackexchange.check import check
from app.imports.stackexchange.dump import Dump
from app.imports.stackexchange.history import histories
from tests.imports.dumps import answer, dump_texts, entry, question, write_folder


def read_histories(tmp_path, entries):
    posts = [question(10), answer(11, 10)]
    texts = dump_texts(Posts=posts, PostHistory=entries)
    with Dump.open(write_folder(tmp_path, texts)) as dump:
        plan = check(dump)
        found = {history.post_id: history for history in histories(dump, plan)}
        kept = plan.table.lines["history entries"].to_create
    assert sum(history.entries for history in found.values()) == kept
    return found


def test_entries_of_one_revision_are_one_edit(tmp_path):
    first = {"RevisionGUID": "AAA"}
    found = read_histories(
        tmp_path,
        [
            entry(1, 10, 2, Text="Why?\r\n\r\nReally.", **first),
            entry(2, 10, 1, Text="A question", **first),
            entry(3, 11, 2, Text="Because."),
            entry(4, 10, 3, Text="<mqtt><zigbee>", **first),
            entry(5, 10, 5, Text="How?", Comment="clearer", UserId=2, RevisionGUID="bbb"),
            entry(6, 10, 8, Text="Why?", RevisionGUID="ccc"),
        ],
    )
    initial, edit, rollback = found[10].revisions
    assert (initial.kind, initial.guid, initial.entries) == ("initial", "aaa", 3)
    assert (initial.title, initial.body) == ("A question", "Why?\n\nReally.")
    assert initial.tags == ("mqtt", "zigbee")
    assert (edit.kind, edit.title, edit.body, edit.tags) == ("edit", None, "How?", None)
    assert (edit.user_id, edit.comment) == (2, "clearer")
    assert (rollback.kind, rollback.body) == ("rollback", "Why?")
    assert [revision.body for revision in found[11].revisions] == ["Because."]


def test_revisions_are_in_the_order_of_time_not_of_the_file(tmp_path):
    later = entry(1, 10, 5, Text="second", CreationDate="2021-05-01T00:00:00.000")
    earlier = entry(2, 10, 2, Text="first", CreationDate="2021-04-01T00:00:00.000")
    found = read_histories(tmp_path, [later, earlier])
    assert [revision.body for revision in found[10].revisions] == ["first", "second"]


def test_a_closure_says_why_and_which_question_came_first(tmp_path):
    told = {"OriginalQuestionIds": [7], "Voters": [{"Id": 2, "DisplayName": "Bob"}]}
    entries = [entry(1, 10, 10, Comment="101", Text=json.dumps(told), UserId=-1), entry(2, 10, 11)]
    closed, reopened = read_histories(tmp_path, entries)[10].events
    assert (closed.kind, closed.reason, closed.originals) == ("closed", "duplicate", (7,))
    assert (closed.user_id, closed.user_name) == (2, "Bob")
    assert (reopened.kind, reopened.user_id) == ("reopened", 1)


def test_an_event_may_tell_nothing_or_nonsense(tmp_path):
    entries = [
        entry(number, 10, 12, Text=text)
        for number, text in enumerate(
            ["", "no JSON", "[1]", '{"Voters": 5, "OriginalQuestionIds": "x"}', "[" * 100_000]
        )
    ]
    events = read_histories(tmp_path, entries)[10].events
    assert [(event.kind, event.originals) for event in events] == [("deleted", ())] * 5


def test_entries_of_other_posts_and_kinds_are_left_out(tmp_path):
    entries = [entry(1, 99, 2), entry(2, 10, 24), entry(3, 10, 2), entry(3, 10, 5)]
    found = read_histories(tmp_path, entries)
    assert list(found) == [10]
    assert found[10].entries == 1


def test_a_dump_without_history_has_none(tmp_path):
    with Dump.open(write_folder(tmp_path, dump_texts())) as dump:
        assert list(histories(dump, check(dump))) == []

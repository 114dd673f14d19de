"""The first pass: what it lets through, what it leaves out and why, and the table."""

from datetime import date

import pytest

from app.imports.stackexchange import rows
from app.imports.stackexchange.check import TWICE, check
from app.imports.stackexchange.dump import Dump
from app.imports.stackexchange.faults import DumpError
from app.imports.stackexchange.idset import IdSet
from app.imports.stackexchange.reconciliation import Reconciliation, render_table
from tests.imports.dumps import (
    answer,
    comment,
    dump_texts,
    entry,
    link,
    question,
    user,
    vote,
    write_folder,
)


@pytest.fixture
def checked(tmp_path):
    """Check a dump of these rows; give the plan and the dump."""

    def check_these(**kinds):
        dump = Dump.open(write_folder(tmp_path, dump_texts(**kinds)), site="iot.example.com")
        return check(dump), dump

    return check_these


def test_questions_and_their_answers_are_kept_in_any_order(checked):
    plan, dump = checked(Posts=[answer(12, 10), question(10), answer(11, 10)])
    assert [post.id for post in plan.kept_questions(dump)] == [10]
    assert [(post.id, post.parent_id) for post in plan.kept_answers(dump)] == [(12, 10), (11, 10)]
    assert plan.answers == {12: 10, 11: 10}


def test_answers_without_their_question_are_left_out(checked):
    lost = answer(13, 1)
    del lost["ParentId"]
    posts = [question(10), answer(11, 10), answer(12, 99), lost, answer(14, 11)]
    plan, dump = checked(Posts=posts)
    assert [post.id for post in plan.kept_answers(dump)] == [11]
    assert plan.table.lines["answers"].skipped == {
        "whose question is not in the dump": 1,
        "without a question": 1,
        "answers to answers": 1,
    }


def test_an_answer_to_an_orphaned_answer_is_left_out_too(checked):
    plan, _dump = checked(Posts=[answer(12, 99), answer(13, 12)])
    assert plan.answers == {}


def test_tag_wikis_are_left_out_and_their_excerpts_describe_the_tags(checked):
    excerpt = {**question(20), "PostTypeId": 4, "Body": "Light &amp; <b>easy</b>."}
    wiki = {**question(21), "PostTypeId": 5}
    stray = {**question(22), "PostTypeId": 4}
    tags = [{"Id": 1, "TagName": "mqtt", "ExcerptPostId": 20}, {"Id": 2, "TagName": "unused"}]
    plan, dump = checked(Posts=[question(10, Tags="|mqtt|new|"), excerpt, wiki, stray], Tags=tags)
    assert [post.id for post in plan.kept_questions(dump)] == [10]
    found = {tag.name: tag.description for tag in plan.kept_tags()}
    assert found == {"mqtt": "Light & easy.", "new": "", "unused": ""}
    assert plan.table.lines["other posts"].read == 3
    assert plan.table.lines["other posts"].to_create == 1
    assert plan.table.lines["tags"].to_create == 3


def test_of_rows_with_one_id_the_first_is_kept(checked):
    plan, dump = checked(
        Users=[user(1), user(1, "Impostor"), user(2)],
        Posts=[question(10), question(10, Title="Again"), answer(11, 10), answer(11, 10, Score=9)],
        Comments=[comment(5, 10), comment(5, 11)],
        Votes=[vote(6, 10, 2), vote(6, 10, 2)],
    )
    assert [person.display_name for person in plan.kept_users(dump)] == ["Alice", "Alice"]
    assert [post.title for post in plan.kept_questions(dump)] == ["A question"]
    assert [post.score for post in plan.kept_answers(dump)] == [0]
    assert [written.post_id for written in plan.kept_comments(dump)] == [10]
    assert plan.vote_sums == {10: (1, 0)}
    for kind in ("users", "questions", "answers", "comments", "votes"):
        assert plan.table.lines[kind].skipped == {TWICE: 1}


def test_the_robot_is_nobody(checked):
    plan, dump = checked(Users=[user(-1, "Community"), user(1)])
    assert [person.id for person in plan.kept_users(dump)] == [1]
    assert (plan.author(-1), plan.author(1), plan.author(99), plan.author(None)) == (
        None,
        1,
        None,
        None,
    )


def test_posts_of_missing_people_are_kept_and_remarked(checked):
    plan, dump = checked(Users=[user(1)], Posts=[question(10, OwnerUserId=99)])
    assert len(list(plan.kept_questions(dump))) == 1
    assert plan.table.remarks.total() == 1


def test_comments_need_a_kept_post_and_a_text(checked):
    wiki = {**question(20), "PostTypeId": 5}
    plan, dump = checked(
        Posts=[question(10), wiki],
        Comments=[comment(1, 10), comment(2, 20), comment(3, 99), comment(4, 10, Text=" ")],
    )
    assert [written.id for written in plan.kept_comments(dump)] == [1]
    assert plan.table.lines["comments"].skipped_count == 3
    assert len(plan.table.lines["comments"].skipped) == 3


def test_votes_become_sums_acceptances_days_and_favourites_counts(checked):
    votes = [
        vote(1, 10, 2),
        vote(2, 10, 2),
        vote(3, 10, 3),
        vote(4, 11, 2),
        vote(5, 99, 2),
        vote(6, 11, 1, CreationDate="2021-05-01T00:00:00.000"),
        vote(7, 10, 5),
        vote(8, 10, 77),
    ]
    plan, _dump = checked(Posts=[question(10, AcceptedAnswerId=11), answer(11, 10)], Votes=votes)
    assert plan.vote_sums == {10: (2, 1), 11: (1, 0)}
    assert plan.accepted == {10: 11}
    assert plan.accepted_at == {11: date(2021, 5, 1)}
    assert plan.favourites == {10: 1}
    assert plan.table.lines["votes"].to_create == 4
    assert plan.table.lines["votes"].skipped["votes of the kind 77"] == 1


def test_without_a_file_of_votes_the_score_stands_for_them(checked):
    plan, dump = checked(Posts=[question(10, Score=4), answer(11, 10, Score=-2)])
    found = {post.id: plan.votes_of(post) for post in dump.posts()}
    assert found == {10: (4, 0), 11: (0, 2)}


def test_an_accepted_answer_must_answer_the_question(checked):
    posts = [
        question(10, AcceptedAnswerId=21),
        question(20, AcceptedAnswerId=99),
        question(30, AcceptedAnswerId=31),
        answer(21, 20),
        answer(31, 30),
    ]
    plan, _dump = checked(Posts=posts)
    assert plan.accepted == {30: 31}
    assert plan.table.lines["accepted answers"].to_create == 1


def test_links_need_two_questions_of_the_dump(checked):
    links = [
        link(1, 10, 20),
        link(2, 10, 20),
        link(3, 10, 10),
        link(4, 10, 99),
        link(5, 11, 20),
        link(6, 10, 20, kind=9),
        link(7, 20, 10, kind=3),
    ]
    plan, dump = checked(Posts=[question(10), answer(11, 10), question(20)], PostLinks=links)
    assert [(one.id, one.is_duplicate) for one in plan.kept_links(dump)] == [(1, False), (7, True)]
    assert plan.duplicate_of == {20: 10}
    assert plan.table.lines["links"].to_create == 2


def test_duplicates_never_lead_in_a_circle(checked):
    links = [link(n, a, b, kind=3) for n, (a, b) in enumerate([(1, 2), (2, 3), (3, 1), (1, 3)])]
    plan, dump = checked(Posts=[question(n) for n in (1, 2, 3)], PostLinks=links)
    assert plan.duplicate_of == {1: 2, 2: 3}
    found = [(one.post_id, one.related_id, one.type_id) for one in plan.kept_links(dump)]
    assert found == [
        (1, 2, rows.DUPLICATE),
        (2, 3, rows.DUPLICATE),
        (3, 1, rows.RELATED),
        (1, 3, rows.RELATED),
    ]


def test_a_fault_anywhere_stops_the_check(checked):
    with pytest.raises(DumpError, match=r"PostHistory.xml, line 4"):
        checked(PostHistory=[entry(1, 10, 2), entry("x", 10, 2)])


def test_the_table_adds_up(checked):
    plan, _dump = checked(Posts=[question(10), answer(11, 10), answer(12, 99)])
    table = plan.table
    assert set(table.unexplained()) == {"users", "questions", "answers", "tags"}
    table.create("users", 2)
    table.create("questions")
    table.keep("answers")
    table.create("tags")
    assert table.unexplained() == {}


def test_the_table_is_readable():
    table = Reconciliation()
    table.read("votes", 12_345)
    table.create("votes", 12_000)
    table.skip("votes", "spam flags", 345)
    table.remark("comments whose author has no account in the dump", 7)
    text = render_table(table)
    assert "votes" in text
    assert "12,345" in text
    assert "  votes: 345 spam flags" in text
    assert "  7 comments whose author" in text
    counts = next(line for line in text.splitlines() if line.startswith("votes"))
    assert counts.split() == ["votes", "12,345", "12,000", "0", "345"]


def test_a_set_of_ids_knows_what_it_met():
    ids = IdSet()
    numbers = [5, -1, 0, 2**31 - 1, 65_536, 65_535]
    assert [ids.add(number) for number in numbers] == [True] * 6
    assert [ids.add(number) for number in numbers] == [False] * 6
    assert sorted(numbers) == list(ids)
    assert len(ids) == 6
    assert 7 not in ids
    assert -2 not in ids

"""What a dump becomes: rows of ours, exact counters, and nothing twice."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from app.domain.accounts.models import FormerHandle, User
from app.domain.accounts.names import handle_key
from app.domain.catalog.actions import ensure_default_space
from app.domain.catalog.models import Product, Tag
from app.domain.forum.actions.recounting import miscounts, recount_all
from app.domain.forum.models.posts import Answer, Reply
from app.domain.forum.models.questions import Question, QuestionLink
from app.domain.forum.models.votes import Vote
from app.domain.forum.models.writing import Revision
from app.domain.moderation.models import Ruling
from app.domain.notifications.models import Follow, Letter, Notice
from app.domain.search import actions as search
from app.imports.stackexchange.check import check
from app.imports.stackexchange.dump import Dump
from app.imports.stackexchange.write import import_site
from app.imports.stackexchange.writing import closing, posts, questions, target
from app.kit import fulltext, jobs
from app.kit.db import db
from app.kit.fulltext import IndexBusy, Query
from app.kit.work import unit_of_work, write
from tests.imports.dumps import (
    DAY,
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
from tests.people import make_member

SITE = "iot.stackexchange.com"
AT = datetime(2021, 4, 27, 14, 50, 43, 50_000, tzinfo=UTC)
LATER = "2021-05-02T08:00:00.000"
pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def bring(tmp_path):
    """Import a dump of these rows; return the plan's table when its numbers add up."""

    def importing(product_id=None, **kinds):
        folder = write_folder(tmp_path / SITE, dump_texts(**kinds))
        with Dump.open(folder) as dump:
            plan = check(dump)
            space = write(ensure_default_space)
            import_site(dump, target.Target(plan, SITE, space.id, product_id))
        assert plan.table.unexplained() == {}
        db.session.rollback()
        return plan.table

    return importing


def one(kind, number):
    """The thing that was imported under this id."""
    found = db.session.scalar(select(kind).where(kind.external_id == str(number)))
    assert found is not None
    return found


def created(table):
    return {kind: line.created for kind, line in table.lines.items() if line.created}


def count(kind):
    return db.session.scalar(select(func.count()).select_from(kind))


FULL = {
    "Users": [
        user(1, "Alice", Reputation=120, AboutMe="<p>I like <b>bulbs</b>.</p>", Location="Bern"),
        user(2, "Bob", LastAccessDate=LATER),
    ],
    "Posts": [
        question(10, AcceptedAnswerId=20, ViewCount=77, Tags="<mqtt><c#>", LastActivityDate=LATER),
        question(11, Title="Another question", OwnerUserId=2),
        answer(20, 10, LastEditDate=LATER),
        answer(21, 10, OwnerUserId=1),
        {"Id": 30, "PostTypeId": 4, "CreationDate": DAY, "Body": "Messages in queues."},
    ],
    "Comments": [
        comment(40, 10, Score=3),
        comment(41, 20, Text="Thanks @Bob, `it` *works*", CreationDate=LATER),
    ],
    "Votes": [
        vote(50, 10, 2),
        vote(51, 10, 2),
        vote(52, 10, 3),
        vote(53, 20, 2),
        vote(54, 20, 1, CreationDate="2021-04-27T00:00:00.000"),
    ],
    "PostLinks": [link(60, 11, 10, 3), link(61, 10, 11)],
    "Tags": [
        {"Id": 70, "TagName": "mqtt", "Count": 1, "ExcerptPostId": 30},
        {"Id": 71, "TagName": "c#", "Count": 1},
    ],
    "PostHistory": [
        entry(80, 20, 2, RevisionGUID="a", UserId=2, Text="First *words*"),
        entry(81, 20, 5, RevisionGUID="b", Text="Second words", Comment="clearer",
              CreationDate=LATER),
        entry(82, 10, 2, RevisionGUID="c", Text="Why?"),
        entry(83, 11, 10, RevisionGUID="d", Comment="101"),
    ],
}  # fmt: skip


def test_a_whole_dump_is_there_and_every_row_is_accounted_for(bring):
    assert created(bring(**FULL)) == {
        "users": 2,
        "questions": 2,
        "answers": 2,
        "other posts": 1,
        "accepted answers": 1,
        "comments": 2,
        "votes": 4,
        "tags": 2,
        "links": 2,
        "history entries": 2,
    }


def test_a_question_comes_with_its_facts(bring):
    bring(**FULL)
    found = one(Question, 10)
    assert (found.title, found.body, found.body_parts) == ("A question", "Why?", ["<p>Why?</p>"])
    assert (found.score, found.imported_score, found.view_count) == (1, 1, 77)
    assert (found.answer_count, found.reply_count) == (2, 1)
    assert found.asked_at == AT
    assert found.active_at == found.last_post_at == datetime(2021, 5, 2, 8, tzinfo=UTC)
    assert found.external_url == "https://iot.stackexchange.com/questions/10"
    assert [tag.name for tag in found.tags] == ["c#", "mqtt"]
    assert found.excerpt == "Why?"


def test_the_accepted_answer_solves_its_question_not_before_it_was_written(bring):
    bring(**FULL)
    found = one(Question, 10)
    assert found.accepted_answer_id == one(Answer, 20).id
    assert found.accepted_by_id == found.author_id
    assert found.solved_at == AT


def test_comments_are_replies_where_they_stood(bring):
    bring(**FULL)
    under_question, under_answer = one(Reply, 40), one(Reply, 41)
    assert under_question.answer_id is None
    assert (under_question.score, under_question.imported_score) == (3, 3)
    assert under_answer.answer_id == one(Answer, 20).id
    assert under_answer.question_id == one(Question, 10).id


def test_handles_of_the_other_site_mention_nobody_here(bring):
    make_member("bob")
    bring(**FULL)
    assert one(Reply, 41).body_parts == ["<p>Thanks @Bob, <code>it</code> <em>works</em></p>"]


def test_people_are_unclaimed_members(bring):
    bring(**FULL)
    found = one(User, 1)
    assert (found.email, found.password, found.confirmed_at) == (None, None, None)
    assert (found.name, found.handle, found.location) == ("Alice", "alice", "Bern")
    assert (found.bio, found.trust, found.points) == ("I like **bulbs**.", "member", 0)
    assert found.external_url == "https://iot.stackexchange.com/users/1"
    assert (found.question_count, found.answer_count) == (1, 1)
    assert one(User, 2).accepted_count == 1


def test_handles_that_are_taken_or_held_get_a_number(bring):
    make_member("alice")
    with unit_of_work():
        db.session.add(FormerHandle(handle="bob", handle_key=handle_key("bob")))
    bring(Users=[user(1), user(2, "Bob"), user(3, "ALICE")], Posts=[question(10)])
    handles = [one(User, number).handle for number in (1, 2, 3)]
    assert handles == ["alice-1", "bob-2", "alice-3"]


def test_who_is_gone_becomes_one_member_for_each_name_left_behind(bring):
    table = bring(
        Posts=[
            question(10, OwnerUserId="", OwnerDisplayName="user77"),
            question(11, OwnerUserId=99, OwnerDisplayName="user77"),
            question(12, OwnerUserId=""),
            question(13, OwnerUserId=-1),
        ],
        Comments=[comment(40, 10, UserId="", UserDisplayName="user77")],
    )
    assert one(Question, 10).author_id == one(Question, 11).author_id == one(Reply, 40).author_id
    assert one(User, "deleted:user77").name == "user77"
    assert one(User, "deleted:user77").joined_at == AT
    assert one(Question, 12).author_id == one(Question, 13).author_id == one(User, "deleted:").id
    assert one(User, "deleted:").name == "Former member"
    assert table.remarks["members made for authors whose accounts are gone"] == 2


def test_nobody_left_behind_passes_for_staff(bring):
    bring(Posts=[question(10, OwnerUserId="", OwnerDisplayName="Moderator")])
    assert one(User, "deleted:Moderator").name == "Former member"


def test_duplicates_point_to_the_canonical_question_and_others_are_linked(bring):
    bring(**FULL)
    first, second = one(Question, 10), one(Question, 11)
    assert second.duplicate_of_id == first.id
    pairs = db.session.execute(select(QuestionLink.question_id, QuestionLink.related_id)).all()
    assert [tuple(pair) for pair in pairs] == [(first.id, second.id)]


@pytest.mark.parametrize("batch", [1, 200])
def test_nobody_follows_a_chain_of_duplicates(bring, monkeypatch, batch):
    monkeypatch.setattr(target.batches, "__defaults__", (batch,))
    bring(
        Posts=[question(number) for number in (10, 11, 12)],
        PostLinks=[link(60, 10, 11, 3), link(61, 11, 12, 3)],
    )
    last = one(Question, 12)
    assert last.duplicate_of_id is None
    assert one(Question, 10).duplicate_of_id == one(Question, 11).duplicate_of_id == last.id


def test_a_closed_question_is_locked_and_a_duplicate_stays_open(bring):
    closed = {"ClosedDate": LATER}
    bring(
        Posts=[question(10, **closed), question(11, **closed)],
        PostLinks=[link(60, 11, 10, 3)],
    )
    assert one(Question, 10).locked_at == datetime(2021, 5, 2, 8, tzinfo=UTC)
    assert one(Question, 11).locked_at is None
    assert count(Ruling) == 0


def test_revisions_are_kept_of_posts_that_were_edited(bring):
    bring(**FULL)
    found = one(Answer, 20)
    kept = db.session.scalars(select(Revision).order_by(Revision.number)).all()
    assert [(r.subject_kind, r.subject_id, r.number) for r in kept] == [
        ("answer", found.id, 1),
        ("answer", found.id, 2),
    ]
    assert [(r.body, r.comment) for r in kept] == [
        ("First *words*", ""),
        ("Second words", "clearer"),
    ]
    assert [r.editor_id for r in kept] == [one(User, 2).id, one(User, 1).id]
    assert found.edition == 2
    assert found.edited_at == datetime(2021, 5, 2, 8, tzinfo=UTC)


def test_what_an_edit_did_not_touch_stays_as_it_was(bring):
    bring(
        Posts=[question(10)],
        PostHistory=[
            entry(80, 10, 1, RevisionGUID="a", Text="First title"),
            entry(81, 10, 2, RevisionGUID="a", Text="First body"),
            entry(82, 10, 3, RevisionGUID="a", Text="<mqtt>"),
            entry(83, 10, 6, RevisionGUID="b", Text="<mqtt><c#>", CreationDate=LATER),
        ],
    )
    kept = db.session.scalars(select(Revision).order_by(Revision.number)).all()
    assert [(r.title, r.body, r.tags) for r in kept] == [
        ("First title", "First body", ["mqtt"]),
        ("First title", "First body", ["mqtt", "c#"]),
    ]


def test_tags_are_described_where_they_are_not(bring):
    with unit_of_work():
        db.session.add_all([Tag(name="mqtt", about="Ours."), Tag(name="c#")])
    bring(**FULL)
    assert one_tag("mqtt").about == "Ours."
    assert one_tag("mqtt").question_count == 2


def test_an_empty_description_is_filled_in(bring):
    with unit_of_work():
        db.session.add(Tag(name="mqtt"))
    table = bring(**FULL)
    assert one_tag("mqtt").about == "Messages in queues."
    assert (table.lines["tags"].already_there, table.lines["other posts"].created) == (1, 1)


def one_tag(name):
    return db.session.scalar(select(Tag).where(Tag.name == name))


def test_questions_are_about_the_product_that_was_named(bring):
    with unit_of_work():
        db.session.add(Product(slug="bulbs", name="Bulbs"))
    product = db.session.scalar(select(Product))
    bring(product_id=product.id, **FULL)
    assert one(Question, 10).product_id == product.id
    assert db.session.scalar(select(Product.question_count)) == 2


# -- what holds for all of it ---------------------------------------------------------------------


def test_a_recount_changes_nothing(bring):
    bring(**FULL)
    assert set(miscounts().values()) == {0}
    before = db.session.execute(select(Question.score, Question.answer_count)).all()
    recount_all()
    assert db.session.execute(select(Question.score, Question.answer_count)).all() == before
    assert count(Vote) == 0


def test_nobody_is_told_and_nothing_is_queued(bring):
    bring(**FULL)
    assert [count(kind) for kind in (Notice, Letter, Follow, jobs.Job)] == [0, 0, 0, 0]


def test_a_second_run_adds_nothing(bring):
    first = bring(**FULL)
    before = [count(kind) for kind in (User, Question, Answer, Reply, Revision, QuestionLink, Tag)]
    second = bring(**FULL)
    after = [count(kind) for kind in (User, Question, Answer, Reply, Revision, QuestionLink, Tag)]
    assert after == before
    assert created(second) == {}
    there = {kind: line.already_there for kind, line in second.lines.items() if line.already_there}
    assert there == created(first)


def test_a_later_dump_adds_what_is_new(bring):
    bring(**FULL)
    more = FULL | {
        "Posts": [*FULL["Posts"], question(12), answer(22, 11, OwnerUserId=1)],
        "PostLinks": [*FULL["PostLinks"], link(62, 12, 10)],
    }
    table = bring(**more)
    assert created(table) == {"questions": 1, "answers": 1, "links": 1}
    assert one(Question, 11).answer_count == 1
    assert set(miscounts().values()) == {0}


def test_what_was_decided_here_is_not_decided_again(bring):
    bring(**FULL)
    with unit_of_work():
        one(Question, 10).reopen()
        one(Question, 11).duplicate_of_id = None
        db.session.query(QuestionLink).delete()
    bring(**FULL)
    assert one(Question, 10).accepted_answer_id is None
    assert one(Question, 11).duplicate_of_id is None
    assert count(QuestionLink) == 0


@pytest.mark.parametrize(
    "stage", [(posts, "_add_answers"), (posts, "_add_replies"), (closing, "recount_tags")]
)
def test_a_stopped_run_is_finished_by_running_it_again(bring, monkeypatch, stage):
    place, name = stage
    monkeypatch.setattr(target.batches, "__defaults__", (1,))
    whole, calls = getattr(place, name), []

    def stopping(*args):
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return whole(*args)

    monkeypatch.setattr(place, name, stopping)
    with pytest.raises(KeyboardInterrupt):
        bring(**FULL)
    monkeypatch.setattr(place, name, whole)
    db.session.rollback()
    bring(**FULL)
    assert [count(kind) for kind in (Question, Answer, Reply, Revision)] == [2, 2, 2, 2]
    assert one(Question, 10).is_solved
    assert set(miscounts().values()) == {0}
    assert search.check().is_none


# -- found ----------------------------------------------------------------------------------------


def test_what_was_imported_is_found(bring):
    bring(**FULL)
    hits = fulltext.current().find(Query("another question")).hits
    assert f"question:{one(Question, 11).id}" in {hit.key for hit in hits}
    assert search.check().is_none


def test_only_what_the_index_lacks_is_put_into_it(bring, monkeypatch):
    bring(**FULL)
    engine, put = fulltext.current(), []
    whole = engine.put
    monkeypatch.setattr(engine, "put", lambda documents: put.extend(documents) or whole(documents))
    bring(**FULL)
    assert put == []
    bring(**FULL | {"Posts": [*FULL["Posts"], question(12)]})
    assert {document.key for document in put} == {f"question:{one(Question, 12).id}"}


def test_while_another_keeps_the_index_the_worker_is_asked(bring, monkeypatch):
    engine = fulltext.current()
    whole = engine.put

    def busy(_documents):
        raise IndexBusy

    monkeypatch.setattr(engine, "put", busy)
    bring(**FULL)
    assert count(jobs.Job) == 2
    monkeypatch.setattr(engine, "put", whole)
    jobs.run_all()
    assert search.check().is_none


# -- odd dumps ------------------------------------------------------------------------------------


def test_titles_and_names_are_brought_into_bounds(bring):
    bring(
        Users=[user(1, "x" * 80)],
        Posts=[question(10, Title="y" * 300)],
    )
    assert len(one(Question, 10).title) == 200
    assert len(one(User, 1).name) == 60


def test_a_link_is_written_with_the_later_of_its_questions(bring, monkeypatch):
    monkeypatch.setattr(target.batches, "__defaults__", (1,))
    linked = []
    whole = questions._link
    monkeypatch.setattr(questions, "_link", lambda *args: linked.append(whole(*args)) or linked[-1])
    bring(Posts=[question(10), question(11)], PostLinks=[link(60, 10, 11)])
    assert linked == [0, 1]

"""What a dump becomes: rows of ours, exact counters, and nothing twice."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from app.domain.accounts.models import FormerHandle, User
from app.domain.accounts.names import handle_key
from app.domain.catalog.models import Product, Tag
from app.domain.forum.models.posts import Answer, Reply
from app.domain.forum.models.questions import Question, QuestionLink
from app.domain.forum.models.writing import Revision
from app.domain.moderation.models import Ruling
from app.imports.stackexchange.writing import questions, target
from app.kit.db import db
from app.kit.work import unit_of_work
from tests.imports.dumps import (
    comment,
    entry,
    link,
    question,
    user,
)
from tests.imports.full_dump import FULL, LATER, count, created, one
from tests.people import make_member

AT = datetime(2021, 4, 27, 14, 50, 43, 50_000, tzinfo=UTC)


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
    assert (found.bio, found.trust, found.points) == ("I like **bulbs**.", "member", 7)
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


def test_without_its_history_a_post_does_not_say_that_it_was_edited(bring):
    """There would be nothing to compare."""
    bring(**{kind: rows for kind, rows in FULL.items() if kind != "PostHistory"})
    assert (one(Answer, 20).edited_at, one(Answer, 20).edition) == (None, 1)


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

    def noted(*args):
        linked.append(whole(*args))
        return linked[-1]

    monkeypatch.setattr(questions, "_link", noted)
    bring(Posts=[question(10), question(11)], PostLinks=[link(60, 10, 11)])
    assert linked == [0, 1]

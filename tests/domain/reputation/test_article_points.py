"""What an article brings: to whoever wrote what it grew from, and to who wrote it first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.domain.accounts.models import User
from app.domain.accounts.texts import Text
from app.domain.catalog.actions import edit_space
from app.domain.forum.actions.accepting import accept_answer, withdraw_acceptance
from app.domain.forum.actions.answering import answer
from app.domain.forum.actions.duplicates import merge_question
from app.domain.forum.actions.editing import edit_answer
from app.domain.forum.actions.states import hide_post, move_question, restore_post
from app.domain.forum.models.posts import Answer
from app.domain.knowledge.actions.helping import say_whether_it_helped, take_back_help
from app.domain.knowledge.actions.keeping import archive, place
from app.domain.knowledge.actions.reviewing import approve
from app.domain.knowledge.models.articles import Article, ArticleSource
from app.domain.knowledge.models.blocks import Block
from app.domain.reputation.actions.recounting import recount_members
from app.domain.reputation.queries.entries import entry_list
from app.kit.db import db
from app.kit.work import unit_of_work, write
from tests.factories.catalog import make_product, make_space
from tests.factories.knowledge import a_proposal, an_article
from tests.factories.reputation import assert_all_proved, crowd, entries_of, points_of
from tests.factories.threads import asked, let_happen
from tests.people import make_member


@pytest.fixture(autouse=True)
def _all_is_proved(session: Any) -> Iterator[None]:
    yield
    session.expire_all()
    assert_all_proved()


def grown(author: User, source: User | None = None, **values: Any) -> Article:
    """Return a published article that grew from what somebody else wrote."""
    article = an_article(author=author, **values)
    with unit_of_work():
        if source is not None:
            db.session.add(
                ArticleSource(
                    article_id=article.id,
                    subject_kind="answer",
                    subject_id=article.id,
                    author_id=source.id,
                )
            )
    return article


def helped(article: Article, by: Any, *, says: bool = True, who: str = "") -> None:
    write(say_whether_it_helped, article, by=by, who=who or f"m:{by.id}", is_helpful=says)


def solved(article: Article, asker: User, by: User) -> Answer:
    """Somebody answers with the article, and the asker accepts it."""
    posted = write(answer, asked(asker), by=by, body=linking(article))
    write(accept_answer, posted, by=asker)
    return posted


def linking(article: Article) -> Text:
    address = f"/knowledge/{article.slug}"
    words = f"This has all of it: {address}, read it to the end."
    return Text(words, [f"<p>{words}</p>"], 1, links=(address,))


def paid(member: User, reason: str) -> list[int]:
    return [entry.delta for entry in entries_of(member) if entry.reason == reason]


def test_a_members_vote_pays_the_source_and_the_first_editor(alice, bob, mallory, guest):
    article = grown(alice, bob)
    helped(article, mallory)
    assert (points_of(alice), points_of(bob)) == (1, 1)
    assert {entry.subject_kind for entry in entries_of(bob)} == {"article"}
    helped(article, mallory, says=False)
    assert (points_of(alice), points_of(bob)) == (0, 0)
    helped(article, mallory)
    write(take_back_help, article, by=mallory, who=f"m:{mallory.id}")
    assert paid(bob, "article-helped") == [1, -1, 1, -1]


def test_a_guest_pays_nothing(alice, guest):
    article = grown(alice)
    helped(article, guest, who="g:0123456789abcdef")
    assert article.helpful_count == 1
    assert points_of(alice) == 0


def test_nobody_is_paid_for_their_own_vote(alice, bob):
    article = grown(alice, bob, owner_id=make_member("keeper").id)
    helped(article, bob)
    assert (points_of(alice), points_of(bob)) == (1, 0)


def test_a_later_editor_earns_nothing_and_a_reader_counts_once(alice, bob, erin, mallory):
    article = grown(alice)
    helped(article, mallory)
    write(approve, a_proposal(article, by=bob), by=erin)
    helped(article, mallory)
    assert paid(alice, "article-helped") == [1]
    assert points_of(bob) == 0


def test_readers_bring_no_more_than_the_cap_to_each(alice, bob):
    article = grown(alice, bob)
    for reader in crowd(17):
        helped(article, reader)
    assert (points_of(alice), points_of(bob)) == (15, 15)


def test_one_reader_helped_by_many_articles_counts_a_few_times(alice, mallory):
    for _ in range(7):
        helped(grown(alice), mallory)
    assert points_of(alice) == 5


def test_an_accepted_answer_with_the_article_pays_its_makers(alice, bob, mallory, nora):
    article = grown(alice, bob)
    posted = solved(article, mallory, nora)
    assert paid(alice, "article-reused") == paid(bob, "article-reused") == [3]
    write(withdraw_acceptance, posted.question, by=mallory)
    assert paid(bob, "article-reused") == [3, -3]


def test_using_ones_own_article_pays_the_others_alone(alice, bob, mallory):
    article = grown(alice, bob)
    solved(article, mallory, bob)
    assert paid(alice, "article-reused") == [3]
    assert paid(bob, "article-reused") == []


def test_a_thread_counts_once_however_it_uses_the_article(alice, bob, mallory):
    article = grown(alice)
    block = db.session.query(Block).filter_by(article_id=article.id).first()
    text = linking(article)
    both = Text(
        text.source, text.parts, 1, links=text.links, embeds=(f"{article.slug}#{block.key}",)
    )
    posted = write(answer, asked(mallory), by=bob, body=both)
    write(accept_answer, posted, by=mallory)
    assert paid(alice, "article-reused") == [3]


def test_an_edit_that_no_longer_links_takes_it_back(alice, bob, mallory):
    posted = solved(grown(alice), mallory, bob)
    body = Text("No article any more, only these words.", ["<p>No article</p>"], 1)
    write(edit_answer, posted, by=bob, body=body, base_edition=1)
    assert paid(alice, "article-reused") == [3, -3]


def test_what_is_hidden_pays_nothing_meanwhile(alice, bob, mallory, morgan):
    posted = solved(grown(alice), mallory, bob)
    write(hide_post, posted.question, by=morgan)
    assert points_of(alice) == 0
    write(restore_post, posted.question, by=morgan)
    assert points_of(alice) == 3
    write(hide_post, posted, by=morgan)
    assert points_of(alice) == 0


def test_a_thread_that_was_merged_counts_where_it_went(alice, bob, mallory, morgan):
    article = grown(alice)
    posted = solved(article, mallory, bob)
    write(merge_question, posted.question, into=asked(mallory), by=morgan)
    assert_all_proved()


def test_a_thread_behind_a_door_pays_nothing(alice, bob, mallory, morgan):
    posted = solved(grown(alice), mallory, bob)
    write(move_question, posted.question, by=morgan, space=make_space(visibility="group"))
    assert points_of(alice) == 0


def test_an_article_behind_a_door_pays_nothing(alice, erin, mallory, ada):
    article = grown(alice)
    helped(article, mallory)
    home, closed = article.space, make_space(visibility="group")
    where: dict[str, Any] = {"product": None, "topic": None, "tags": ()}
    write(place, article, by=ada, space=closed, **where)
    assert points_of(alice) == 0
    write(place, article, by=ada, space=home, **where)
    assert points_of(alice) == 1


def test_a_space_that_closes_takes_its_articles_along(alice, mallory, ada):
    room = make_space(visibility="public")
    helped(grown(alice, space=room), mallory)
    write(
        edit_space,
        room,
        by=ada,
        name=room.name,
        about="",
        visibility="owners",
        product=make_product(),
    )
    let_happen()
    assert points_of(alice) == 0


def test_what_an_archived_article_brought_stays(alice, mallory, erin):
    article = grown(alice)
    helped(article, mallory)
    write(archive, article, by=erin)
    assert points_of(alice) == 1


def test_points_count_for_the_articles_product(alice, mallory):
    lamp = make_product()
    helped(grown(alice, product=lamp), mallory)
    assert [entry.product_id for entry in entries_of(alice)] == [lamp.id]


def test_the_ledger_names_the_article_to_those_who_may_read_it(alice, mallory, guest):
    article = grown(alice)
    helped(article, mallory)
    line = entry_list(alice.id, actor=guest).items[0]
    assert (line.title, line.slug, line.by) == (article.title, article.slug, None)
    closed = make_space(visibility="group")
    with unit_of_work():
        article.space = closed
    hidden = entry_list(alice.id, actor=guest).items[0]
    assert (hidden.title, hidden.slug, hidden.subject_id) == (None, None, None)
    write(recount_members, [alice.id])


def test_what_came_in_quietly_is_paid_by_a_recount(alice, bob, mallory):
    article = grown(alice, quiet=True)
    helped(article, mallory)
    with unit_of_work():
        db.session.add(
            ArticleSource(
                article_id=article.id, subject_kind="question", subject_id=1, author_id=bob.id
            )
        )
    write(recount_members, [bob.id])
    assert (points_of(alice), points_of(bob)) == (1, 1)

"""What a post shows is kept when it is written, and stays true when posts and threads move."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.accounts.models import User
from app.domain.catalog.models import Space
from app.domain.forum.actions.duplicates import merge_question
from app.domain.forum.actions.editing import edit_answer
from app.domain.forum.actions.states import hide_post, move_question, restore_post
from app.domain.knowledge.actions.embedding import confirm_embed, count_places, miscounts
from app.domain.knowledge.models.blocks import Embed
from app.domain.knowledge.queries.embeds import refuse_cycles
from app.domain.knowledge.rules import EMBEDS_MOST
from app.kit.db import db
from app.kit.problems import Forbidden, Invalid
from app.kit.work import unit_of_work, write
from tests.factories.catalog import make_group, make_space
from tests.factories.embeds import (
    a_body,
    a_chain,
    a_major_change,
    an_answer_showing,
    embeds_by,
    reference_to,
    showing,
)
from tests.factories.forum import make_question
from tests.factories.knowledge import a_change, an_article, block_of


@pytest.fixture(autouse=True)
def _database(session: Any) -> None:
    """Each test in its own transaction."""


@pytest.fixture
def backroom(morgan: User) -> Space:
    return make_space("group", group=make_group(morgan))


def test_a_post_keeps_what_the_part_said_when_it_was_written(bob: User) -> None:
    article = an_article(body=a_body())
    answer = an_answer_showing(reference_to(article), by=bob)
    block = block_of(article, "reset")
    (embed,) = embeds_by(article)
    assert (embed.host_kind, embed.host_id, embed.author_id) == ("answer", answer.id, bob.id)
    assert (embed.question_id, embed.space_id) == (answer.question_id, answer.question.space_id)
    assert (embed.block_id, embed.text_id) == (block.id, block.text_id)

    a_major_change(article)
    db.session.refresh(embed)
    assert embed.text_id != block_of(article, "reset").text_id
    assert embed.doubted_at is not None


def test_an_edit_keeps_the_text_of_old_and_takes_the_present_one_for_new(bob: User) -> None:
    one, other = an_article(body=a_body()), an_article(body=a_body())
    answer = an_answer_showing(reference_to(one), by=bob)
    (embed,) = embeds_by(one)
    was = embed.text_id
    a_change(one, a_body("Another way to say it well."))

    text = showing(reference_to(one), reference_to(other))
    write(edit_answer, answer, by=bob, body=text, base_edition=1)
    assert [row.text_id for row in embeds_by(one)] == [was]
    assert len(embeds_by(other)) == 1

    write(edit_answer, answer, by=bob, body=showing(), base_edition=2)
    assert not db.session.query(Embed).count()
    assert block_of(one, "reset").embed_count == 0


def test_an_unknown_part_is_refused_on_the_body(bob: User) -> None:
    article = an_article(body=a_body())
    with pytest.raises(Invalid) as refused:
        an_answer_showing(reference_to(article, "no-such-part"), by=bob)
    assert refused.value.field == "body"
    assert "no-such-part" in str(refused.value.message)


def test_a_private_part_is_refused_in_the_words_of_an_unknown_one(
    backroom: Space, morgan: User
) -> None:
    article = an_article(body=a_body(), space=backroom)
    with pytest.raises(Invalid) as private:
        an_answer_showing(reference_to(article), by=morgan)
    with pytest.raises(Invalid) as unknown:
        an_answer_showing("nothing#reset", by=morgan)
    told = str(private.value.message).replace(reference_to(article), "nothing#reset")
    assert told == str(unknown.value.message)
    assert not embeds_by(article)


def test_a_private_part_is_shown_where_its_readers_are(backroom: Space, morgan: User) -> None:
    article = an_article(body=a_body(), space=backroom)
    question = make_question(author=morgan, space=backroom)
    an_answer_showing(reference_to(article), question=question, by=morgan)
    assert len(embeds_by(article)) == 1


def test_one_post_shows_so_many_parts_at_most(bob: User) -> None:
    keys = [f"part-{number}" for number in range(EMBEDS_MOST + 1)]
    body = a_body("First of all.", *(f"## {key}\n\nWords of it." for key in keys))
    article = an_article(body=body)
    references = [reference_to(article, key) for key in keys]
    with pytest.raises(Invalid):
        an_answer_showing(*references, by=bob)
    an_answer_showing(*references[:-1], by=bob)
    assert len(embeds_by(article)) == EMBEDS_MOST


def test_what_was_removed_may_stay_but_not_come(bob: User) -> None:
    article = an_article(body=a_body())
    answer = an_answer_showing(reference_to(article), by=bob)
    a_change(article, "Nothing is left of it but this one sentence here.\n\n## Else\n\nWords.")
    text = showing(reference_to(article), words="Said better than before, I think.")
    write(edit_answer, answer, by=bob, body=text, base_edition=1)
    with pytest.raises(Invalid):
        an_answer_showing(reference_to(article))


def test_moving_a_thread_takes_its_embeds_along(backroom: Space, ada: User) -> None:
    answer = an_answer_showing(reference_to(article := an_article(body=a_body())))
    write(move_question, answer.question, by=ada, space=backroom)
    assert [row.space_id for row in embeds_by(article)] == [backroom.id]


def test_merging_gives_the_embeds_of_answers_and_drops_those_of_the_question(
    ada: User, alice: User
) -> None:
    article = an_article(body=a_body())
    source, into = make_question(author=alice), make_question()
    answer = an_answer_showing(reference_to(article), question=source)
    write(merge_question, source, into=into, by=ada)
    assert [(row.host_id, row.question_id) for row in embeds_by(article)] == [(answer.id, into.id)]
    assert miscounts() == 0


def test_what_is_hidden_is_not_counted_as_a_place(morgan: User) -> None:
    article = an_article(body=a_body())
    answer = an_answer_showing(reference_to(article))
    block = block_of(article, "reset")
    assert block.embed_count == 1
    write(hide_post, answer, by=morgan)
    assert block.embed_count == 0
    write(hide_post, answer.question, by=morgan)
    write(restore_post, answer.question, by=morgan)
    assert block.embed_count == 0
    write(restore_post, answer, by=morgan)
    assert block.embed_count == 1
    assert miscounts() == 0


def test_counts_can_be_made_anew() -> None:
    article = an_article(body=a_body())
    an_answer_showing(reference_to(article))
    block = block_of(article, "reset")
    with unit_of_work():
        block.embed_count = 7
    assert miscounts() == 1
    assert write(count_places) == 1
    assert (block.embed_count, miscounts()) == (1, 0)


def test_an_article_keeps_what_it_shows() -> None:
    first, second = a_chain(2)
    (embed,) = embeds_by(first)
    assert (embed.host_kind, embed.host_id) == ("article", second.id)
    assert (embed.question_id, embed.space_id) == (None, second.space_id)
    a_change(second, a_body("It shows nothing any more now."))
    assert not embeds_by(first)


def test_the_writer_says_that_the_post_is_still_right(bob: User, mallory: User) -> None:
    article = an_article(body=a_body())
    an_answer_showing(reference_to(article), by=bob)
    a_major_change(article)
    (embed,) = embeds_by(article)
    with pytest.raises(Forbidden):
        write(confirm_embed, embed, by=mallory)
    write(confirm_embed, embed, by=bob)
    assert embed.doubted_at is None
    assert (embed.checked_by_id, embed.checked_at is not None) == (bob.id, True)


def test_a_major_edit_deep_inside_doubts_the_answer_too(bob: User) -> None:
    inner, middle, outer = a_chain(3)
    an_answer_showing(reference_to(outer), by=bob)
    (embed,) = embeds_by(outer)
    a_major_change(inner)
    db.session.refresh(embed)
    assert embed.doubted_at is not None
    assert middle.id != outer.id


def test_an_article_cannot_lead_back_to_itself() -> None:
    first, second, third = a_chain(3)
    refuse_cycles(third.id, [reference_to(second)])
    for shown in (first, second, third):
        with pytest.raises(Invalid) as refused:
            refuse_cycles(first.id, [reference_to(shown)])
        assert refused.value.field == "body"


def test_an_article_nests_three_levels_and_no_more() -> None:
    *_, third, fourth = a_chain(4)
    refuse_cycles(None, [reference_to(third)])
    with pytest.raises(Invalid):
        refuse_cycles(None, [reference_to(fourth)])

"""Embeds on pages: the source line, then and now in place or without scripts, and who sees them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from app.domain.accounts.models import User
from app.domain.catalog.models import Space
from app.domain.forum.actions.accepting import accept_answer
from app.domain.forum.models.posts import Answer
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.rules import HEALTH_FLOOR
from app.kit.db import db
from app.kit.work import unit_of_work, write
from tests.conftest import Visitor
from tests.factories.catalog import make_group, make_space
from tests.factories.embeds import (
    NEW_STEP,
    STEP,
    a_body,
    a_chain,
    a_major_change,
    an_answer_showing,
    embeds_by,
    reference_to,
)
from tests.factories.forum import make_question
from tests.factories.knowledge import an_article, block_of


@pytest.fixture
def article(session: Any) -> Article:
    return an_article("Reset a bulb", body=a_body())


@pytest.fixture
def answer(article: Article, alice: User, bob: User) -> Answer:
    return an_answer_showing(reference_to(article), question=make_question(author=alice), by=bob)


@pytest.fixture
def backroom(morgan: User) -> Space:
    return make_space("group", group=make_group(morgan))


def page_of(client: Visitor, answer: Answer) -> str:
    question = answer.question
    html: str = client.get(f"/questions/{question.id}-{question.slug}").text
    return html


def test_an_answer_shows_the_part_with_its_source(
    client: Visitor, article: Article, answer: Answer
) -> None:
    html = page_of(client, answer)
    assert STEP in html
    assert '<figure class="embed"' in html
    assert f'href="/knowledge/{article.slug}#reset"' in html
    for words in ("Reset a bulb", "Not validated yet", "version 1", "kept up to date in 1 place"):
        assert words in html
    # Nothing to switch between while it says what it said.
    assert "As answered" not in html


def test_the_old_answer_shows_the_new_text_and_the_old_one_is_a_click_away(
    client: Visitor, article: Article, answer: Answer
) -> None:
    a_major_change(article)
    (embed,) = embeds_by(article)
    html = page_of(client, answer)
    assert NEW_STEP in html
    assert STEP not in html
    assert f'href="/embeds/{embed.id}?show=answered" data-fragment="#embed-{embed.id}"' in html

    then = client.get(f"/embeds/{embed.id}?show=answered").text
    assert STEP in then
    assert NEW_STEP not in then
    assert "version 1" in then

    changes = client.get(f"/embeds/{embed.id}?show=changes").text
    assert "<del>" in changes
    assert 'class="diff"' in changes


def test_the_same_is_swapped_in_place(client: Visitor, article: Article, answer: Answer) -> None:
    a_major_change(article)
    (embed,) = embeds_by(article)
    part = client.get(
        f"/embeds/{embed.id}?show=answered", headers={"X-Fragment": f"embed-{embed.id}"}
    ).text
    assert part.lstrip().startswith(f'<figure class="embed" id="embed-{embed.id}"')
    assert STEP in part
    assert "<html" not in part
    assert answer.id


def test_an_accepted_answer_keeps_its_acceptance_and_says_what_changed(
    client: Visitor, article: Article, answer: Answer, alice: User
) -> None:
    write(accept_answer, answer, by=alice)
    assert "Changed since" not in page_of(client, answer)
    a_major_change(article)
    html = page_of(client, answer)
    assert "Changed since accepted (major)" in html
    # The badge leads to where its author says that the post is still right.
    assert re.search(r'<a class="state is-waiting" href="/embeds/\d+\?show=changes"', html)
    db.session.refresh(answer.question)
    assert answer.question.accepted_answer_id == answer.id


def test_the_answer_in_short_has_the_words_that_it_shows(
    client: Visitor, article: Article, answer: Answer, alice: User
) -> None:
    write(accept_answer, answer, by=alice)
    html = page_of(client, answer)
    assert f"This is what helped me with mine. Reset {STEP}" in html
    assert html.count(STEP) >= len(["in short", "in the answer", "for search engines"])
    assert article.id


def test_what_was_accepted_after_the_change_is_no_news(
    client: Visitor, article: Article, answer: Answer, alice: User
) -> None:
    a_major_change(article)
    assert "Changed since it was written (major)" in page_of(client, answer)
    write(accept_answer, answer, by=alice)
    assert "(major)" not in page_of(client, answer)


def test_the_writer_says_that_it_is_still_right(
    as_member: Any, client: Visitor, article: Article, answer: Answer, bob: User
) -> None:
    a_major_change(article)
    (embed,) = embeds_by(article)
    browser = as_member(bob)
    assert "Still right" in browser.get(f"/embeds/{embed.id}").text
    assert "Still right" not in client.get(f"/embeds/{embed.id}").text
    assert browser.post(f"/embeds/{embed.id}/confirmation").status_code == 303
    html = page_of(client, answer)
    assert "Still right: looked at on" in html
    assert "(major)" not in html


def test_a_removed_and_an_archived_part_stand_under_a_notice(
    client: Visitor, article: Article, answer: Answer
) -> None:
    with unit_of_work():
        article.state = "archived"
    html = page_of(client, answer)
    assert STEP in html
    assert "The article was archived." in html
    assert "kept up to date" not in html
    with unit_of_work():
        block_of(article, "reset").removed_at = article.changed_at
    assert "This part is no longer in the article." in page_of(client, answer)


def test_an_ill_article_warns_where_it_is_used(
    client: Visitor, article: Article, answer: Answer
) -> None:
    with unit_of_work():
        article.health = HEALTH_FLOOR
    assert "Take care" not in page_of(client, answer)
    with unit_of_work():
        article.health = HEALTH_FLOOR - 1
    assert "Take care" in page_of(client, answer)


def test_a_cycle_is_seen_as_an_error(client: Visitor, session: Any) -> None:
    first, second = a_chain(2)
    with unit_of_work():
        text = block_of(first, "reset").text
        assert text is not None
        text.parts = [*text.parts, {"embed": reference_to(second)}]
    answer = an_answer_showing(reference_to(second))
    assert "would show itself" in page_of(client, answer)


def test_an_embed_is_seen_by_those_who_see_its_post(
    client: Visitor, as_member: Any, backroom: Space, morgan: User, mallory: User
) -> None:
    article = an_article(body=a_body(), space=backroom)
    question = make_question(author=morgan, space=backroom)
    an_answer_showing(reference_to(article), question=question, by=morgan)
    (embed,) = embeds_by(article)
    assert client.get(f"/embeds/{embed.id}").status_code == 404
    assert as_member(mallory).get(f"/embeds/{embed.id}").status_code == 404
    assert as_member(morgan).get(f"/embeds/{embed.id}").status_code == 200


def test_a_page_with_many_embeds_takes_as_many_statements_as_one_with_one(
    client: Visitor, statements: Any, session: Any
) -> None:
    chains = [a_chain(3) for _ in range(4)]
    many = [reference_to(article) for chain in chains for article in chain]
    few = an_answer_showing(many[2])
    full = an_answer_showing(*many)
    for _ in range(2):
        an_answer_showing(*many, question=full.question)

    def ran(answer: Answer) -> int:
        page_of(client, answer)  # what is kept in memory is kept now
        with statements() as counted:
            page_of(client, answer)
        return len(counted)

    assert ran(full) <= ran(few)


def test_where_it_is_used_lists_what_the_reader_may_see(
    client: Visitor, as_member: Any, backroom: Space, morgan: User, session: Any
) -> None:
    article = an_article(body=a_body())
    shown = an_answer_showing(reference_to(article))
    private = make_question("What the staff alone ask about it?", author=morgan, space=backroom)
    an_answer_showing(reference_to(article), question=private, by=morgan)
    html = client.get(f"/knowledge/{article.slug}/uses").text
    assert shown.question.title in html
    assert private.title not in html
    assert '<span class="num">1</span>' in html
    for_staff = as_member(morgan).get(f"/knowledge/{article.slug}/uses?block=reset").text
    assert private.title in for_staff


def test_what_one_text_shows_again_and_again_is_drawn_once(
    client: Visitor, article: Article, answer: Answer
) -> None:
    with unit_of_work():
        answer.body_parts = [*answer.body_parts, *({"embed": reference_to(article)},) * 50]
    html = page_of(client, answer)
    assert html.count('<figure class="embed"') == 1
    assert html.count("(This part is shown above.)") == 50

"""What readers find where a post shows a part of an article: three levels, and every state."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.accounts.models import Guest, User
from app.domain.catalog.models import Space
from app.domain.knowledge.actions.reviewing import approve
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.models.blocks import Embed
from app.domain.knowledge.queries.embeds import (
    as_answered,
    embeds_in,
    embeds_of,
    embeds_of_draft,
    words_of,
)
from app.domain.knowledge.queries.shown import Shown
from app.domain.knowledge.rules import EMBEDS_MOST, MAJOR, MINOR
from app.domain.knowledge.rules.words import lines_of
from app.domain.subjects import Subject
from app.kit.db import db
from app.kit.problems import Invalid
from app.kit.work import unit_of_work, write
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
from tests.factories.knowledge import a_change, a_proposal, an_article, block_of


@pytest.fixture(autouse=True)
def _database(session: Any) -> None:
    """Each test in its own transaction."""


@pytest.fixture
def backroom(morgan: User) -> Space:
    return make_space("group", group=make_group(morgan))


def seen(host: Any, reference: str, actor: Any = None) -> Shown:
    subject = Subject("answer", host.id)
    return embeds_of([subject], actor=actor or Guest()).view(subject, reference)


def words_in(shown: Shown) -> str:
    return lines_of(shown.flat())


def test_an_answer_shows_the_present_text_and_its_first_one_on_request() -> None:
    article = an_article(body=a_body())
    answer = an_answer_showing(reference_to(article))
    a_major_change(article)
    now = seen(answer, reference_to(article))
    assert now.source is not None
    assert (now.state, now.source.number, now.source.title) == ("shown", 2, article.title)
    assert NEW_STEP in words_in(now)
    (embed,) = embeds_by(article)
    then = as_answered(embed).view(Subject("answer", answer.id), embed.reference)
    assert then.source is not None
    assert (then.source.number, STEP in words_in(then)) == (1, True)


def test_three_levels_are_shown_and_the_fourth_is_an_error() -> None:
    *_, top = chain = a_chain(4)
    shown = seen(an_answer_showing(reference_to(top)), reference_to(top))
    states = [shown.state]
    for article in reversed(chain[:-1]):
        shown = shown.inner(reference_to(article))
        states.append(shown.state)
    assert states == ["shown", "shown", "shown", "deep"]
    assert shown.parts == []


def close_the_circle(first: Article, second: Article) -> None:
    text = block_of(first, "reset").text
    assert text is not None
    with unit_of_work():
        text.parts = [*text.parts, {"embed": reference_to(second)}]


def test_a_cycle_is_an_error_where_it_closes() -> None:
    first, second = a_chain(2)
    # No door lets this happen one after the other; two editors at one moment may.
    close_the_circle(first, second)
    top = seen(an_answer_showing(reference_to(second)), reference_to(second))
    middle = top.inner(reference_to(first))
    assert (top.state, middle.state) == ("shown", "shown")
    assert middle.inner(reference_to(second)).state == "cycle"


def test_a_proposal_that_would_close_a_circle_is_refused() -> None:
    first, second = a_chain(2)
    with pytest.raises(Invalid) as refused:
        a_proposal(first, body=a_body(STEP, f"{{{{kb:{reference_to(second)}}}}}"))
    assert refused.value.field == "body"
    with pytest.raises(Invalid):
        a_proposal(first, body=a_body(STEP, f"{{{{kb:{reference_to(first)}}}}}"))


def test_what_closed_a_circle_meanwhile_is_not_approved(erin: User) -> None:
    first, second = an_article(body=a_body()), an_article(body=a_body())
    one = a_proposal(first, body=a_body(STEP, f"{{{{kb:{reference_to(second)}}}}}"))
    other = a_proposal(second, body=a_body(STEP, f"{{{{kb:{reference_to(first)}}}}}"))
    write(approve, one, by=erin)
    with pytest.raises(Invalid):
        write(approve, other, by=erin)


def test_a_public_article_is_refused_a_private_part(backroom: Space, erin: User) -> None:
    article = an_article(body=a_body(), space=backroom)
    with pytest.raises(Invalid):
        a_proposal(an_article(), by=erin, body=a_body(STEP, f"{{{{kb:{reference_to(article)}}}}}"))


def test_what_holds_very_much_is_shown_less_deep() -> None:
    keys = [f"part-{number}" for number in range(EMBEDS_MOST)]
    inner = an_article(body="\n\n".join(f"## {key}\n\nSome words." for key in keys))
    many = [f"{{{{kb:{reference_to(inner, key)}}}}}" for key in keys]
    middle = an_article(body=a_body(STEP, *many))
    answer = an_answer_showing(reference_to(middle))
    top = seen(answer, reference_to(middle))
    assert (top.state, top.inner(reference_to(inner, keys[0])).state) == ("shown", "deep")


def test_an_article_that_shows_itself_is_an_error() -> None:
    article = an_article(body=a_body())
    host = Subject("article", article.id)
    parts = [{"embed": reference_to(article)}]
    embeds = embeds_in({host: parts}, actor=Guest(), space_id=article.space_id)
    assert embeds.view(host, reference_to(article)).state == "cycle"


def test_a_removed_part_keeps_its_last_good_text() -> None:
    article = an_article(body=a_body())
    answer = an_answer_showing(reference_to(article))
    a_change(article, "Nothing is left of it but this one sentence here.\n\n## Else\n\nWords.")
    shown = seen(answer, reference_to(article))
    assert (shown.state, STEP in words_in(shown)) == ("removed", True)


def test_an_archived_article_keeps_its_last_good_text() -> None:
    article = an_article(body=a_body())
    answer = an_answer_showing(reference_to(article))
    with unit_of_work():
        article.state = "archived"
    shown = seen(answer, reference_to(article))
    assert (shown.state, STEP in words_in(shown)) == ("archived", True)


def test_a_part_that_became_private_is_shown_to_nobody_there(backroom: Space, morgan: User) -> None:
    article = an_article(body=a_body())
    answer = an_answer_showing(reference_to(article))
    with unit_of_work():
        article.space_id = backroom.id
    for reader in (Guest(), morgan):
        shown = seen(answer, reference_to(article), reader)
        assert (shown.state, shown.parts, shown.source) == ("barred", [], None)
    assert words_of([Subject("answer", answer.id)]) == {}


def test_a_private_part_inside_a_public_one_is_left_out(backroom: Space) -> None:
    inner, outer = a_chain(2)
    answer = an_answer_showing(reference_to(outer))
    with unit_of_work():
        inner.space_id = backroom.id
    shown = seen(answer, reference_to(outer))
    assert (shown.state, shown.inner(reference_to(inner)).state) == ("shown", "barred")


def test_a_space_that_opens_takes_no_private_part_along(backroom: Space, morgan: User) -> None:
    article = an_article(body=a_body(), space=backroom)
    room = make_space("group", group_id=backroom.group_id)
    question = make_question(author=morgan, space=room)
    answer = an_answer_showing(reference_to(article), question=question, by=morgan)
    assert seen(answer, reference_to(article), morgan).state == "shown"
    with unit_of_work():
        room.visibility = "public"
    assert seen(answer, reference_to(article), morgan).state == "barred"


def test_places_are_counted_for_those_who_see_them(backroom: Space, morgan: User) -> None:
    article = an_article(body=a_body())
    answer = an_answer_showing(reference_to(article))
    hidden = make_question(author=morgan, space=backroom)
    an_answer_showing(reference_to(article), question=hidden, by=morgan)
    assert seen(answer, reference_to(article)).place_count == 1
    assert seen(answer, reference_to(article), morgan).place_count == 2


def test_how_far_a_text_moved_on_is_told_by_its_weightiest_edit() -> None:
    article = an_article(body=a_body())
    answer = an_answer_showing(reference_to(article))
    assert seen(answer, reference_to(article)).changed is None
    a_major_change(article)
    a_change(article, a_body("The same, with a comma more."), significance=MINOR)
    changed = seen(answer, reference_to(article)).changed
    assert changed is not None
    assert (changed.significance, changed.is_major) == (MAJOR, True)
    assert changed.major_at is not None
    assert changed.at >= changed.major_at


def test_a_change_inside_is_a_change_of_what_shows_it() -> None:
    inner, outer = a_chain(2)
    answer = an_answer_showing(reference_to(outer))
    a_major_change(inner)
    changed = seen(answer, reference_to(outer)).changed
    assert changed is not None
    assert changed.is_major
    (embed,) = embeds_by(outer)
    then = as_answered(embed).view(Subject("answer", answer.id), embed.reference)
    assert STEP in words_in(then)
    assert NEW_STEP not in words_in(then)
    assert NEW_STEP in words_in(seen(answer, reference_to(outer)))


def test_hosts_are_found_by_the_words_they_show() -> None:
    inner, outer = a_chain(2)
    a_major_change(inner)
    answer = an_answer_showing(reference_to(outer))
    (words,) = words_of([Subject("answer", answer.id)]).values()
    assert NEW_STEP in words
    assert STEP in words


def test_an_old_address_and_a_renamed_heading_lead_to_the_part() -> None:
    article = an_article(body=a_body())
    answer = an_answer_showing(reference_to(article))
    a_change(article, a_body().replace("## Reset", "## Start anew"))
    assert seen(answer, reference_to(article)).state == "shown"
    draft = embeds_of_draft([f"{article.slug}#start-anew"], actor=Guest())
    assert draft.view(None, f"{article.slug}#start-anew").state == "shown"


def test_a_draft_shows_what_its_writer_may_read(backroom: Space, morgan: User) -> None:
    article = an_article(body=a_body(), space=backroom)
    reference = reference_to(article)
    for reader, state in ((Guest(), "barred"), (morgan, "shown")):
        embeds = embeds_of_draft([reference], actor=reader)
        assert embeds.view(None, reference).state == state


def test_what_has_no_row_yet_is_found_by_its_name() -> None:
    article = an_article(body=a_body())
    host = Subject("answer", 1)
    texts = {host: ["<p>Old</p>", {"embed": reference_to(article)}]}
    embeds = embeds_in(texts, actor=Guest(), space_id=article.space_id)
    assert embeds.view(host, reference_to(article)).state == "shown"
    assert embeds.view(host, "nothing#here").state == "barred"


def test_as_much_as_is_shown_the_statements_stay_the_same(statements: Any) -> None:
    chains = [a_chain(3) for _ in range(5)]
    parts = [reference_to(article) for chain in chains for article in chain]

    def ran(references: list[str]) -> int:
        question = make_question()
        answer = an_answer_showing(*references, question=question)
        host = Subject("answer", answer.id)
        texts = {host: answer.body_parts}
        space_id = question.space_id
        db.session.expire_all()
        with statements() as counted:
            embeds = embeds_in(texts, actor=Guest(), space_id=space_id)
            for reference in references:
                words_in(embeds.view(host, reference))
        return len(counted)

    few = ran(parts[2:3])
    assert few <= 6
    assert ran(parts) <= few
    assert db.session.query(Embed).filter(Embed.host_kind == "answer").count() == len(parts) + 1


def test_nothing_is_read_where_nothing_is_shown(statements: Any) -> None:
    with statements() as counted:
        embeds_in({Subject("answer", 1): ["<p>Plain.</p>"]}, actor=Guest(), space_id=1)
    assert len(counted) == 0

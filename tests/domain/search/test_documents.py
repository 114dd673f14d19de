"""What documents are made of: whose words stand in which zone, and who can be found at all."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from app.domain.accounts.models import User
from app.domain.search.documents import (
    SOURCES,
    all_documents,
    article_documents_of,
    documents_of,
    expected_count,
    idea_documents_of,
    member_documents_of,
    tag_documents_of,
)
from app.kit import clock
from app.kit.fulltext import Document
from app.kit.work import unit_of_work
from tests.factories.catalog import make_product, make_space, make_tag
from tests.factories.forum import make_answer, make_question, make_reply
from tests.factories.ideas import a_comment, an_idea, an_official_reply
from tests.factories.knowledge import an_article
from tests.people import make_member

pytestmark = pytest.mark.usefixtures("session")

DAY = datetime(1970, 1, 11, 23, 59, tzinfo=UTC)


def change(thing: Any, **values: Any) -> None:
    with unit_of_work():
        for name, value in values.items():
            setattr(thing, name, value)


def only(documents: list[Document]) -> Document:
    [document] = documents
    return document


# -- threads --------------------------------------------------------------------------------------


def test_a_thread_is_one_document_with_a_zone_for_each_voice() -> None:
    question = make_question("The ocelot", body="My okapi.", tags=(make_tag("night"),))
    make_answer(question, body="A walrus.", imported_score=1, score=1)
    make_answer(question, body="A narwhal.", accepted=True)
    make_answer(question, body="A quokka.", imported_score=7, score=7)
    make_reply(question, body="A pangolin.")
    found = only(documents_of([question.id]))
    assert (found.key, found.kind) == (f"question:{question.id}", "question")
    assert (found.title, found.text, found.best) == ("The ocelot", "My okapi.", "A narwhal.")
    assert found.rest == "A quokka.\nA walrus."
    assert found.labels == "night"
    assert "pangolin" not in repr(found)


def test_labels_are_words_and_values() -> None:
    shelf = make_product("Lights")
    lamp = make_product("Glow Mini", parent=shelf)
    question = make_question(product=lamp, tags=(make_tag("night"), make_tag("app")))
    found = only(documents_of([question.id]))
    assert found.labels == "app night Lights Glow Mini"
    assert found.keywords["product"] == [shelf.slug, lamp.slug]
    assert found.keywords["tag"] == ["app", "night"]
    assert found.keywords["by"] == [str(question.author_id)]
    assert found.keywords["space"] == [str(question.space_id)]


def test_states_of_a_thread_are_values() -> None:
    bare, answered, solved = make_question(), make_question(answers=1), make_question()
    make_answer(solved, accepted=True)
    # They come in the order in which the database happens to find them.
    states = {
        each.key: (each.keywords["answered"], each.keywords["solved"])
        for each in documents_of([bare.id, answered.id, solved.id])
    }
    assert states == {
        f"question:{bare.id}": (["no"], ["no"]),
        f"question:{answered.id}": (["yes"], ["no"]),
        f"question:{solved.id}": (["yes"], ["yes"]),
    }


def test_hidden_and_merged_threads_have_none_and_hidden_answers_are_in_none() -> None:
    question, hidden, merged = make_question(), make_question(), make_question()
    change(make_answer(question, body="Secret walrus."), hidden_at=clock.now())
    change(hidden, hidden_at=clock.now())
    change(merged, merged_into_id=question.id)
    found = only(documents_of([question.id, hidden.id, merged.id]))
    assert "walrus" not in repr(found)
    assert found.keywords["answered"] == ["no"]


def test_language_and_day_are_those_of_the_space_and_of_writing() -> None:
    question = make_question(space=make_space(language="de"), asked_at=DAY)
    idea = an_idea(space=make_space(language="fr"), proposed_at=DAY)
    article = an_article(space=make_space(language="es"), changed_at=DAY)
    made = [
        *documents_of([question.id]),
        *idea_documents_of([idea.id]),
        *article_documents_of([article.id]),
    ]
    assert [each.language for each in made] == ["de", "fr", "es"]
    assert [each.day for each in made] == [10, 10, 10]


def test_the_version_changes_with_whatever_is_in_a_document(alice: User) -> None:
    question = make_question(body="One.")
    versions = [only(documents_of([question.id])).version]
    assert only(documents_of([question.id])).version == versions[0]
    steps: list[dict[str, Any]] = [
        {"title": "Another ocelot"},
        {"body_parts": ["<p>Two.</p>"]},
        {"author_id": alice.id},
        {"asked_at": DAY},
        {"space_id": make_space("members").id},
    ]
    for values in steps:
        change(question, **values)
        versions.append(only(documents_of([question.id])).version)
    make_answer(question)
    versions.append(only(documents_of([question.id])).version)
    change(question.space, language="de")
    versions.append(only(documents_of([question.id])).version)
    assert len(set(versions)) == len(steps) + 3


# -- articles and ideas ---------------------------------------------------------------------------


def test_an_article_has_its_summary_before_its_body() -> None:
    body = "## Steps\n\nTurn the okapi, and then turn it once more, slowly."
    article = an_article("Reset a lamp", body=body)
    found = only(article_documents_of([article.id]))
    assert found.title == "Reset a lamp"
    assert found.text.startswith("How a bulb forgets its network.")
    assert "okapi" in found.text
    assert found.best == found.rest == ""
    assert str(article.created_by_id) in found.keywords["by"]


def test_of_an_idea_the_team_speaks_best() -> None:
    idea = an_idea("An ocelot", body="Like an okapi.")
    a_comment(idea, body="A walrus.")
    an_official_reply(idea, body="A narwhal.")
    found = only(idea_documents_of([idea.id]))
    assert (found.text, found.best, found.rest) == ("Like an okapi.", "A narwhal.", "A walrus.")
    assert found.keywords["status"] == [idea.status]


# -- members --------------------------------------------------------------------------------------


def test_a_member_who_wrote_is_found_by_name_handle_and_what_they_say() -> None:
    member = make_member("bolt", name="Bo Olt", bio_parts=["<p>I collect ocelots.</p>"])
    make_question(author=member)
    found = only(member_documents_of([member.id]))
    assert (found.key, found.kind, found.title) == (f"member:{member.id}", "member", "Bo Olt bolt")
    assert found.text == "I collect ocelots."
    assert found.keywords["space"] == ["everywhere"]


def test_a_handle_of_several_words_is_found_by_each() -> None:
    member = make_member("old_bolt", name="Bo")
    make_question(author=member)
    found = only(member_documents_of([member.id]))
    assert (found.title, found.labels) == ("Bo old_bolt", "old bolt")


def test_a_name_that_is_the_handle_stands_there_once() -> None:
    member = make_member("bolt", name="Bolt")
    make_answer(author=member)
    assert only(member_documents_of([member.id])).title == "bolt"


def test_whoever_wrote_nothing_public_is_not_found() -> None:
    silent, inside, hidden = make_member("silent"), make_member("inside"), make_member("hidden")
    make_question(author=inside, space=make_space("members"))
    an_idea(author=hidden, hidden_at=clock.now())
    an_idea(author=inside, space=make_space("group"))
    assert member_documents_of([silent.id, inside.id, hidden.id]) == []


def test_whoever_proposed_or_published_something_is_found() -> None:
    idea, article = an_idea(), an_article()
    found = member_documents_of([idea.author_id, article.created_by_id])
    assert len(found) == 2


def test_who_is_nobody_to_others_is_not_found() -> None:
    pending = make_member("pending", confirmed=False)
    left = make_member("left", active=False)
    unclaimed = make_member("unclaimed", confirmed=False)
    change(unclaimed, email=None, email_key=None)
    for member in (pending, left, unclaimed):
        make_question(author=member)
    found = only(member_documents_of([pending.id, left.id, unclaimed.id]))
    assert found.key == f"member:{unclaimed.id}"


# -- tags -----------------------------------------------------------------------------------------


def test_a_tag_is_found_by_its_name_and_what_it_is_for() -> None:
    tag = make_tag("smart-plug", about="Sockets that an ocelot switches.")
    found = only(tag_documents_of([tag.id]))
    assert (found.key, found.title) == (f"tag:{tag.id}", "smart-plug")
    assert found.text == "Sockets that an ocelot switches."
    assert "tag" not in found.keywords  # it would count itself among what wears it


def test_a_tag_that_nothing_public_wears_is_not_found() -> None:
    bare, secret, worn = make_tag("bare"), make_tag("secret"), make_tag("worn")
    make_question(tags=(secret,), space=make_space("members"))
    make_question(tags=(worn,))
    assert [each.key for each in tag_documents_of([bare.id, secret.id, worn.id])] == [
        f"tag:{worn.id}"
    ]


# -- all of them ----------------------------------------------------------------------------------


def test_every_source_makes_documents_under_its_own_keys() -> None:
    question = make_question(tags=(make_tag("night"),))
    an_idea()
    an_article()
    made = list(all_documents())
    assert {each.kind for each in made} == {source.kind for source in SOURCES}
    for source in SOURCES:
        mine = [each for each in made if each.kind == source.kind]
        ids = [int(each.key.partition(":")[2]) for each in mine]
        assert {each.key for each in mine} == source.keys_of(ids)
    assert len(made) <= expected_count()
    assert f"question:{question.id}" in {each.key for each in made}


def test_batches_lose_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.domain.search.documents.sources.BATCH", 2)
    asked = {f"question:{make_question().id}" for _ in range(5)}
    assert asked <= {each.key for each in all_documents()}


def test_documents_cost_the_same_however_many_there_are(statements: Any) -> None:
    def made(count: int) -> int:
        ids = {
            "question": [make_question(answers=1, tags=(make_tag("a"),)).id for _ in range(count)],
            "idea": [an_idea(comments=1).id for _ in range(count)],
            "article": [an_article().id for _ in range(count)],
        }
        ids["member"] = [make_question().author_id for _ in range(count)]
        ids["tag"] = [make_tag(f"tag{count}{number}").id for number in range(count)]
        with statements() as counted:
            for source in SOURCES:
                source.documents_of(ids[source.kind])
        return len(counted)

    assert made(1) == made(6)


def test_none_of_nothing_costs_nothing(statements: Any) -> None:
    with statements() as counted:
        assert [source.documents_of([]) for source in SOURCES] == [[]] * len(SOURCES)
    assert len(counted) == 0

"""Finding articles: their text in force, for the right people, and hosts by what they show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.domain.accounts.models import Guest, User
from app.domain.catalog.actions import edit_space
from app.domain.forum.actions.answering import answer
from app.domain.knowledge.actions.drafting import draft_article
from app.domain.knowledge.actions.keeping import archive, place, revive
from app.domain.search import actions
from app.domain.search.queries import (
    Suggestions,
    Wanted,
    matching_articles,
    search,
    similar,
    suggestions,
)
from app.domain.search.rules import HARDLY_ANY
from app.kit import fulltext, jobs
from app.kit.work import write
from tests.factories.catalog import make_product, make_space, make_tag
from tests.factories.forum import make_question, make_text
from tests.factories.knowledge import a_change, a_proposal, an_article, an_outline

GUEST = Guest()
FILLER = "There is more to say about it, but none of it matters here."


def found(words: str, *, actor: Any = GUEST, **within: Any) -> list[tuple[str, int]]:
    results = search(Wanted(words, **within), actor=actor, limit=50)
    return [(result.kind, result.id) for result in results.items]


@pytest.fixture
def indexed(session: Any) -> Callable[[], None]:
    def rebuild() -> None:
        actions.rebuild()

    return rebuild


def test_articles_stand_among_threads(indexed: Callable[[], None]) -> None:
    article = an_article(title="Reset the ocelot lamp")
    question = make_question("My ocelot lamp is dark")
    indexed()
    assert set(found("ocelot")) == {("article", article.id), ("question", question.id)}
    assert found("ocelot", kind="article") == [("article", article.id)]
    assert found("ocelot", kind="question") == [("question", question.id)]


def test_an_article_is_found_by_title_and_body(indexed: Callable[[], None]) -> None:
    article = an_article("Reset the ocelot lamp", body=f"## Steps\n\nTurn the okapi. {FILLER}")
    indexed()
    assert found("ocelot") == found("okapi") == [("article", article.id)]
    [result] = search(Wanted("okapi"), actor=GUEST).items
    assert any(hit for _, hit in result.excerpt)


def test_filters_hold_for_articles(indexed: Callable[[], None]) -> None:
    shelf = make_product("Lights")
    lamp = make_product("Glow", parent=shelf)
    make_tag("night")
    article = an_article("Reset the ocelot lamp", product=lamp, tags=["night"])
    indexed()
    mine = [("article", article.id)]
    assert found("ocelot", product=shelf.slug) == found("ocelot", tag="night") == mine
    assert found("ocelot", product="nothing") == []
    # An article is neither solved nor open.
    assert found("ocelot", solved=True) == found("ocelot", solved=False) == []


def test_a_text_that_waits_is_not_searched(
    indexed: Callable[[], None], erin: User, tess: User
) -> None:
    article = an_article("Reset the ocelot lamp")
    write(
        draft_article, by=tess, title="The okapi draft", space=article.space,
        body=an_outline(f"## Steps\n\nA walrus. {FILLER}"),
    )  # fmt: skip
    a_proposal(article, body=f"## Steps\n\nA narwhal. {FILLER}", title="The narwhal lamp")
    jobs.run_all()
    indexed()
    for who in (GUEST, tess, erin):
        assert found("okapi", actor=who) == found("walrus", actor=who) == []
        assert found("narwhal", actor=who) == []
        assert found("ocelot", actor=who) == [("article", article.id)]


def test_what_somebody_may_not_read_is_not_found(
    indexed: Callable[[], None], alice: User, morgan: User
) -> None:
    members = an_article("The ocelot for members", space=make_space("members"))
    grouped = an_article("The ocelot for the group", space=make_space("group"))
    indexed()
    assert found("ocelot") == []
    assert suggestions("ocel", actor=GUEST) == Suggestions()
    assert found("ocelot", actor=alice) == [("article", members.id)]
    assert set(found("ocelot", actor=morgan)) == {
        ("article", members.id), ("article", grouped.id)
    }  # fmt: skip


def test_a_change_replaces_the_old_words(session: Any) -> None:
    article = an_article("Reset the lamp", body=f"## Steps\n\nTurn the okapi. {FILLER}")
    jobs.run_all()
    assert found("okapi") == [("article", article.id)]
    a_change(article, f"## Steps\n\nTurn the walrus. {FILLER}")
    jobs.run_all()
    assert found("okapi") == []
    assert found("walrus") == [("article", article.id)]


def test_archived_is_gone_and_revived_is_back(session: Any, erin: User) -> None:
    article = an_article("Reset the ocelot lamp")
    jobs.run_all()
    write(archive, article, by=erin)
    assert found("ocelot") == []  # before the worker ran: the state comes from the database
    jobs.run_all()
    known = [key for key, _ in fulltext.current().keys()]  # noqa: SIM118 - no dictionary
    assert f"article:{article.id}" not in known
    write(revive, article, by=erin)
    jobs.run_all()
    assert found("ocelot") == [("article", article.id)]


def test_moving_into_a_private_space_hides_it(session: Any, erin: User) -> None:
    article = an_article("Reset the ocelot lamp")
    private = make_space("members")
    jobs.run_all()
    write(place, article, by=erin, space=private, product=None, topic=None, tags=[])
    assert found("ocelot") == []
    jobs.run_all()
    assert found("ocelot") == []
    assert found("ocelot", actor=erin) == [("article", article.id)]


def test_a_host_is_found_by_the_words_it_shows(session: Any) -> None:
    source = an_article("Reset a lamp", body=f"## Steps\n\nTurn the okapi. {FILLER}")
    middle = an_article("The whole evening", body=f"{FILLER}\n\n{{{{kb:{source.slug}#steps}}}}")
    outer = an_article("All of it", body=f"{FILLER}\n\n{{{{kb:{source.slug}#steps}}}}")
    jobs.run_all()
    both = {("article", middle.id), ("article", outer.id)}
    assert set(found("okapi")) == both | {("article", source.id)}
    a_change(source, f"## Steps\n\nTurn the walrus. {FILLER}")
    jobs.run_all()
    assert found("okapi") == []
    assert set(found("walrus")) == both | {("article", source.id)}


def test_a_thread_is_found_by_what_its_answer_shows(session: Any, bob: User) -> None:
    source = an_article("Reset a lamp", body=f"## Steps\n\nTurn the okapi. {FILLER}")
    question = make_question("My lamp is dark")
    reference = f"{source.slug}#steps"
    shown = make_text(
        "Do as it says there, step by step:", parts=[{"embed": reference}], embeds=(reference,)
    )
    write(answer, question, by=bob, body=shown)
    jobs.run_all()
    assert found("okapi", kind="question") == [("question", question.id)]


def test_a_block_that_is_hidden_later_is_no_word_of_its_host(session: Any, erin: User) -> None:
    source = an_article("Reset a lamp", body=f"## Steps\n\nTurn the okapi. {FILLER}")
    an_article("The whole evening", body=f"{FILLER}\n\n{{{{kb:{source.slug}#steps}}}}")
    jobs.run_all()
    private = make_space("members")
    write(place, source, by=erin, space=private, product=None, topic=None, tags=[])
    jobs.run_all()
    assert found("okapi") == []
    assert found("okapi", actor=erin) == [("article", source.id)]
    assert actions.check().is_none


def test_articles_match_by_more_than_one_common_word(indexed: Callable[[], None]) -> None:
    near = an_article("Reset an ocelot lamp", body=f"When it flickers. {FILLER}")
    an_article("Choose a lamp for the hall", body=f"Any will do. {FILLER}")
    make_question("The ocelot lamp flickers")
    indexed()
    matching = matching_articles("Why does my ocelot lamp flicker?", actor=GUEST)
    assert [result.id for result in matching] == [near.id]
    assert [r.kind for r in similar("my ocelot lamp", actor=GUEST)] == ["question"]


def test_check_finds_lost_and_ghostly_articles(indexed: Callable[[], None]) -> None:
    lost = an_article("Reset the ocelot lamp")
    indexed()
    engine = fulltext.current()
    engine.drop([f"article:{lost.id}"])
    engine.put([fulltext.Document("article:999999", "article", "ghost", "ghost")])
    found_out = actions.check()
    assert (found_out.missing, found_out.stale, found_out.surplus) == (1, 0, 1)
    assert found("ocelot") == [("article", lost.id)]


def test_without_an_index_titles_of_articles_are_looked_through(
    session: Any, tmp_path: Any
) -> None:
    fulltext.use(fulltext.open_engine("whoosh:", tmp_path / "none"))
    article = an_article("Reset the ocelot lamp")
    an_article("The ocelot for members", space=make_space("members"))
    an_article("The archived ocelot", state="archived")
    question = make_question("My ocelot lamp is dark")
    assert set(found("ocelot")) == {("article", article.id), ("question", question.id)}
    assert found("ocelot", kind="article") == [("article", article.id)]


def test_a_search_costs_the_same_however_many_articles_it_finds(
    indexed: Callable[[], None], statements: Any
) -> None:
    for number in range(HARDLY_ANY):  # fewer, and another spelling would be looked for
        an_article(f"The first ocelot, part {number}")
    indexed()
    with statements() as few:
        found("ocelot")
    for number in range(8):
        an_article(f"The ocelot, part {number}")
    indexed()
    with statements() as many:
        found("ocelot")
    assert len(many) == len(few)


def test_a_space_that_closes_takes_its_words_out_of_hosts_elsewhere(
    session: Any, ada: User, alice: User
) -> None:
    open_space = make_space("public")
    source = an_article(
        "Reset a lamp", body=f"## Steps\n\nTurn the okapi. {FILLER}", space=open_space
    )
    host = an_article("The whole evening", body=f"{FILLER}\n\n{{{{kb:{source.slug}#steps}}}}")
    jobs.run_all()
    assert ("article", host.id) in found("okapi")
    write(edit_space, open_space, by=ada, name=open_space.name, about="", visibility="members")
    jobs.run_all()
    assert found("okapi") == []
    assert found("okapi", actor=alice) == [("article", source.id)]

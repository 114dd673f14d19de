"""Finding threads: the right ones, for the right people, current after every change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.domain.accounts.models import Guest, User
from app.domain.forum.actions.accepting import accept_answer
from app.domain.forum.actions.asking import ask
from app.domain.forum.actions.editing import edit_question
from app.domain.moderation.actions import hide, merge, move, restore
from app.domain.search import actions
from app.domain.search.queries import Suggestions, Wanted, search, similar, suggestions
from app.kit import fulltext, jobs
from app.kit.work import write
from tests.factories.catalog import make_product, make_space, make_tag
from tests.factories.forum import make_answer, make_question, make_text

GUEST = Guest()


def ids(words: str, *, actor: Any = GUEST, **within: Any) -> list[int]:
    found = search(Wanted(words, **within), actor=actor, limit=50)
    return [result.question.id for result in found.items]


@pytest.fixture
def indexed(session: Any) -> Callable[[], None]:
    def rebuild() -> None:
        actions.rebuild()

    return rebuild


def test_what_is_written_in_a_space_is_marked_in_its_language(alice: User) -> None:
    corner = make_space(language="de")
    # Whose pages are English may write German there.
    make_question("Lampen summen", body="Die Glühbirnen flackern.", space=corner, author=alice)
    actions.rebuild()
    found = search(Wanted("glühbirne lampe"), actor=GUEST).items[0]
    assert ("Lampen", True) in found.title
    assert ("Glühbirnen", True) in found.excerpt


def test_a_thread_is_found_by_title_body_and_answer(indexed: Callable[[], None]) -> None:
    by_title = make_question("My zebra lamp flickers at night")
    by_body = make_question(body="There is a walrus in the valve, I think.")
    by_answer = make_question()
    make_answer(by_answer, body="Turn the ocelot wheel to the left.")
    indexed()
    assert ids("zebra") == [by_title.id]
    assert ids("walrus") == [by_body.id]
    assert ids("ocelot") == [by_answer.id]


def test_word_forms_are_one_word(indexed: Callable[[], None]) -> None:
    question = make_question("Flickering lamps in every room")
    indexed()
    assert ids("flicker lamp") == [question.id]


def test_one_thread_is_one_result_however_many_answers_match(
    indexed: Callable[[], None],
) -> None:
    question = make_question("The ocelot lamp")
    make_answer(question, body="Nothing about it.")
    make_answer(question, body="An ocelot is a small wild cat; the ocelot wheel helps.")
    make_answer(question, body="Once more: the ocelot wheel.")
    indexed()
    assert ids("ocelot wheel") == [question.id]


def test_filters_hold(indexed: Callable[[], None], alice: User) -> None:
    shelf = make_product("Lights")
    lamp = make_product("Glow", parent=shelf)
    tag = make_tag("night")
    tagged = make_question("ocelot one", product=lamp, tags=(tag,))
    solved = make_question("ocelot two", author=alice)
    write(accept_answer, make_answer(solved), by=alice)
    indexed()
    assert ids("ocelot", product=shelf.slug) == [tagged.id]
    assert ids("ocelot", tag="night") == [tagged.id]
    assert ids("ocelot", solved=True) == [solved.id]
    assert ids("ocelot", solved=False) == [tagged.id]
    assert ids("ocelot", product="nothing") == []


def test_what_somebody_may_not_see_is_not_found(
    indexed: Callable[[], None], alice: User, gina: User, morgan: User
) -> None:
    members = make_question("ocelot for members", space=make_space("members"))
    grouped = make_question("ocelot for the group", space=make_space("group"))
    indexed()
    assert ids("ocelot") == []
    assert ids("ocelot", actor=alice) == [members.id]
    assert ids("ocelot", actor=gina) == [members.id]
    assert set(ids("ocelot", actor=morgan)) == {members.id, grouped.id}


def test_words_of_a_private_title_are_not_suggested(indexed: Callable[[], None]) -> None:
    make_question("ocelotish matters", space=make_space("members"))
    indexed()
    assert suggestions("ocel", actor=GUEST) == Suggestions()


def test_a_new_question_is_found_once_the_worker_ran(session: Any, alice: User) -> None:
    write(
        ask,
        by=alice,
        title="Is there an ocelot in here?",
        body=make_text("I would like to know it."),
    )
    assert ids("ocelot") == []
    jobs.run_all()
    assert len(ids("ocelot")) == 1


def test_an_edit_replaces_the_old_words(indexed: Callable[[], None], alice: User) -> None:
    question = make_question("The ocelot lamp is dark", author=alice)
    indexed()
    write(
        edit_question, question, by=alice, title="The walrus lamp is dark", tags=[], fields={},
        body=make_text("Now it is another animal, as it turned out."), base_edition=1,
    )  # fmt: skip
    jobs.run_all()
    assert ids("ocelot") == []
    assert ids("walrus") == [question.id]


def test_hidden_is_gone_and_restored_is_back(indexed: Callable[[], None], morgan: User) -> None:
    question = make_question("The ocelot lamp")
    answer = make_answer(question, body="A walrus did it, said the expert.")
    indexed()
    write(hide, answer, by=morgan, reason="spam")
    jobs.run_all()
    assert ids("walrus") == []
    write(hide, question, by=morgan, reason="spam")
    assert ids("ocelot") == []  # before the worker ran: rights come from the database
    jobs.run_all()
    write(restore, question, by=morgan)
    jobs.run_all()
    assert ids("ocelot") == [question.id]


def test_a_merged_thread_is_found_at_its_new_address(
    indexed: Callable[[], None], morgan: User
) -> None:
    source, target = make_question("The ocelot lamp"), make_question("The walrus lamp")
    make_answer(source, body="Ask the okapi, it knows everything.")
    indexed()
    write(merge, source, into=target, by=morgan)
    jobs.run_all()
    assert ids("okapi") == [target.id]
    assert ids("ocelot") == []


def test_moving_into_a_private_space_hides_it(indexed: Callable[[], None], ada: User) -> None:
    question = make_question("The ocelot lamp")
    private = make_space("members")
    indexed()
    write(move, question, by=ada, reason="wrong-space", space=private)
    assert ids("ocelot") == []
    jobs.run_all()
    assert ids("ocelot") == []
    assert ids("ocelot", actor=ada) == [question.id]


def test_similar_needs_only_some_of_the_words(indexed: Callable[[], None]) -> None:
    near = make_question("The ocelot lamp flickers when it is cold outside")
    make_question("Something else entirely about valves")
    indexed()
    found = similar("Why does my ocelot bulb flicker?", actor=GUEST)
    assert [result.question.id for result in found] == [near.id]


def test_an_unfinished_word_is_completed(indexed: Callable[[], None]) -> None:
    question = make_question("The ocelot lamp")
    indexed()
    assert [one.id for one in suggestions("oce", actor=GUEST).items] == [question.id]


def test_check_finds_and_repairs_what_differs(indexed: Callable[[], None]) -> None:
    kept, lost = make_question("The ocelot lamp"), make_question("The walrus lamp")
    indexed()
    engine = fulltext.current()
    engine.drop([f"question:{lost.id}"])
    engine.put([fulltext.Document("question:999999", "question", "ghost", "ghost")])
    engine.put([fulltext.Document(f"question:{kept.id}", "question", "other", "other")])
    found = actions.check()
    assert (found.missing, found.stale, found.surplus) == (1, 1, 1)
    assert actions.check().is_none
    assert ids("ocelot") == [kept.id]
    assert ids("walrus") == [lost.id]


def test_without_an_index_titles_are_looked_through(session: Any, tmp_path: Any) -> None:
    fulltext.use(fulltext.open_engine("whoosh:", tmp_path / "none"))
    question = make_question("The ocelot lamp")
    private = make_question("The ocelot valve", space=make_space("members"))
    found = search(Wanted("ocelot"), actor=GUEST)
    assert found.degraded
    assert [r.question.id for r in found.items] == [question.id]
    assert private.id not in [r.question.id for r in found.items]


@pytest.mark.parametrize(
    "typed", ['"ocelot lamp"', "title:ocelot", "ocelot -walrus", "ocelot is:open", 'title:"ocelot"']
)
def test_without_an_index_operators_do_not_stand_in_the_way(
    session: Any, tmp_path: Any, typed: str
) -> None:
    question = make_question("The ocelot lamp")
    make_question("Something else")
    fulltext.use(fulltext.open_engine("whoosh:", tmp_path / "none"))
    assert ids(typed) == [question.id]
    assert ids("-ocelot") == []


def test_a_search_costs_the_same_however_much_it_finds(
    indexed: Callable[[], None], statements: Any
) -> None:
    for number in range(3):
        make_question(f"ocelot {number}")
    indexed()
    with statements() as few:
        ids("ocelot")
    for number in range(12):
        make_question(f"ocelot further {number}", answers=1)
    indexed()
    with statements() as many:
        ids("ocelot")
    assert len(many) <= len(few) + 1, many


def test_no_words_find_nothing(session: Any) -> None:
    assert ids("   ") == []
    assert suggestions("", actor=GUEST) == Suggestions()


@pytest.mark.usefixtures("session")
def test_what_has_all_words_stands_before_what_has_some_of_them() -> None:
    for number in range(4):
        make_question(f"Which lamp for a lamp shade {number}?", body="Lamp, lamp and lamp.")
    both = make_question("It is dark in here", body="An ocelot has, far below, a lamp.")
    actions.rebuild()
    results = search(Wanted("lamp ocelot"), actor=GUEST)
    assert (results.items[0].id, results.widened, results.whole) == (both.id, True, 1)
    assert search(Wanted("lamp walrus"), actor=GUEST).whole == 0
    newest = search(Wanted("lamp ocelot", sort="newest"), actor=GUEST)
    assert (len(newest.items), newest.whole) == (5, 0)

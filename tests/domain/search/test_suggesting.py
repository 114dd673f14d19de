"""What is offered while somebody types."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.accounts.actions.profiles import edit_profile
from app.domain.accounts.models import Guest, User
from app.domain.moderation.actions import hide
from app.domain.search import actions
from app.domain.search.queries import Suggestions, Wanted, search, suggestions
from app.kit import fulltext, jobs
from app.kit.work import unit_of_work, write
from tests.factories.accounts import make_bio
from tests.factories.catalog import make_space, make_tag
from tests.factories.forum import make_answer, make_question
from tests.factories.ideas import an_idea
from tests.factories.knowledge import an_article
from tests.people import make_member

GUEST = Guest()

pytestmark = pytest.mark.usefixtures("session")


def offered(words: str, actor: Any = GUEST) -> list[tuple[str, int]]:
    return [(one.kind, one.id) for one in suggestions(words, actor=actor).items]


def test_things_of_every_kind_are_offered_with_what_their_lines_need() -> None:
    tag = make_tag("ocelots", about="Wild cats that sit on an ocelot lamp.")
    member = make_member("ocelot_fan", name="Ocelot Fan")
    question = make_question("The ocelot lamp", author=member, tags=(tag,), too_count=4)
    make_answer(question, accepted=True)
    article, idea = an_article("Feed the ocelot"), an_idea("A green ocelot", votes=3)
    actions.rebuild()
    by_kind = {one.kind: one for one in suggestions("ocelot", actor=GUEST).items}
    assert by_kind["question"].slug == "the-ocelot-lamp"
    assert (by_kind["question"].state, by_kind["question"].answer_count) == ("solved", 1)
    assert (by_kind["article"].id, by_kind["article"].slug) == (article.id, article.slug)
    assert (by_kind["idea"].id, by_kind["idea"].state) == (idea.id, "new")
    assert by_kind["member"].slug == "ocelot_fan"
    assert "".join(text for text, _ in by_kind["member"].title) == "Ocelot Fan"
    assert (by_kind["tag"].slug, by_kind["tag"].count) == ("ocelots", 1)
    assert any(hit for _, hit in by_kind["question"].title)


def test_an_unfinished_word_is_met_and_offered_whole() -> None:
    question = make_question("The ocelot lamp is dark")
    actions.rebuild()
    found = suggestions("dark oce", actor=GUEST)
    assert [one.id for one in found.items] == [question.id]
    assert list(found.completions) == ["dark ocelot"]
    assert found.corrected is None


def test_completions_that_find_nothing_together_are_not_offered() -> None:
    make_question("The ocelot lamp")
    make_question("The walrus lamp")
    actions.rebuild()
    assert "walrus ocelot" not in suggestions("walrus oce", actor=GUEST).completions


def test_of_the_forms_of_a_word_one_is_offered() -> None:
    make_question("The ocelot lamp", body="Ocelots like other ocelots.")
    make_question("An ocelot is here", body="It is dark.")
    actions.rebuild()
    assert list(suggestions("dark oce", actor=GUEST).completions) == ["dark ocelot"]


def test_words_of_titles_are_offered_before_words_of_every_text() -> None:
    for number in range(5):
        make_question(f"My lamp, part {number}", body="It gives an oceanic sort of light.")
    make_question("The ocelot lamp")
    actions.rebuild()
    assert list(suggestions("lamp oce", actor=GUEST).completions) == ["lamp ocelot", "lamp oceanic"]


def test_a_slip_of_the_hand_is_put_right() -> None:
    question = make_question("The thermostat is cold")
    actions.rebuild()
    found = suggestions("thermsotat", actor=GUEST)
    assert found.corrected == "thermostat"
    assert [one.id for one in found.items] == [question.id]


def test_operators_hold_and_stay_in_what_is_offered() -> None:
    tagged = make_question("The ocelot lamp", tags=(make_tag("hue"),))
    make_question("The ocelot valve")
    actions.rebuild()
    found = suggestions("oce tag:hue", actor=GUEST)
    assert [one.id for one in found.items] == [tagged.id]
    assert list(found.completions) == ["ocelot tag:hue"]


@pytest.fixture
def sparky() -> User:
    """Somebody who answered, and whose name is no word of what they wrote."""
    member = make_member("old_sparky", name="Élodie Sparks")
    make_answer(make_question("The ocelot lamp"), author=member)
    return member


@pytest.mark.parametrize(
    "typed",
    ["old", "old_sp", "OLD sp", "@old_s", "old_sparky", "elo", "Élodie", "élodie sp"],
)
def test_who_is_called_so_is_offered_from_the_third_sign(typed: str, sparky: User) -> None:
    actions.rebuild()
    found = suggestions(typed, actor=GUEST)
    assert [(one.kind, one.id) for one in found.items] == [("member", sparky.id)]
    assert found.items[0].slug == "old_sparky"
    assert found.corrected is None


@pytest.mark.parametrize(
    "typed", ["ol", "e", "old_spx", "sparky_old", "-old_sp", '"old_sp', "type:tag old_sp", "odl_sp"]
)
def test_who_is_not_called_so_is_not_offered(typed: str, sparky: User) -> None:
    actions.rebuild()
    assert ("member", sparky.id) not in offered(typed)


def test_those_who_helped_most_are_offered_first_and_beside_other_things() -> None:
    question = make_question("The ocelot lamp")
    many = [make_member(f"ocelot_fan{number}") for number in range(4)]
    for number, member in enumerate(many):
        for _ in range(number + 1):
            make_answer(question, author=member)
        make_answer(author=member)
    actions.rebuild()
    for number, member in enumerate(many):
        with unit_of_work():
            member.answer_count = number
    found = offered("ocelot_f")
    assert found[:2] == [("member", many[3].id), ("member", many[2].id)]
    assert len(found) == 4
    beside = offered("ocelot")
    assert beside[0] == ("question", question.id)
    assert len([kind for kind, _ in beside if kind == "member"]) >= 2


def test_who_is_not_shown_or_wrote_nothing_is_not_offered(sparky: User) -> None:
    make_member("old_silent")
    actions.rebuild()
    assert offered("old_si") == []
    with unit_of_work():
        sparky.active = False
    # The index knows them still.
    assert offered("old_sp") == []
    write_nothing = suggestions("old_sp", actor=GUEST)
    assert list(write_nothing.completions) == []


def test_a_name_that_changed_is_offered_as_it_is_now(sparky: User) -> None:
    actions.rebuild()
    write(
        edit_profile, sparky, handle="young_sparky", name="Élodie", bio=make_bio(), location="",
        language="en", time_zone="UTC", by=sparky,
    )  # fmt: skip
    assert offered("old_sp") == []
    jobs.run_all()
    assert offered("young_s") == [("member", sparky.id)]


def test_the_beginning_of_a_handle_leads_to_what_the_whole_finds(sparky: User) -> None:
    actions.rebuild()
    assert list(suggestions("old_sp", actor=GUEST).completions) == ["old_sparky"]
    assert search(Wanted("old_sparky"), actor=GUEST).items[0].id == sparky.id


def test_nothing_is_offered_for_nothing() -> None:
    assert suggestions("  ", actor=GUEST) == Suggestions()
    assert suggestions("tag:hue", actor=GUEST) == Suggestions()
    assert suggestions("-", actor=GUEST) == Suggestions()


def test_a_shut_space_lends_no_words_and_no_titles(alice: User) -> None:
    shut = make_question("An ocelotish matter", space=make_space("members"))
    make_question("The lamp is dark")
    actions.rebuild()
    assert suggestions("oceloti", actor=GUEST) == Suggestions()
    assert suggestions("ocelotsih", actor=GUEST) == Suggestions()
    assert search(Wanted("ocelotsih"), actor=GUEST).corrected is None
    assert offered("ocelotish", alice) == [("question", shut.id)]


def test_hidden_words_are_offered_no_longer(morgan: User) -> None:
    question = make_question("The ocelotish lamp")
    actions.rebuild()
    assert suggestions("oceloti", actor=GUEST).completions
    write(hide, question, by=morgan, reason="spam")
    # Before the worker ran: whatever is offered has to find something.
    assert suggestions("oceloti", actor=GUEST) == Suggestions()
    assert suggestions("ocelotihs", actor=GUEST) == Suggestions()
    jobs.run_all()
    assert suggestions("oceloti", actor=GUEST) == Suggestions()
    assert search(Wanted("ocelotihs"), actor=GUEST).corrected is None


def test_another_spelling_is_offered_where_hardly_anything_is_found() -> None:
    for number in range(4):
        make_question(f"The thermostat is cold, part {number}")
    actions.rebuild()
    found = search(Wanted("thermsotat cold"), actor=GUEST)
    assert found.corrected == "thermostat cold"
    assert search(Wanted("thermsotat tag:none"), actor=GUEST).corrected is None
    assert search(Wanted("thermostat cold"), actor=GUEST).corrected is None


def test_without_an_index_titles_are_offered(tmp_path: Any) -> None:
    question = make_question("The ocelot lamp")
    make_question("The ocelot valve", space=make_space("members"))
    fulltext.use(fulltext.open_engine("whoosh:", tmp_path / "none"))
    assert offered("ocelot") == [("question", question.id)]


def test_eight_statements_at_most_however_much_is_offered(statements: Any) -> None:
    tag = make_tag("ocelots", about="An ocelot.")
    for number in range(8):
        asker = make_member(f"ocelot{number}", name=f"Ocelot {number}")
        make_question(f"The ocelot lamp {number}", author=asker, tags=(tag,))
        an_article(f"The ocelot {number}")
        an_idea(f"An ocelot {number}")
    actions.rebuild()
    with statements() as ran:
        assert suggestions("ocel", actor=GUEST).items
    assert len(ran) <= 8, ran
    with statements() as mended:
        assert suggestions("ocelto", actor=GUEST).corrected
    assert len(mended) <= 8, mended

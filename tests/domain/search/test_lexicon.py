"""The lexicon: learns what everybody may read, mends what is mistyped, completes what is begun."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from app.domain.accounts.models import Guest, User
from app.domain.catalog.actions import edit_space
from app.domain.forum.actions.asking import ask
from app.domain.moderation.actions import hide
from app.domain.search import actions
from app.domain.search.actions.lexicon import Lesson, keep
from app.domain.search.models import LexiconPart, LexiconWord
from app.domain.search.queries import suggestions
from app.domain.search.queries.lexicon import completions, corrections
from app.domain.search.spelling import parts_of
from app.kit import jobs
from app.kit.db import db
from app.kit.fulltext import Document
from app.kit.work import write
from tests.factories.catalog import make_space, make_tag
from tests.factories.forum import make_answer, make_question, make_text
from tests.people import make_member

GUEST = Guest()

pytestmark = pytest.mark.usefixtures("session")


def known() -> dict[str, int]:
    rows = db.session.execute(select(LexiconWord.word, LexiconWord.uses))
    return {row.word: row.uses for row in rows}


def learnt(**uses: int) -> None:
    """Know these words, as often used as said."""
    lesson = Lesson()
    for word, times in uses.items():
        for number in range(times):
            space = {"space": ["everywhere"]}
            lesson.hear(Document(f"question:{word}{number}", "question", word, "", keywords=space))
    keep(lesson)


# -- learning -------------------------------------------------------------------------------------


def test_titles_tags_and_what_several_texts_say_is_learnt() -> None:
    make_question("The ocelot lamp", tags=(make_tag("narwhal"),), body="Only here: quokka.")
    for _ in range(3):
        make_answer(make_question(), body="It is the okapi again.")
    actions.rebuild()
    assert {"ocelot", "lamp", "narwhal", "okapi"} <= set(known())
    assert known()["okapi"] == 3
    assert "quokka" not in known()  # a single text may have mistyped it
    assert "the" not in known()


def test_words_keep_their_parts() -> None:
    learnt(ocelot=2)
    parts = db.session.scalars(select(LexiconPart.part).where(LexiconPart.word == "ocelot"))
    assert set(parts) == parts_of("ocelot")


def test_only_words_of_public_spaces_are_learnt() -> None:
    make_question("The ocelot lamp", space=make_space("members"))
    make_question("The okapi lamp", space=make_space("group"))
    make_question("The walrus lamp")
    actions.rebuild()
    assert "walrus" in known()
    assert not {"ocelot", "okapi"} & set(known())


def test_names_of_members_and_numbers_of_things_are_no_words() -> None:
    author = make_member("xavier", name="Xavier Quux")
    make_question("My AB12345678 and 0049170123456 with a 2.7.4 on e27", author=author)
    actions.rebuild()
    assert "e27" in known()
    assert not {"xavier", "quux", "ab12345678", "0049170123456", "2.7.4"} & set(known())


def test_new_words_are_known_once_the_worker_ran(alice: User) -> None:
    write(
        ask, by=alice, title="Is there an ocelot in here?", body=make_text("I would like to know.")
    )
    assert completions("oce") == []
    jobs.run_all()
    assert completions("oce") == ["ocelot"]
    assert known()["ocelot"] == 1


def test_what_is_gone_is_forgotten_when_all_is_learnt_anew() -> None:
    learnt(ocelot=2, walrus=1)
    learnt(walrus=5)
    assert known() == {"walrus": 5}
    assert db.session.scalar(
        select(func.count()).select_from(LexiconPart).where(LexiconPart.word == "ocelot")
    ) == 0  # fmt: skip


def test_check_learns_anew_as_well(morgan: User) -> None:
    question = make_question("The ocelot lamp")
    actions.rebuild()
    write(hide, question, by=morgan, reason="spam")
    actions.check()
    assert "ocelot" not in known()


def test_the_most_used_words_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.domain.search.actions.lexicon.LEXICON_MOST", 2)
    learnt(ocelot=1, walrus=3, okapi=2)
    assert known() == {"walrus": 3, "okapi": 2}


def test_any_signs_are_survived() -> None:
    space = {"space": ["everywhere"]}
    wide = "\uff57\uff49\uff46\uff49 \U0001d4cf\U0001d4be\U0001d454 \u02b9\u02b9\u02b9 \ufdfd"
    odd = f"a\x00b \ud800 {wide} {'x' * 500} Ünïcödé'"
    lesson = Lesson()
    lesson.hear(Document("question:1", "question", odd, odd, keywords=space))
    keep(lesson)
    assert "unicode" in known()
    assert corrections(odd) == corrections(odd)
    assert completions(odd) == []
    assert completions("\x00") == completions("%") == completions("_") == []


# -- completing -----------------------------------------------------------------------------------


def test_a_beginning_is_completed_with_the_most_used_first() -> None:
    learnt(zigbee=2, zigzag=5, zebra=9, ziggurat=1)
    assert completions("zig") == ["zigzag", "zigbee", "ziggurat"]
    assert completions("ZIG", 1) == ["zigzag"]
    assert completions("zigbee") == ["zigbee"]
    assert completions("z") == []
    assert completions("zz") == []


# -- mending --------------------------------------------------------------------------------------


def test_a_mistyped_word_is_put_right() -> None:
    learnt(thermostat=20, battery=30, lamp=40, connect=9, bridge=8)
    assert corrections("thermostst") == ["thermostat"]
    assert corrections("batery lamp") == ["battery lamp"]
    assert corrections("conect to brigde") == ["connect to bridge"]
    assert corrections("lmap")[0] == "lamp"


def test_what_is_right_is_let_be() -> None:
    learnt(thermostat=20, lamp=40, flickering=3)
    assert corrections("thermostat lamp") == []
    assert corrections("lamps") == []  # another form of a word that is known
    assert corrections("the xyzzyx plugh") == []
    assert corrections("") == []


def test_all_else_stays_as_it_was_typed() -> None:
    learnt(thermostat=20, lamp=40)
    assert corrections('"thermostst lamp"  -batery') == ['"thermostat lamp"  -batery']
    assert corrections("tag:thermostst -thermostst thermostst:on @thermostst") == []


def test_the_likelier_comes_first_and_others_after_it() -> None:
    learnt(lamp=40, lump=2, camp=3)
    assert corrections("lomp") == ["lamp", "lump"]


def test_a_word_that_is_rare_beside_a_much_more_common_one_is_doubted() -> None:
    learnt(thermostat=120, thermostst=1, lamp=3)
    assert corrections("thermostst") == ["thermostat"]
    assert corrections("thermostat") == []


def test_another_form_of_a_mistyped_word_will_do() -> None:
    learnt(flicker=20, connect=30)
    assert corrections("flickring lamp")[:1] == ["flicker lamp"]
    assert corrections("conecting") == ["connect"]
    learnt(flickering=3)
    assert corrections("flickring")[0] == "flickering"


def test_words_torn_apart_or_run_together_are_found() -> None:
    learnt(thermostat=20, smart=30, plug=30)
    assert corrections("thermo stat") == ["thermostat"]
    assert corrections("smartplug") == ["smart plug"]
    assert corrections("smart plug") == []


def test_other_languages_forms_are_known_by_their_stems() -> None:
    space = {"space": ["everywhere"]}
    lesson = Lesson()
    lesson.hear(Document("question:1", "question", "Lampen", "", keywords=space, language="de"))
    keep(lesson)
    assert corrections("lampe", languages=("de",)) == []


def test_mending_costs_a_few_statements_however_long_the_search(statements: Any) -> None:
    learnt(thermostat=20, battery=30)
    with statements() as right:
        corrections("thermostat battery")
    with statements() as wrong:
        corrections(" ".join(["thermostst", "batery", "brigde", "conect", "lightt"] * 20))
    assert len(right) == 1
    assert len(wrong) == 2


# -- what is offered is searched for first --------------------------------------------------------


def offered(words: str) -> str:
    found = suggestions(words, actor=GUEST)
    return f"{found.completions} {found.corrected}"


def test_hidden_words_are_offered_to_nobody_though_they_are_known(morgan: User) -> None:
    question = make_question("The ocelot lamp")
    actions.rebuild()
    assert "ocelot" in offered("oce")
    write(hide, question, by=morgan, reason="spam")
    assert "ocelot" in known()
    # Before the worker ran as well as after it: what finds nothing is not offered.
    assert "ocelot" not in offered("oce") + offered("ocelto")
    jobs.run_all()
    assert "ocelot" not in offered("oce") + offered("ocelto")


def test_words_of_a_space_that_closed_are_offered_to_those_inside(ada: User) -> None:
    space = make_space("public")
    make_question("The ocelot lamp", space=space)
    actions.rebuild()
    write(edit_space, space, by=ada, name=space.name, about="", visibility="members")
    assert "ocelot" not in offered("oce")
    jobs.run_all()
    assert "ocelot" not in offered("oce")
    inside = suggestions("oce", actor=ada)
    assert "ocelot" in f"{inside.completions} {inside.items}"


def test_what_two_languages_make_of_two_words_is_no_kinship() -> None:
    # To German ears "thermostst" ends like a verb; English takes "thermostate" to the same stem.
    learnt(thermostat=9, thermostate=3)
    assert corrections("thermostst", languages=("en", "de"))[:1] == ["thermostat"]
    assert corrections("thermostats", languages=("en", "de")) == []

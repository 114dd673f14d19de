"""Operators and facets: what narrows a search, together and with their counts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.domain.accounts.models import Guest, User
from app.domain.forum.actions.accepting import accept_answer
from app.domain.search import actions
from app.domain.search.queries import Results, Wanted, search, similar, suggestions
from app.domain.search.rules import ENOUGH_ELSE, STALE_AFTER
from app.kit import clock
from app.kit.work import write
from tests.factories.catalog import make_product, make_space, make_tag
from tests.factories.forum import make_answer, make_question
from tests.factories.ideas import an_idea
from tests.factories.knowledge import an_article
from tests.people import make_member

GUEST = Guest()
LONG_AGO = clock.now() - STALE_AFTER - timedelta(days=30)

pytestmark = pytest.mark.usefixtures("session")


def found(words: str, *, actor: Any = GUEST, **within: Any) -> Results:
    return search(Wanted(words, **within), actor=actor, limit=50)


def ids(words: str, *, actor: Any = GUEST, **within: Any) -> list[int]:
    return [result.id for result in found(words, actor=actor, **within).items]


def test_tags_and_products_narrow_together() -> None:
    hue, zigbee, lamp = make_tag("hue"), make_tag("zigbee"), make_product("Glow")
    both = make_question("ocelot one", tags=(hue, zigbee), product=lamp)
    one = make_question("ocelot two", tags=(hue,))
    make_question("ocelot three")
    actions.rebuild()
    assert set(ids("ocelot tag:hue")) == {both.id, one.id}
    assert ids("ocelot tag:hue tag:zigbee") == [both.id]
    assert ids("ocelot tag:HUE", tag="zigbee") == [both.id]
    assert ids("ocelot tag:hue -tag:zigbee") == [one.id]
    assert ids(f"ocelot product:{lamp.slug}") == [both.id]
    assert ids(f"ocelot tag:hue -product:{lamp.slug}") == [one.id]


def test_states_narrow_questions(alice: User) -> None:
    solved, answered = make_question("ocelot one", author=alice), make_question("ocelot two")
    write(accept_answer, make_answer(solved), by=alice)
    make_answer(answered)
    bare = make_question("ocelot three")
    an_article("The ocelot")
    actions.rebuild()
    assert ids("ocelot is:solved") == [solved.id]
    assert set(ids("ocelot is:open")) == {answered.id, bare.id}
    assert ids("ocelot is:unanswered") == [bare.id]
    assert ids("ocelot is:open -is:unanswered") == [answered.id]
    assert ids("ocelot is:solved", solved=False) == []
    assert ids("ocelot is:solved is:open") == []


def test_titles_and_phrases_are_searched_apart() -> None:
    titled = make_question("The ocelot lamp", body="It is dark in here, somehow.")
    other = make_question("Another lamp", body="An ocelot sat on it. Then the hub was off.")
    actions.rebuild()
    assert ids("title:ocelot") == [titled.id]
    assert ids("lamp -title:ocelot") == [other.id]
    assert ids('title:"ocelot lamp"') == [titled.id]
    assert ids('"ocelot sat"') == [other.id]
    assert ids("ocelot -hub") == [titled.id]
    assert ids('ocelot -"somehow"') == [other.id]


def test_people_narrow_by_their_handle(alice: User, bob: User) -> None:
    hers, his = make_question("ocelot one", author=alice), make_question("ocelot two", author=bob)
    actions.rebuild()
    assert ids("ocelot by:alice") == [hers.id]
    assert ids("ocelot by:@ALICE") == [hers.id]
    assert set(ids("ocelot by:alice by:bob")) == {hers.id, his.id}
    assert ids("ocelot -by:alice") == [his.id]
    assert ids("ocelot", author="bob") == [his.id]
    assert ids("ocelot by:alice", author="bob") == []
    assert ids("ocelot by:nobody-at-all") == []


def test_kinds_and_days_narrow() -> None:
    old = make_question("ocelot one", asked_at=clock.now() - timedelta(days=40))
    new = make_question("ocelot two")
    article, idea = an_article("The ocelot"), an_idea("An ocelot")
    actions.rebuild()
    assert ids("ocelot type:article") == [article.id]
    assert set(ids("ocelot type:articles type:idea")) == {article.id, idea.id}
    assert set(ids("ocelot -type:article -type:idea")) == {old.id, new.id}
    assert ids("ocelot type:article", kind="question") == []
    week_ago = (clock.now() - timedelta(days=7)).date()
    assert ids(f"ocelot type:question after:{week_ago}") == [new.id]
    assert ids(f"ocelot before:{week_ago}") == [old.id]
    assert ids("ocelot", kind="question", since=week_ago) == [new.id]
    assert ids("ocelot", kind="question", until=week_ago) == [old.id]


def test_spaces_narrow_and_stay_shut(alice: User) -> None:
    club = make_space("members")
    inside, outside = make_question("ocelot one", space=club), make_question("ocelot two")
    actions.rebuild()
    assert ids(f"ocelot in:{club.slug}", actor=alice) == [inside.id]
    assert ids(f"ocelot -in:{club.slug}", actor=alice) == [outside.id]
    assert ids(f"ocelot in:{club.slug}") == []
    assert ids("ocelot in:no-such-space", actor=alice) == []


def test_exclusions_alone_and_an_empty_box_find_nothing() -> None:
    make_question("ocelot", tags=(make_tag("hue"),))
    actions.rebuild()
    assert ids("") == ids("  ") == ids("", tag="hue") == []
    assert ids("-ocelot") == []


def test_a_facet_leads_to_what_it_counted_and_to_no_more() -> None:
    hue, mesh = make_tag("hue"), make_tag("mesh")
    both = make_question("ocelot lamp", tags=(hue,))
    for _ in range(3):
        make_question("An ocelot sits on a lamp", tags=(mesh,))
    # Each has one of the words: what would be found if not all of them had to match.
    make_question("An ocelot alone", body="It is dark in here.", tags=(hue,))
    an_article("A lamp alone")
    actions.rebuild()
    every = found("ocelot lamp")
    assert (every.total, every.widened, every.counts["tag"]) == (4, False, {"mesh": 3, "hue": 1})
    narrowed = found("ocelot lamp", tag="hue")
    assert [one.id for one in narrowed.items] == [both.id]
    assert (narrowed.total, narrowed.widened, narrowed.corrected) == (1, False, None)
    # Where nothing within the facet has all of them, some of them do.
    assert found("ocelot lamp", kind="article").widened


def test_a_facet_of_what_has_some_of_the_words_leads_there_too() -> None:
    hue = make_tag("hue")
    make_question("ocelot lamp", tags=(hue,))
    make_question("An ocelot alone", body="It is dark in here.", tags=(hue,))
    make_question("A lamp alone", body="It is dark in here.")
    actions.rebuild()
    every = found("ocelot lamp")
    assert (every.total, every.widened, every.counts["tag"]) == (3, True, {"hue": 2})
    assert found("ocelot lamp", tag="hue").total == 2


def test_facets_are_counted_as_if_their_own_were_not_chosen(alice: User) -> None:
    hue, lamp = make_tag("hue"), make_product("Glow")
    solved = make_question("ocelot one", author=alice, tags=(hue,), product=lamp)
    write(accept_answer, make_answer(solved), by=alice)
    make_question("ocelot two", tags=(hue,), asked_at=clock.now() - timedelta(days=10))
    make_question("ocelot three")
    an_article("The ocelot")
    actions.rebuild()
    every = found("ocelot")
    assert (every.total, every.is_whole) == (4, True)
    assert every.counts["kind"] == {"question": 3, "article": 1}
    assert every.counts["tag"] == {"hue": 2}
    assert every.counts["product"] == {lamp.slug: 1}
    assert every.counts["solved"] == {"yes": 1, "no": 2}
    assert every.counts["age"] == {"week": 3, "month": 4, "year": 4}
    one = found("ocelot", kind="question", solved=True)
    assert one.total == 1
    assert one.counts["kind"] == {"question": 1}
    assert one.counts["solved"] == {"yes": 1, "no": 2}
    assert one.counts["tag"] == {"hue": 1}


def test_what_the_box_says_holds_for_counts() -> None:
    make_question("ocelot one", tags=(make_tag("hue"),))
    make_question("ocelot two")
    an_article("The ocelot")
    actions.rebuild()
    counts = found("ocelot type:question -tag:hue").counts
    assert counts["kind"] == {"question": 1}
    assert "hue" not in counts["tag"]


def test_counts_hold_only_what_the_reader_may_see(alice: User) -> None:
    secret = make_tag("secrettag")
    make_question("ocelot one", space=make_space("members"), tags=(secret,))
    make_question("ocelot two")
    actions.rebuild()
    assert found("ocelot").total == 1
    assert "secrettag" not in found("ocelot").counts["tag"]
    assert found("ocelot", actor=alice).counts["tag"] == {"secrettag": 1}


def test_orders() -> None:
    now = clock.now()
    body = make_question("A lamp", body="There is an ocelot in it.", imported_score=9, asked_at=now)
    title = make_question("ocelot ocelot", asked_at=now - timedelta(days=3))
    middle = make_question(
        "Some lamp", body="Once an ocelot, they say of it.", asked_at=now - timedelta(hours=3),
        imported_score=2,
    )  # fmt: skip
    actions.rebuild()
    assert ids("ocelot")[0] == title.id
    assert ids("ocelot", sort="newest") == [body.id, middle.id, title.id]
    assert ids("ocelot", sort="votes") == [body.id, middle.id, title.id]


def test_old_questions_without_answer_are_left_out_where_enough_else_is_found() -> None:
    old = make_question("ocelot", asked_at=LONG_AGO)
    kept = make_question("ocelot of old", asked_at=LONG_AGO)
    make_answer(kept)
    for number in range(ENOUGH_ELSE - 2):
        make_question(f"ocelot {number}")
    actions.rebuild()
    few = found("ocelot")
    assert old.id in [result.id for result in few.items]
    assert few.items[-1].id == old.id, "it sinks"
    assert few.left_out == 0
    make_question("ocelot once more")
    actions.rebuild()
    enough = found("ocelot")
    assert old.id not in [result.id for result in enough.items]
    assert kept.id in [result.id for result in enough.items]
    assert (enough.left_out, enough.total) == (1, ENOUGH_ELSE)
    assert old.id in ids("ocelot", old=True)


def test_pages_go_on_where_they_ended() -> None:
    made = {make_question(f"ocelot {number}").id for number in range(7)}
    actions.rebuild()
    first = search(Wanted("ocelot"), actor=GUEST, limit=4)
    rest = search(Wanted("ocelot"), actor=GUEST, limit=4, offset=4)
    assert first.more
    assert not rest.more
    assert {result.id for result in (*first.items, *rest.items)} == made
    assert first.total == rest.total == 7


def test_twelve_statements_at_most_however_much_is_found(statements: Any, alice: User) -> None:
    tag = make_tag("ocelots", about="An ocelot.")
    for number in range(6):
        asker = make_member(f"ocelot{number}", name=f"Ocelot {number}")
        question = make_question(f"The ocelot lamp {number}", author=asker, tags=(tag,))
        make_answer(question, body="Feed the ocelot.")
        an_article(f"The ocelot {number}")
        an_idea(f"An ocelot {number}")
    actions.rebuild()
    assert found("ocelot", actor=alice).counts["kind"].keys() == {
        "question", "article", "idea", "member", "tag"
    }  # fmt: skip
    for asked in ("ocelot", "ocelot by:ocelot1 in:community -tag:none", "ocelot is:open walrus"):
        with statements() as ran:
            found(asked)
        assert len(ran) <= 12, (asked, ran)
    with statements() as mended:
        assert found("ocelto").corrected == "ocelot"
    assert len(mended) <= 12, mended


@pytest.mark.parametrize(
    "typed",
    [
        "ocelot " * 10_000,
        " OR ".join(f"term{number}" for number in range(10_000)),
        "oce* AND (lamp OR [a TO z]) ~5 ^100 title:{* TO *}",
        '"' * 500,
        "-" * 500,
        "title:title:title:ocelot",
        "tag:\x00 by:\x00 lamp",
        "after:9999-12-31 before:0001-01-02 lamp",
        "in:' or 1=1 -- lamp",
        "by:" + "\u202e\ufeff" * 50 + " lamp",
        "ocelot\ud800",
    ],
)
def test_hostile_searches_find_something_or_nothing(typed: str) -> None:
    make_question("The ocelot lamp")
    actions.rebuild()
    for words in (typed, f"lamp {typed}"):
        search(Wanted(words), actor=GUEST)
        search(Wanted(words, sort="newest"), actor=GUEST, match="any")
        suggestions(words, actor=GUEST)
        similar(words, words, actor=GUEST)

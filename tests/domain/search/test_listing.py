"""Operators without words list what is within; and whoever types a whole name finds its owner."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.domain.accounts.models import Guest, User
from app.domain.search import actions
from app.domain.search.queries import Wanted, search, suggestions
from app.domain.search.rules import CUT, STALE_AFTER
from app.kit import clock
from tests.factories.catalog import make_product, make_space, make_tag
from tests.factories.forum import make_question
from tests.factories.knowledge import an_article
from tests.people import make_member

GUEST = Guest()

pytestmark = pytest.mark.usefixtures("session")


def found(words: str, *, actor: Any = GUEST, **within: Any) -> list[tuple[str, int]]:
    results = search(Wanted(words, **within), actor=actor, limit=50)
    return [(result.kind, result.id) for result in results.items]


def ids(words: str, **within: Any) -> list[int]:
    return [number for _, number in found(words, **within)]


def test_operators_alone_list_what_is_within_newest_first(alice: User) -> None:
    hue, lamp = make_tag("hue"), make_product("Glow")
    days = [clock.now() - timedelta(days=days) for days in (9, 2, 5)]
    old, new, middle = (
        make_question(f"Matter {number}", author=alice, tags=(hue,), asked_at=day)
        for number, day in enumerate(days)
    )
    article = an_article("About the lamp", product=lamp)
    make_question("Another")
    actions.rebuild()
    assert found("tag:hue is:open") == [("question", one.id) for one in (new, middle, old)]
    assert ids("tag:hue", sort="newest") == ids("by:alice") == [new.id, middle.id, old.id]
    assert ids("tag:hue -matter is:open") == []
    assert found(f"type:article product:{lamp.slug}") == [("article", article.id)]
    listed = search(Wanted("tag:hue"), actor=GUEST, limit=2)
    assert (listed.total, listed.more, listed.is_whole) == (3, True, True)
    assert listed.counts["kind"] == {"question": 3}
    assert listed.corrected is None
    rest = search(Wanted("tag:hue"), actor=GUEST, limit=2, offset=2)
    assert [one.id for one in rest.items] == [old.id]


def test_a_list_is_ordered_by_votes_where_that_is_asked_for() -> None:
    hue = make_tag("hue")
    made = [
        make_question(f"Matter {n}", tags=(hue,), imported_score=votes)
        for n, votes in enumerate((1, 5, 3))
    ]
    actions.rebuild()
    assert ids("tag:hue", sort="votes") == [made[1].id, made[2].id, made[0].id]


def test_a_list_leaves_nothing_old_out() -> None:
    hue, long_ago = make_tag("hue"), clock.now() - STALE_AFTER - timedelta(days=30)
    make_question("Old", tags=(hue,), asked_at=long_ago, active_at=long_ago)
    for number in range(6):
        make_question(f"Matter {number}", tags=(hue,))
    actions.rebuild()
    listed = search(Wanted("tag:hue"), actor=GUEST, limit=50)
    assert (len(listed.items), listed.left_out) == (7, 0)


def test_a_list_shows_nobody_what_they_may_not_see(alice: User) -> None:
    hue = make_tag("hue")
    shut = make_question("Shut away", space=make_space("members"), tags=(hue,))
    actions.rebuild()
    assert ids("tag:hue") == []
    assert found("tag:hue", actor=alice) == [("question", shut.id)]


def test_a_whole_name_or_title_comes_first() -> None:
    tag, member = make_tag("ocelot", about="A cat."), make_member("wild_cat", name="Ocelot Fan")
    make_question("One thing", author=member, tags=(tag,))
    for number in range(CUT + 5):
        make_question(f"The ocelot lamp and the wild_cat {number}", body="ocelot fan " * 9)
    question, article = make_question("Ocelot lamp?"), an_article("The wild ocelot")
    actions.rebuild()
    assert found("Ocelot")[0] == found("#ocelot")[0] == ("tag", tag.id)
    assert found("ocelot fan")[0] == found("@wild_cat")[0] == ("member", member.id)
    assert found("ocelot lamp")[0] == ("question", question.id)
    assert found("the WILD ocelot")[0] == ("article", article.id)
    # Who narrows the search or wants another order gets that.
    assert found("ocelot type:question")[0][0] == "question"
    assert found("ocelot", sort="newest")[0] != ("tag", tag.id)
    offered = suggestions("ocelot", actor=GUEST).items
    assert (offered[0].kind, offered[0].id) == ("tag", tag.id)


def test_a_whole_title_of_a_shut_space_is_first_for_nobody_outside(alice: User) -> None:
    shut = make_question("Ocelot lamp", space=make_space("members"))
    make_question("The ocelot lamp is dark")
    actions.rebuild()
    assert shut.id not in ids("ocelot lamp")
    assert found("ocelot lamp", actor=alice)[0] == ("question", shut.id)

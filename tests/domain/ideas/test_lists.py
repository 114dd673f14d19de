"""The board: its orders, filters and counts, and that nobody is shown what is not for them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.accounts.models import Guest, User
from app.domain.ideas.actions.voting import vote
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.policy import VOTE_BUDGET, may_see, visible_to
from app.domain.ideas.queries.comments import comments
from app.domain.ideas.queries.lists import (
    Wanted,
    ideas,
    ideas_by_ids,
    ideas_of,
    product_counts,
    status_counts,
)
from app.domain.ideas.queries.pages import Moved, find_idea, find_idea_itself, idea_page
from app.domain.ideas.queries.viewers import backing, standing_of, voted_by
from app.domain.ideas.queries.voters import customers_behind, voters
from app.domain.ideas.rules.machine import STATUSES
from app.kit import clock
from app.kit.db import db
from app.kit.problems import NotFound
from app.kit.work import unit_of_work, write
from tests.factories.catalog import make_product, make_space, make_tag
from tests.factories.ideas import a_comment, a_theme, a_vote, an_idea
from tests.people import make_member


def ids(page: Any) -> list[int]:
    return [row.id for row in page.items]


def test_each_order_of_the_board_is_its_own(session: Any) -> None:
    now = clock.now()
    old = an_idea(votes=3, proposed_at=now - timedelta(days=60), affected_count=2)
    new = an_idea(votes=1, proposed_at=now, affected_count=9)
    # Two votes of today weigh more than three of two months ago.
    for voter in range(3):
        a_vote(old, by=make_member(f"early{voter}"), at=now - timedelta(days=60))
    orders = {name: ids(ideas(Guest(), Wanted(name))) for name in ("top", "new", "affected")}
    assert orders == {
        "top": [old.id, new.id],
        "new": [new.id, old.id],
        "affected": [new.id, old.id],
    }


def test_trending_prefers_votes_of_today_over_more_of_long_ago(session: Any) -> None:
    now = clock.now()
    long_ago = now - timedelta(days=60)
    faded, fresh = an_idea(proposed_at=long_ago), an_idea(proposed_at=long_ago)
    for number in range(4):
        a_vote(faded, by=make_member(f"early{number}"), at=long_ago)
    a_vote(fresh, at=now)
    assert ids(ideas(Guest(), Wanted("trending"))) == [fresh.id, faded.id]
    assert ids(ideas(Guest(), Wanted("top"))) == [faded.id, fresh.id]


def test_pages_of_the_board_miss_nothing_and_repeat_nothing(session: Any) -> None:
    made = {an_idea().id for _ in range(7)}
    seen: list[int] = []
    after = None
    for _ in range(4):
        page = ideas(Guest(), after=after, size=2)
        seen += ids(page)
        after = page.next
    assert after is None
    assert sorted(seen) == sorted(made)
    assert len(seen) == len(made)


def test_what_words_found_stays_in_the_order_found_page_by_page(session: Any) -> None:
    first, second, third = an_idea(), an_idea(), an_idea()
    wanted = Wanted("best", ids=(third.id, first.id, second.id))
    page = ideas(Guest(), wanted, size=2)
    assert ids(page) == [third.id, first.id]
    assert ids(ideas(Guest(), wanted, size=2, after=page.next)) == [second.id]
    assert ids(ideas(Guest(), Wanted("best", ids=()))) == []


def test_the_filters_choose_and_the_counts_agree(session: Any, alice: User) -> None:
    lamps = make_product("Lamps")
    bulbs = make_product("Bulbs", parent=lamps)
    theme = a_theme()
    tagged = an_idea(product=bulbs, tags=(make_tag("colour"),), author=alice)
    themed = an_idea(theme=theme, status="planned")
    plain = an_idea(status="declined")

    def chosen(**values: Any) -> set[int]:
        return set(ids(ideas(Guest(), Wanted(**values))))

    assert chosen(product_id=lamps.id) == {tagged.id}
    assert chosen(product_id=bulbs.id, tag="Colour") == {tagged.id}
    assert chosen(theme_id=theme.id) == {themed.id}
    assert chosen(author_id=alice.id) == {tagged.id}
    assert chosen(statuses=("planned", "declined")) == {themed.id, plain.id}
    assert chosen(ids=(plain.id, tagged.id)) == {plain.id, tagged.id}
    assert chosen(ids=()) == set()
    assert chosen(product_id=10**6) == set()
    counts = status_counts(Guest(), Wanted(statuses=("planned",)))
    assert tuple(counts) == STATUSES
    assert {status: n for status, n in counts.items() if n} == {
        "new": 1,
        "planned": 1,
        "declined": 1,
    }
    assert product_counts(Guest()) == {bulbs.id: 1}


def test_a_row_says_everything_a_line_shows(session: Any, alice: User) -> None:
    theme, product = a_theme(), make_product()
    idea = an_idea("A lamp that wakes me", author=alice, theme=theme, product=product, votes=2)
    [row] = ideas(Guest()).items
    assert (row.slug, row.author.handle, row.vote_count) == ("a-lamp-that-wakes-me", "alice", 2)
    assert row.owner is not None
    assert row.owner.id == theme.partner_id
    assert row.product is not None
    assert row.product.name == product.name
    assert row.theme is not None
    assert row.theme.slug == theme.slug
    assert not hasattr(row, "effort")
    assert row.id == idea.id


@pytest.mark.parametrize("state", ["held_at", "hidden_at", "members", "merged"])
def test_lists_and_finding_one_agree_on_who_sees_it(
    session: Any, alice: User, bob: User, morgan: User, hanna: User, state: str
) -> None:
    values: dict[str, Any] = {}
    if state == "members":
        values["space"] = make_space(visibility="members")
    elif state == "merged":
        values["merged_into_id"] = an_idea().id
    else:
        values[state] = clock.now()
    idea = an_idea(author=alice, **values)
    for actor in (Guest(), alice, bob, morgan, hanna):
        seen = bool(
            db.session.scalars(select(Idea.id).where(visible_to(actor), Idea.id == idea.id)).all()
        )
        assert seen is may_see(actor, idea)
        assert bool(ideas_by_ids([idea.id], actor=actor)) is seen
        listed = idea.id in ids(ideas(actor))
        assert listed is (state == "members" and not actor.is_guest)
        if not seen:
            with pytest.raises(NotFound):
                find_idea_itself(idea.id, actor)


def test_a_merged_address_leads_to_where_it_went(session: Any, alice: User) -> None:
    last = an_idea("Where everything went in the end")
    middle = an_idea(merged_into_id=last.id)
    first = an_idea(merged_into_id=middle.id)
    with pytest.raises(Moved) as moved:
        find_idea(first.id, Guest())
    assert (moved.value.idea_id, moved.value.slug) == (last.id, last.slug)
    assert moved.value.status == 301


def test_a_merged_address_does_not_tell_of_a_private_target(session: Any) -> None:
    target = an_idea(space=make_space(visibility="members"))
    source = an_idea(merged_into_id=target.id)
    with pytest.raises(NotFound):
        find_idea(source.id, Guest())


def test_a_member_sees_their_own_held_ideas_and_others_do_not(
    session: Any, alice: User, bob: User
) -> None:
    open_one, held = an_idea(author=alice), an_idea(author=alice, held_at=clock.now())
    assert set(ids(ideas_of(alice.id, actor=alice))) == {open_one.id, held.id}
    assert ids(ideas_of(alice.id, actor=bob)) == [open_one.id]
    assert ids(ideas_of(alice.id, actor=Guest())) == [open_one.id]


def test_backing_tells_what_became_of_my_votes(session: Any, nora: User) -> None:
    assert backing(Guest()).ideas == 0
    with unit_of_work():
        VOTE_BUDGET.put(value=True)
    write(vote, an_idea(), by=nora)
    a_vote(an_idea(status="delivered"), by=nora)
    mine = backing(nora)
    assert (mine.ideas, mine.delivered, mine.budget, mine.used, mine.left) == (2, 1, 2, 1, 1)


def test_overlays_are_the_readers_own(session: Any, alice: User, bob: User, hanna: User) -> None:
    mine, other, given = an_idea(), an_idea(), an_idea()
    write(vote, mine, by=alice)
    a_vote(given, by=alice, cast_by_id=hanna.id)
    numbers = [mine.id, other.id, given.id]
    assert voted_by(alice, numbers) == {mine.id, given.id}
    assert voted_by(bob, numbers) == set()
    assert voted_by(Guest(), numbers) == set()
    assert standing_of(alice, mine.id).has_voted
    cast_by = standing_of(alice, given.id).cast_by
    assert cast_by is not None
    assert cast_by.handle == "hanna"
    assert not standing_of(bob, mine.id).has_voted


def test_voters_are_named_the_latest_first(session: Any, alice: User, hanna: User) -> None:
    idea = an_idea()
    a_vote(idea, by=alice, at=clock.now() - timedelta(days=1))
    a_vote(idea, by=make_member("late"), cast_by_id=hanna.id)
    rows = voters(idea).items
    assert [row.face.handle for row in rows] == ["late", "alice"]
    assert rows[0].cast_by is not None
    assert rows[0].cast_by.handle == "hanna"
    assert rows[1].cast_by is None
    first = voters(idea, 1)
    assert first.next is not None
    assert [row.face.handle for row in voters(idea, 1, after=first.next).items] == ["alice"]
    assert customers_behind(idea) == []


@pytest.mark.parametrize("many", [3, 12])
def test_the_lists_need_as_many_statements_however_long_they_are(
    session: Any, statements: Any, alice: User, many: int
) -> None:
    product, theme = make_product(), a_theme()
    made = [an_idea(product=product, theme=theme, votes=1) for _ in range(many)]
    for idea in made:
        a_comment(parent=a_comment(idea))
    numbers, below = [idea.id for idea in made], product.id
    db.session.commit()
    db.session.expire_all()
    with statements() as seen:
        found = ideas(alice, Wanted(product_id=below))
        status_counts(alice, Wanted(product_id=below))
        voted_by(alice, ids(found))
        backing(alice)
        ideas_by_ids(numbers, actor=alice)
    assert len(found.items) == many
    assert len(seen.all) <= 7, "\n".join(one[:90] for one in seen.all)


@pytest.mark.parametrize("many", [3, 12])
def test_an_idea_page_needs_as_many_statements_however_much_is_said(
    session: Any, statements: Any, alice: User, many: int
) -> None:
    idea = an_idea(theme=a_theme(), product=make_product())
    for _ in range(many):
        a_comment(parent=a_comment(idea))
    number = idea.id
    db.session.commit()
    db.session.expire_all()
    with statements() as seen:
        found = find_idea(number, alice)
        page = idea_page(found, alice)
        said = comments(found, alice)
        standing_of(alice, number)
        voters(found)
    assert len(said.items) == many
    assert page.idea.comment_count == 2 * many
    assert len(seen.all) <= 14

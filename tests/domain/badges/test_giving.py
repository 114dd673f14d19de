"""By hand: with a reason, in public, safe twice; and badges that are made here."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from app.domain.badges import queries
from app.domain.badges.actions.giving import award_badge, revoke_badge
from app.domain.badges.actions.making import (
    BadgeDraft,
    add_badge,
    edit_badge,
    preview,
    retire_badge,
    revive_badge,
)
from app.domain.badges.models import Award
from app.domain.badges.queries import (
    ahead_of,
    all_badges,
    badge_counts,
    badge_named,
    held_by,
    holders_of,
    rarity,
)
from app.domain.badges.rules import COUNTABLES, Criterion, one_in
from app.domain.notifications.models import Notice
from app.kit import clock
from app.kit.db import db
from app.kit.problems import Conflict, Forbidden, Invalid
from app.kit.work import write
from tests.factories.badges import a_badge, a_solution, a_stranger, an_award
from tests.factories.catalog import make_product, make_tag

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
WHY = "Spoke for us at the fair."
DRAFT = BadgeDraft("Fair speaker", "Spoke at a fair", "microphone", "gold")


def given(badge, member, by, reason=WHY):
    return write(award_badge, badge, member, by=by, reason=reason)


def taken(badge, member, by, occasion="", reason=WHY):
    return write(revoke_badge, badge, member, occasion, by=by, reason=reason)


def awards() -> int:
    return db.session.scalar(select(func.count()).select_from(Award)) or 0


@pytest.fixture
def star(session):
    a_badge("Star")
    return badge_named("star")


def test_staff_give_one_and_say_why(bob, morgan, star):
    given(star, bob, morgan)
    [row] = holders_of("star").items
    assert (row.face.handle, row.by.handle, row.reason) == ("bob", "morgan", WHY)
    notice = db.session.scalars(select(Notice).where(Notice.user_id == bob.id)).one()
    assert (notice.kind, notice.actor_id) == ("badge", morgan.id)


def test_giving_twice_gives_once(bob, morgan, ada, star):
    given(star, bob, morgan)
    assert given(star, bob, ada, "Another reason, too late.").reason == WHY
    assert awards() == 1


def test_what_the_rules_gave_stays_as_it_was(bob, morgan):
    an_award(bob, "first-light")
    given(badge_named("first-light"), bob, morgan)
    assert db.session.get(Award, ("first-light", bob.id, "")).by_id is None


def test_a_repeatable_one_is_given_once_a_day(bob, morgan):
    a_badge("Again", is_repeatable=True)
    badge = badge_named("again")
    clock.freeze(clock.now().replace(hour=12))
    given(badge, bob, morgan)
    given(badge, bob, morgan)
    assert awards() == 1
    clock.freeze(clock.now().replace(year=clock.now().year + 1))
    given(badge, bob, morgan)
    assert awards() == 2


def test_taking_back_and_giving_again(bob, morgan, star):
    given(star, bob, morgan)
    taken(star, bob, morgan)
    first = db.session.get(Award, ("star", bob.id, "")).revoked_at
    assert not holders_of("star").items
    taken(star, bob, morgan)
    assert db.session.get(Award, ("star", bob.id, "")).revoked_at == first
    given(star, bob, morgan)
    assert [row.face.handle for row in holders_of("star").items] == ["bob"]


def test_what_was_never_held_is_not_taken(bob, morgan, star):
    with pytest.raises(Conflict):
        taken(star, bob, morgan)


@pytest.mark.parametrize("reason", ["", "too short", "x" * 301])
def test_a_reason_is_asked_for(bob, morgan, star, reason):
    for verb in (given, taken):
        with pytest.raises(Invalid) as refused:
            verb(star, bob, morgan, reason=reason)
        assert refused.value.field == "reason"


def test_members_give_and_take_nothing(alice, bob, erin, sue, star):
    an_award(bob, "star")
    for by in (alice, erin, sue):
        for verb in (given, taken):
            with pytest.raises(Forbidden):
                verb(star, bob, by)


def test_nobody_gives_themselves_one_or_takes_their_own(morgan, star):
    for verb in (given, taken):
        with pytest.raises(Forbidden):
            verb(star, morgan, morgan)


def test_a_retired_one_is_not_given(bob, morgan):
    a_badge("Gone", retired_at=clock.now())
    with pytest.raises(Conflict):
        given(badge_named("gone"), bob, morgan)


# -- making -----------------------------------------------------------------------------------


def test_an_admin_makes_one(bob, ada):
    draft = replace(DRAFT, criterion=Criterion("answers-accepted", 1, days=30))
    made = write(add_badge, draft, by=ada)
    row = badge_named(made.key)
    assert made.key == "fair-speaker"
    assert (row.name, row.tier, row.icon, row.is_custom) == (
        "Fair speaker",
        "gold",
        "microphone",
        True,
    )
    assert row.criterion == draft.criterion
    assert write(add_badge, draft, by=ada).key == "fair-speaker-2"


def test_a_name_of_the_catalogue_gets_another_key(ada):
    assert write(add_badge, replace(DRAFT, name="First light"), by=ada).key == "first-light-2"
    assert write(add_badge, replace(DRAFT, name="New"), by=ada).key == "new-2"


@pytest.mark.parametrize(
    "field,values",
    [
        ("name", {"name": " "}),
        ("name", {"name": "x" * 61}),
        ("about", {"about": ""}),
        ("icon", {"icon": "nothing"}),
        ("tier", {"tier": "tin"}),
        ("at_least", {"criterion": Criterion("posts", 0)}),
        ("days", {"criterion": Criterion("posts", 1, days=0)}),
        ("days", {"criterion": Criterion("readers", 1, days=9)}),
        ("days", {"criterion": Criterion("streak", 5, days=9)}),
        ("count", {"criterion": Criterion("profile", 1, tag="wifi")}),
        ("tag", {"criterion": Criterion("posts", 1, tag="nothing")}),
        ("product", {"criterion": Criterion("posts", 1, product="nothing")}),
        ("is_repeatable", {"is_repeatable": True, "criterion": Criterion("streak", 5)}),
    ],
)
def test_what_does_not_fit_is_refused_on_its_field(ada, field, values):
    with pytest.raises(Invalid) as refused:
        write(add_badge, replace(DRAFT, **values), by=ada)
    assert refused.value.field == field


def test_nothing_is_counted_that_is_not_on_the_list():
    with pytest.raises(Invalid):
        Criterion("salaries", 1)
    assert len(COUNTABLES) == 22


def test_only_admins_make_badges(alice, morgan, ada):
    made = write(add_badge, DRAFT, by=ada)
    for by in (alice, morgan):
        for call in (
            lambda by=by: write(add_badge, DRAFT, by=by),
            lambda by=by: write(edit_badge, made, DRAFT, by=by),
            lambda by=by: write(retire_badge, made, by=by),
            lambda by=by: write(revive_badge, made, by=by),
        ):
            with pytest.raises(Forbidden):
                call()


def test_changing_and_retiring(bob, ada, morgan):
    made = write(add_badge, DRAFT, by=ada)
    given(badge_named(made.key), bob, morgan)
    write(edit_badge, made, replace(DRAFT, name="Speaker", tier="silver"), by=ada)
    assert (badge_named(made.key).name, badge_named(made.key).tier) == ("Speaker", "silver")
    write(retire_badge, made, by=ada)
    at = made.retired_at
    write(retire_badge, made, by=ada)
    assert made.retired_at == at
    assert made.key not in {row.key for row in all_badges()}
    assert [row.badge.key for row in held_by(bob.id)] == [made.key]
    write(revive_badge, made, by=ada)
    assert made.key in {row.key for row in all_badges()}


def test_the_preview_says_how_many_have_it_now(alice, bob):
    lock = make_product("Lock")
    for member, times in ((alice, 1), (bob, 2)):
        for _ in range(times):
            a_solution(member, product_id=lock.id, tags=(make_tag("wifi"),))
    assert preview(Criterion("answers-accepted", 1)) == 2
    assert preview(Criterion("answers-accepted", 2, tag="wifi", product=lock.slug)) == 1
    assert preview(Criterion("streak", 2)) == 0
    with pytest.raises(Invalid):
        preview(Criterion("answers-accepted", 1, tag="nothing"))


# -- reading ----------------------------------------------------------------------------------


def test_holders_come_newest_first_page_by_page(session, monkeypatch, statements):
    monkeypatch.setattr(queries, "HOLDERS_A_PAGE", 3)
    people = [a_stranger() for _ in range(5)]
    for days, member in enumerate(people):
        an_award(member, "locksmith", "product:1", awarded_at=clock.now().replace(year=2000 + days))
    with statements() as ran:
        first = holders_of("locksmith")
    assert len(ran) <= 3
    second = holders_of("locksmith", after=first.next)
    found = [row.face.id for page in (first, second) for row in page.items]
    assert found == [member.id for member in reversed(people)]
    assert second.next is None
    assert [row.face.id for row in holders_of("locksmith", before=second.previous).items] == found[
        :3
    ]


def test_what_somebody_holds_names_what_it_is_about(bob, statements):
    lock, tag = make_product("Lock"), make_tag("wifi")
    an_award(bob, "locksmith", f"product:{lock.id}")
    an_award(bob, "household-name", f"tag:{tag.id}")
    an_award(bob, "household-name", "tag:999999")  # gone since
    an_award(bob, "first-light", revoked_at=clock.now())
    member_id = bob.id
    with statements() as ran:
        rows = {row.badge.key: row for row in held_by(member_id)}
    assert len(ran) <= 4
    assert rows["locksmith"].things == ("Lock",)
    assert (rows["household-name"].times, rows["household-name"].things) == (2, ("wifi",))
    assert "first-light" not in rows
    assert badge_counts([member_id]) == {member_id: 3}


def test_the_nearest_comes_first(bob):
    for _ in range(9):
        a_solution(bob, posted_at=NOON)
    rows = ahead_of(bob.id, {"first-light", "helping-hand"})
    nearest = rows[0]
    assert (nearest.badge.key, nearest.have, nearest.need) in {
        ("handy", 9, 10),
        ("good-neighbour", 9, 10),
    }
    # Held, or there in full: neither is on the way.
    assert not {"first-light", "helping-hand", "side-door"} & {row.badge.key for row in rows[:2]}
    assert all(row.have < row.need for row in rows)


def test_rarity_counts_people_and_not_awards(alice, bob):
    for occasion in ("question:1", "question:2"):
        an_award(bob, "good-question", occasion)
    an_award(alice, "good-question", "question:3", revoked_at=clock.now())
    found = rarity()
    assert (found.members, found.holders) == (2, {"good-question": 1})
    assert [one_in(60, n) for n in (1, 7, 0)] == [60, 9, 0]

"""Suggesting an idea: its checks, its author's own vote, a newcomer's wait, its edits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.domain.accounts.models import Guest, User
from app.domain.ideas.actions.counting import miscounts
from app.domain.ideas.actions.editing import edit, place
from app.domain.ideas.actions.hiding import hide
from app.domain.ideas.actions.proposing import propose, release, release_overdue
from app.domain.ideas.actions.voting import vote
from app.domain.ideas.events import (
    IdeaAssigned,
    IdeaEdited,
    IdeaMoved,
    IdeaProposed,
    IdeaReleased,
    IdeaVoted,
)
from app.domain.ideas.models.ideas import Idea, StatusChange
from app.domain.ideas.models.voices import IdeaRevision, IdeaVote
from app.domain.ideas.policy import HOLD_FIRST, VOTE_BUDGET, may_see
from app.kit import clock
from app.kit.db import db
from app.kit.problems import Conflict, Forbidden, Invalid, TooMany
from app.kit.work import unit_of_work, write
from tests.factories.announcing import announced
from tests.factories.catalog import make_product, make_space, make_tag
from tests.factories.forum import make_text
from tests.factories.ideas import WORDS, a_theme, an_idea
from tests.people import make_member

TITLE = "Bulbs remember the colour"


def proposed(by: User, title: str = TITLE, body: str = WORDS, **values: Any) -> Idea:
    return write(propose, by=by, title=title, body=make_text(body), **values)


def test_an_idea_is_kept_as_it_was_written(session: Any, alice: User) -> None:
    product = make_product()
    make_tag("colour")
    idea = proposed(alice, product=product, tags=["Colour"])
    assert (idea.title, idea.body, idea.status) == (TITLE, WORDS, "new")
    assert (idea.product_id, [tag.name for tag in idea.tags]) == (product.id, ["colour"])
    assert idea.space.is_default
    assert not idea.is_held
    [change] = db.session.scalars(select(StatusChange).where(StatusChange.idea_id == idea.id))
    assert (change.before, change.after, change.by_id) == (None, "new", alice.id)


def test_its_author_backs_it_and_it_is_announced(session: Any, alice: User) -> None:
    with announced(IdeaProposed, IdeaVoted) as heard:
        idea = proposed(alice)
    assert heard == [IdeaProposed(idea.id, alice.id, is_held=False), IdeaVoted(idea.id, alice.id)]
    assert idea.vote_count == 1
    assert db.session.get(IdeaVote, (alice.id, idea.id)) is not None
    assert not any(miscounts().values())


def test_a_spent_budget_never_refuses_the_idea(session: Any, alice: User) -> None:
    with unit_of_work():
        VOTE_BUDGET.put(value=True)
    for _ in range(4):
        write(vote, an_idea(), by=alice)
    idea = proposed(alice)
    assert idea.vote_count == 0
    assert not any(miscounts().values())


def test_the_team_suggests_without_voting(session: Any, hanna: User) -> None:
    assert proposed(hanna).vote_count == 0


@pytest.mark.parametrize(
    "field, values",
    [
        ("title", {"title": "Too short"}),
        ("title", {"title": "x" * 151}),
        ("title", {"title": ". . . . . . . . ."}),
        ("title", {"title": "Bulbs \u202eremember colours"}),
        ("body", {"body": "Too short."}),
        ("body", {"body": "x" * 30_001}),
        ("body", {"body": WORDS + "\x00"}),
        ("tags", {"tags": [f"tag{number}" for number in range(6)]}),
    ],
)
def test_what_is_no_idea_is_refused_on_its_field(
    session: Any, alice: User, field: str, values: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as refused:
        proposed(alice, **values)
    assert refused.value.field == field
    assert not db.session.scalar(select(func.count()).select_from(Idea))


def test_guests_and_the_unconfirmed_suggest_nothing(session: Any, ulla: User) -> None:
    for actor in (Guest(), ulla):
        with pytest.raises(Forbidden):
            write(propose, by=actor, title=TITLE, body=make_text(WORDS))


def test_a_space_one_does_not_see_is_none(session: Any, alice: User) -> None:
    lounge = make_space(visibility="group")
    with pytest.raises(Invalid) as refused:
        proposed(alice, space=lounge)
    assert refused.value.field == "space"


def test_the_same_form_suggests_once(session: Any, alice: User, bob: User) -> None:
    first = proposed(alice, nonce="form-1")
    assert proposed(alice, nonce="form-1").id == first.id
    assert proposed(bob, nonce="form-1").id != first.id
    with pytest.raises(Invalid, match="posted already"):
        proposed(alice, body=WORDS + " And more.", nonce="form-1")


def test_ten_ideas_a_day_are_enough(session: Any, alice: User) -> None:
    clock.freeze(clock.now().replace(hour=10))
    for number in range(10):
        proposed(alice, title=f"{TITLE}, part {number}")
    with pytest.raises(TooMany):
        proposed(alice)


# -- themes ---------------------------------------------------------------------------------------


def test_the_partner_of_its_theme_answers_for_it(session: Any, alice: User) -> None:
    theme = a_theme()
    with announced(IdeaAssigned) as heard:
        idea = proposed(alice, theme=theme)
    assert idea.owner_id == theme.partner_id
    assert heard == [IdeaAssigned(idea.id, theme.partner_id, alice.id)]


def test_a_closed_theme_takes_no_ideas(session: Any, alice: User) -> None:
    with pytest.raises(Invalid) as refused:
        proposed(alice, theme=a_theme(closed_at=clock.now()))
    assert refused.value.field == "theme"


# -- held -----------------------------------------------------------------------------------------


def test_a_newcomers_idea_waits_until_somebody_looked(
    session: Any, nora: User, bob: User, morgan: User
) -> None:
    idea = proposed(nora)
    assert idea.is_held
    assert may_see(nora, idea)
    assert not may_see(bob, idea)
    with pytest.raises(Forbidden):
        write(release, idea, by=nora)
    with announced(IdeaReleased) as heard:
        write(release, idea, by=morgan)
        write(release, idea, by=morgan)
    assert heard == [IdeaReleased(idea.id, nora.id, morgan.id)]
    assert may_see(bob, idea)


def test_nobody_waits_longer_than_a_site_says(session: Any, nora: User, morgan: User) -> None:
    idea, hidden = proposed(nora), proposed(nora, title="Buy pills at my place")
    write(hide, hidden, by=morgan, reason="spam")
    clock.freeze(clock.now() + timedelta(hours=23))
    assert release_overdue() == 0
    clock.freeze(clock.now() + timedelta(hours=2))
    with announced(IdeaReleased) as heard:
        assert release_overdue() == 1
    assert heard == [IdeaReleased(idea.id, nora.id, None)]
    assert not idea.is_held
    assert hidden.is_held


def test_a_site_may_hold_none(session: Any, nora: User) -> None:
    with unit_of_work():
        HOLD_FIRST.put(value=0)
    assert not proposed(nora).is_held


# -- edits ----------------------------------------------------------------------------------------


def test_an_edit_keeps_what_was_there(session: Any, alice: User) -> None:
    idea = proposed(alice)
    clock.freeze(clock.now() + timedelta(hours=1))
    with announced(IdeaEdited) as heard:
        change: dict[str, Any] = {
            "title": "Bulbs keep the colour",
            "body": make_text(WORDS + " All of them."),
        }
        write(edit, idea, by=alice, edition=1, comment="Clearer", **change)
    assert heard == [IdeaEdited(idea.id, alice.id)]
    assert (idea.title, idea.edition) == ("Bulbs keep the colour", 2)
    assert idea.edited_at == clock.now()
    texts = db.session.scalars(select(IdeaRevision).order_by(IdeaRevision.number)).all()
    assert [(row.number, row.title, row.body, row.comment) for row in texts] == [
        (1, TITLE, WORDS, ""),
        (2, "Bulbs keep the colour", WORDS + " All of them.", "Clearer"),
    ]


def test_an_edit_that_changes_nothing_is_none(session: Any, alice: User) -> None:
    idea = proposed(alice)
    write(edit, idea, by=alice, title=TITLE, body=make_text(WORDS), edition=1)
    assert idea.edition == 1


def test_typos_mended_at_once_are_not_told(session: Any, alice: User) -> None:
    idea = proposed(alice)
    write(edit, idea, by=alice, title=TITLE, body=make_text(WORDS + "!"), edition=1)
    assert idea.edited_at is None
    assert idea.edition == 2


def test_nobody_overwrites_another_edit_unseen(session: Any, alice: User, hanna: User) -> None:
    idea = proposed(alice)
    theirs, mine = make_text(WORDS + " Says Hanna."), make_text(WORDS + " Says Alice.")
    write(edit, idea, by=hanna, title=TITLE, body=theirs, edition=1)
    with pytest.raises(Conflict) as refused:
        write(edit, idea, by=alice, title="Another title of it", body=mine, edition=1)
    assert refused.value.details == {
        "edition": 2,
        "theirs": theirs.source,
        "yours": mine.source,
        "their_title": TITLE,
        "your_title": "Another title of it",
    }


def test_a_decided_idea_is_no_longer_its_authors_to_change(
    session: Any, alice: User, bob: User, hanna: User
) -> None:
    idea = an_idea(author=alice, status="planned")
    for actor in (alice, bob):
        with pytest.raises(Forbidden):
            write(edit, idea, by=actor, title=TITLE, body=make_text(WORDS), edition=1)
    write(edit, idea, by=hanna, title=TITLE, body=make_text(WORDS), edition=1)
    assert idea.title == TITLE


# -- places ---------------------------------------------------------------------------------------


def test_an_idea_moves_with_its_theme_and_its_partner(
    session: Any, alice: User, morgan: User
) -> None:
    idea, lounge, theme = an_idea(author=alice), make_space(visibility="members"), a_theme()
    make_tag("colour")
    here: dict[str, Any] = {
        "space": lounge,
        "product": None,
        "theme": theme,
        "tags": ["colour"],
    }
    with announced(IdeaMoved, IdeaAssigned) as heard:
        write(place, idea, by=morgan, **here)
        write(place, idea, by=morgan, **here)
    assert heard == [
        IdeaAssigned(idea.id, theme.partner_id, morgan.id),
        IdeaMoved(idea.id, space_changed=True),
    ]
    assert idea.owner_id == theme.partner_id
    with pytest.raises(Forbidden):
        write(place, idea, by=alice, **here)


def test_somebody_who_was_asked_to_answer_stays_asked(session: Any, morgan: User) -> None:
    owner = make_member("olga", staff_roles=["product team"])
    idea = an_idea(owner_id=owner.id)
    write(place, idea, by=morgan, space=idea.space, product=None, theme=a_theme(), tags=[])
    assert idea.owner_id == owner.id

"""Somebody else approves; two changes begun from one text are joined or sent back, never lost."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.domain.accounts.models import User
from app.domain.knowledge.actions.keeping import archive
from app.domain.knowledge.actions.reviewing import approve, decline, merge_of
from app.domain.knowledge.actions.wording import Stale, Wording
from app.domain.knowledge.models.articles import ArticleRevision
from app.domain.knowledge.policy import OWN_APPROVAL
from app.domain.knowledge.rules import MAJOR, MINOR
from app.kit import clock
from app.kit.db import db
from app.kit.problems import Conflict, Forbidden, Invalid
from app.kit.work import unit_of_work, write
from tests.factories.knowledge import BODY, PROCESS, a_change, a_proposal, an_article, an_outline

pytestmark = pytest.mark.usefixtures("session")

ABOVE = BODY.replace("blinks twice", "glows red")
BELOW = BODY.replace("Add a device", "New device")


def test_erin_approves_and_says_how_much_it_changes(erin: User, bob: User) -> None:
    proposal = a_proposal(by=bob, title="Reset a bulb for good")
    article = proposal.article

    write(approve, proposal, by=erin, significance=MINOR, note="Thanks!")

    assert (article.revision_id, article.title) == (proposal.id, "Reset a bulb for good")
    assert (proposal.state, proposal.significance) == ("published", MINOR)
    assert (proposal.reviewer_id, proposal.review_note) == (erin.id, "Thanks!")
    assert article.checked_by_id == erin.id


def test_erin_does_not_approve_her_own(erin: User) -> None:
    proposal = a_proposal(by=erin)

    with pytest.raises(Forbidden):
        write(approve, proposal, by=erin)


def test_a_community_with_one_editor_may_let_them(erin: User) -> None:
    proposal = a_proposal(by=erin)
    with unit_of_work():
        OWN_APPROVAL.put(value=True)

    assert write(approve, proposal, by=erin).state == "published"


def test_bob_does_not_approve(bob: User, tess: User) -> None:
    proposal = a_proposal(by=tess)

    with pytest.raises(Forbidden):
        write(approve, proposal, by=bob)
    with pytest.raises(Forbidden):
        write(decline, proposal, by=bob, note="No.")


def test_what_was_approved_is_not_approved_again(erin: User) -> None:
    proposal = a_proposal()
    write(approve, proposal, by=erin)

    with pytest.raises(Forbidden):
        write(approve, proposal, by=erin)


def test_a_refusal_gives_a_reason(erin: User) -> None:
    proposal = a_proposal()
    with pytest.raises(Invalid) as refused:
        write(decline, proposal, by=erin, note="  ")
    assert refused.value.field == "note"

    write(decline, proposal, by=erin, note="The app has no such button.")

    assert (proposal.state, proposal.reviewer_id) == ("declined", erin.id)
    assert proposal.article.revision_id != proposal.id


@pytest.mark.parametrize("wrong", [0, 15, 99])
def test_significance_is_one_of_three(wrong: int, erin: User) -> None:
    with pytest.raises(Invalid) as refused:
        write(approve, a_proposal(), by=erin, significance=wrong)
    assert refused.value.field == "significance"


def test_an_archived_article_takes_no_text(erin: User) -> None:
    proposal = a_proposal()
    write(archive, proposal.article, by=erin)

    with pytest.raises(Conflict):
        write(approve, proposal, by=erin)


def test_nothing_is_joined_while_nobody_changed_the_text() -> None:
    assert merge_of(a_proposal()) is None


def test_two_changes_of_different_places_are_joined(bob: User, tess: User, erin: User) -> None:
    article = an_article()
    first = a_proposal(article, by=bob, body=ABOVE)
    second = a_proposal(article, by=tess, body=BELOW, comment="The button is new.")
    write(approve, first, by=erin)

    joined = write(approve, second, by=erin, merged=merge_of(second))

    assert joined is article.revision
    assert joined.body == ABOVE.replace("Add a device", "New device")
    assert (joined.editor_id, joined.reviewer_id) == (tess.id, erin.id)
    assert (joined.base_id, joined.comment) == (first.id, "The button is new.")
    assert (second.state, second.reviewer_id) == ("withdrawn", erin.id)
    assert str(joined.number) in second.review_note


def test_two_changes_of_one_place_are_sent_back(bob: User, tess: User, erin: User) -> None:
    article = an_article()
    first = a_proposal(article, by=bob, body=ABOVE)
    second = a_proposal(article, by=tess, body=BODY.replace("blinks twice", "stays dark"))
    write(approve, first, by=erin)
    merged = merge_of(second)
    assert merged is not None
    assert not merged.is_clean
    assert "glows red" in merged.wording.body.source
    assert "stays dark" in merged.wording.body.source

    with pytest.raises(Stale) as refused:
        write(approve, second, by=erin, merged=merged)

    assert refused.value.in_force is first
    assert (article.revision_id, second.state) == (first.id, "proposed")


def test_two_titles_are_a_conflict(bob: User, tess: User, erin: User) -> None:
    article = an_article()
    first = a_proposal(article, by=bob, title="Make a bulb forget")
    second = a_proposal(article, by=tess, body=BELOW, title="Reset a lamp", comment="Lamps too.")
    write(approve, first, by=erin)

    merged = merge_of(second)

    assert merged is not None
    assert not merged.is_clean


def test_a_joined_text_is_worth_nothing_after_the_next_one(
    bob: User, tess: User, erin: User
) -> None:
    article = an_article()
    first = a_proposal(article, by=bob, body=ABOVE)
    second = a_proposal(article, by=tess, body=BELOW)
    write(approve, first, by=erin)
    merged = merge_of(second)
    a_change(article, f"{ABOVE}\n## And then\n\nWait for a minute.\n")

    for late in (merged, None):
        with pytest.raises(Stale):
            write(approve, second, by=erin, merged=late)


def test_a_joined_process_still_has_its_parts(bob: User, tess: User, erin: User) -> None:
    article = an_article(kind="process")
    first = a_proposal(article, by=bob, body=PROCESS.replace("Steps\n\nWhat", "Steps\n\nAll that"))
    second = a_proposal(article, by=tess, body=f"{PROCESS}\nAnd more of it.\n")
    write(approve, first, by=erin)
    merged = merge_of(second)
    assert merged is not None
    broken = Wording("Broken title", "", an_outline(BODY))

    with pytest.raises(Invalid):
        write(approve, second, by=erin, merged=type(merged)(merged.in_force_id, broken, True))
    assert write(approve, second, by=erin, merged=merged).body.count("And more of it") == 1


def test_a_first_text_has_nothing_to_be_joined_with(erin: User) -> None:
    article = an_article()
    a_change(article, ABOVE, significance=MAJOR)

    proposals = db.session.scalars(
        select(ArticleRevision).where(ArticleRevision.article_id == article.id)
    ).all()

    assert [it.state for it in proposals] == ["published", "published"]
    assert article.changed_at <= clock.now()
    assert erin.id not in {it.reviewer_id for it in proposals}

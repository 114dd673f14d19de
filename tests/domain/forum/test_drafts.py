"""Nothing typed is lost."""

from datetime import timedelta

import pytest

from app.domain.forum.actions.drafts import drop_draft, hand_over_drafts, save_draft, sweep_drafts
from app.domain.forum.queries.posts import draft_at, drafts_of
from app.kit import clock
from app.kit.problems import Invalid
from app.kit.work import write


def later(**span):
    clock.freeze(clock.now() + timedelta(**span))


def test_a_draft_is_kept_changed_and_dropped(session):
    write(save_draft, "m:1", "ask", {"title": "a"})
    write(save_draft, "m:1", "ask", {"title": "b"})
    assert draft_at("m:1", "ask") == {"title": "b"}
    assert draft_at("m:2", "ask") is None
    write(drop_draft, "m:1", "ask")
    assert draft_at("m:1", "ask") is None


@pytest.mark.parametrize(
    "owner, place, values",
    [
        ("m:1", "ask", {"a": "x" * 100_001}),
        ("m:1", "", {}),
        ("m:1", "p" * 51, {}),
        ("g:", "ask", {}),
    ],
)
def test_what_no_form_gives_is_refused(session, owner, place, values):
    with pytest.raises(Invalid):
        write(save_draft, owner, place, values)
    assert drafts_of(owner) == []


def test_a_guests_draft_becomes_the_members(alice):
    write(save_draft, "g:key", "ask", {"title": "typed before signing in"})
    assert write(hand_over_drafts, "g:key", alice) == 1
    assert draft_at(f"m:{alice.id}", "ask") == {"title": "typed before signing in"}
    assert drafts_of("g:key") == []


def test_the_newer_stays_and_the_older_is_kept_beside_it(alice):
    owner = f"m:{alice.id}"
    write(save_draft, owner, "ask", {"title": "hers"})
    later(minutes=1)
    write(save_draft, "g:key", "ask", {"title": "the browser's"})
    write(hand_over_drafts, "g:key", alice)
    assert draft_at(owner, "ask") == {"title": "the browser's"}
    assert draft_at(owner, "ask:2") == {"title": "hers"}
    write(save_draft, "g:other", "ask", {"title": "older"})
    later(minutes=1)
    write(save_draft, owner, "ask", {"title": "newest"})
    write(hand_over_drafts, "g:other", alice)
    kept = {draft.values["title"] for draft in drafts_of(owner)}
    assert kept == {"newest", "older", "hers"}
    assert draft_at(owner, "ask") == {"title": "newest"}


def test_equal_drafts_are_one(alice):
    write(save_draft, f"m:{alice.id}", "ask", {"title": "same"})
    write(save_draft, "g:key", "ask", {"title": "same"})
    write(hand_over_drafts, "g:key", alice)
    assert len(drafts_of(f"m:{alice.id}")) == 1


def test_nobodys_key_hands_over_nothing(alice, bob):
    write(save_draft, f"m:{bob.id}", "ask", {"title": "bob's"})
    assert write(hand_over_drafts, f"m:{bob.id}", alice) == 0
    assert write(hand_over_drafts, "g:", alice) == 0
    assert draft_at(f"m:{bob.id}", "ask") == {"title": "bob's"}


def test_old_drafts_go_guests_sooner(session):
    write(save_draft, "m:1", "ask", {"title": "a"})
    write(save_draft, "g:key", "ask", {"title": "a"})
    later(days=8)
    write(sweep_drafts)
    assert (len(drafts_of("m:1")), len(drafts_of("g:key"))) == (1, 0)
    later(days=180)
    write(sweep_drafts)
    assert drafts_of("m:1") == []


def test_the_oldest_give_way_to_the_newest(session):
    for n in range(52):
        later(seconds=1)
        write(save_draft, "m:1", f"answer:{n}", {"body": "…"})
    places = {draft.place for draft in drafts_of("m:1")}
    assert len(places) == 50
    assert "answer:51" in places
    assert "answer:0" not in places

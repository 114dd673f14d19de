"""Suspicious votes on the web: who sees them, what they say, and what a decision leaves."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.forum.models.votes import Vote
from app.domain.reputation.models.cases import Case, CaseVote
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work
from app.web.reputation.evidence import kind_word, sentences
from tests.factories.forum import keep_all, make_question, new_answer
from tests.factories.voting import cast_all

WHY = "They know each other and wrote so."
STAR = {"shape": "star", "people": 6, "votes": 48, "inward": 0.8, "received": 0.75}
RING = STAR | {"shape": "ring", "density": 0.9, "lift": 214.5}


@pytest.fixture
def case(alice, bob):
    """Alice voted for a dozen answers of Bob's at once."""
    question = make_question("Why does the lamp hum?")
    posts = [new_answer(question, bob) for _ in range(12)]
    keep_all(question, posts)
    moments = [clock.now() - timedelta(hours=1, seconds=9 * n) for n in range(12)]
    cast_all((alice, post, 1, at) for post, at in zip(posts, moments, strict=True))
    evidence = {"votes": 12, "minutes": 2, "inward": 0.8, "value": 1, "people": 2, "networks": 1}
    with unit_of_work():
        case = Case(
            key="k", kind="serial", voter_ids=[alice.id], author_ids=[bob.id], evidence=evidence
        )
        db.session.add(case)
        db.session.flush()
        for post, at in zip(posts, moments, strict=True):
            db.session.add(
                CaseVote(
                    case_id=case.id,
                    voter_id=alice.id,
                    subject_kind="answer",
                    subject_id=post.id,
                    author_id=bob.id,
                    at=at,
                )
            )
    return case


def struck():
    return db.session.scalar(select(db.func.count()).where(Vote.voided_at.is_not(None)))


def test_the_list_leads_to_the_case(case, morgan, as_member):
    listed = as_member(morgan).get("/moderation/cases").text
    assert f'href="/moderation/cases/{case.id}"' in listed
    assert "Many votes at once" in listed
    assert "12 votes for one person within 2 minutes." in listed
    assert "Alice" in listed
    assert "Bob" in listed


def test_the_case_tells_what_speaks_for_it(case, morgan, as_member):
    shown = as_member(morgan).get(f"/moderation/cases/{case.id}").text
    assert "That is 80 % of all such votes of the voter." in shown
    assert "1 pair of these accounts was seen in the same network." in shown
    assert shown.count("Why does the lamp hum?") == 12
    assert "/answers/" in shown
    assert "Counts" in shown


def test_votes_are_struck_out_and_found_honest(case, morgan, as_member):
    browser, page = as_member(morgan), f"/moderation/cases/{case.id}"
    answer = browser.post(f"{page}/reversal", data={"note": WHY})
    assert (answer.status_code, answer.location) == (303, page)
    assert struck() == 12
    shown = browser.get(page).text
    assert WHY in shown
    assert "Strike the votes out" not in shown
    assert "alice" in browser.get("/moderation/cases?state=reversed").text
    assert browser.get("/moderation/cases").text.count("Many votes at once") == 0
    browser.post(f"{page}/clearance", data={"note": WHY})
    assert struck() == 0
    assert "They are honest" not in browser.get(page).text


@pytest.mark.parametrize("note", ["", "short", "x" * 301])
def test_a_decision_without_a_reason_comes_back(case, morgan, as_member, note):
    answer = as_member(morgan).post(f"/moderation/cases/{case.id}/reversal", data={"note": note})
    assert answer.status_code == 422
    assert "What speaks for it" in answer.text
    assert struck() == 0


def test_nobody_is_offered_their_own_case(case, bob, as_member):
    with unit_of_work():
        bob.staff_roles = ["moderator"]
    browser = as_member(bob)
    shown = browser.get(f"/moderation/cases/{case.id}").text
    assert "You are part of this case" in shown
    assert "<textarea" not in shown
    answer = browser.post(f"/moderation/cases/{case.id}/clearance", data={"note": WHY})
    assert answer.status_code == 403


def test_what_is_not_there_is_not_found(morgan, as_member):
    browser = as_member(morgan)
    assert browser.get("/moderation/cases/999").status_code == 404
    assert browser.post("/moderation/cases/999/reversal", data={"note": WHY}).status_code == 404
    assert "Nothing waits here" in browser.get("/moderation/cases?state=nonsense").text
    assert browser.get("/moderation/cases?after=zzz").status_code == 422


def test_only_those_who_judge_are_led_there(morgan, hanna, alice, as_member):
    assert "/moderation/cases" in as_member(morgan).get("/").text
    for other in (hanna, alice):
        assert "/moderation/cases" not in as_member(other).get("/").text


def test_a_page_costs_the_same_with_few_votes_and_with_many(
    case, alice, bob, morgan, as_member, statements
):
    browser = as_member(morgan)
    browser.get(f"/moderation/cases/{case.id}")
    with statements() as few:
        browser.get(f"/moderation/cases/{case.id}")
    with unit_of_work():
        for number in range(500, 540):
            db.session.add(
                CaseVote(
                    case_id=case.id,
                    voter_id=bob.id,
                    subject_kind="answer",
                    subject_id=number,
                    author_id=alice.id,
                    at=clock.now(),
                )
            )
    with statements() as many:
        shown = browser.get(f"/moderation/cases/{case.id}").text
    assert len(many) <= len(few) + 1
    assert 'rel="next"' in shown


@pytest.mark.parametrize(
    "kind, evidence, word, first",
    [
        ("ring", RING, "A closed group", "6 people gave each other 48 votes."),
        ("ring", STAR, "Several accounts for one", "5 accounts gave one person 48 votes."),
        (
            "pair",
            {"votes": 30, "least": 14, "inward": 0.4},
            "Two for each other",
            "Two gave each other 30 votes, at least 14 each way.",
        ),
        (
            "serial",
            {"votes": 9, "minutes": 600, "inward": 0.9, "value": -1},
            "Many votes at once",
            "9 votes against one person within 10 hours.",
        ),
        (
            "same-device",
            {"votes": 8, "inward": 0.5, "value": 1, "devices": 1},
            "One browser",
            "One account gave another 8 votes.",
        ),
        (
            "same-network",
            {"votes": 8, "inward": 0.5, "value": -1, "networks": 1},
            "One network",
            "One account voted 8 times against another.",
        ),
    ],
)
def test_each_kind_is_told_in_sentences(app, kind, evidence, word, first):
    with app.test_request_context("/"):
        told = sentences(kind, evidence)
        assert kind_word(kind, evidence) == word
    assert told[0] == first
    assert all(sentence.endswith(".") and "%(" not in sentence for sentence in told)

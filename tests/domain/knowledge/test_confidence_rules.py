"""Confidence: what proves a text, and what takes that back."""

from __future__ import annotations

import pytest

from app.domain.knowledge.rules.confidence import (
    Evidence,
    approved,
    is_ill,
    is_proven,
    judged,
    revived,
    why_doubted,
)

PROVEN = Evidence(reuses=3, authors=2)


@pytest.mark.parametrize(
    "evidence, proven",
    [
        (Evidence(), False),
        (Evidence(reuses=3, authors=1), False),
        (Evidence(reuses=2, authors=2), False),
        (Evidence(reuses=3, authors=2), True),
        (Evidence(reuses=30, authors=1), False),
        (Evidence(validations=1), False),
        (Evidence(validations=5), False),
        (Evidence(reuses=1, authors=1, validations=1), True),
        (Evidence(reuses=1, authors=1), False),
    ],
)
def test_three_reuses_by_two_authors_or_an_expert_and_a_reuse_prove_a_text(
    evidence: Evidence, *, proven: bool
) -> None:
    assert is_proven(evidence) is proven


@pytest.mark.parametrize(
    "health, ill", [(None, False), (0, True), (39, True), (40, False), (100, False)]
)
def test_below_forty_is_ill(health: int | None, *, ill: bool) -> None:
    assert is_ill(Evidence(health=health)) is ill


@pytest.mark.parametrize(
    "state, evidence, after",
    [
        ("wip", PROVEN, "wip"),
        ("archived", PROVEN, "archived"),
        ("not-validated", PROVEN, "validated"),
        ("validated", PROVEN, "validated"),
        ("validated", Evidence(), "not-validated"),
        ("validated", Evidence(reuses=3, authors=2, health=39), "not-validated"),
        ("not-validated", Evidence(reuses=3, authors=2, health=39), "not-validated"),
        ("not-validated", Evidence(reuses=3, authors=2, health=40), "validated"),
    ],
)
def test_evidence_gives_the_state(state: str, evidence: Evidence, after: str) -> None:
    assert judged(state, evidence) == after


@pytest.mark.parametrize(
    "before, after",
    [("wip", "not-validated"), ("not-validated", "not-validated"), ("validated", "validated")],
)
def test_the_first_approval_ends_work_in_progress(before: str, after: str) -> None:
    assert approved(before) == after


def test_what_comes_back_from_the_archive_is_what_it_was() -> None:
    assert [revived(before) for before in ("wip", "validated", None)] == [
        "wip",
        "validated",
        "not-validated",
    ]


@pytest.mark.parametrize(
    "evidence, by_edit, why",
    [
        (Evidence(), True, "edit"),
        (Evidence(reuses=3, authors=2, health=10), False, "health"),
        (Evidence(reuses=2, authors=2), False, "use"),
    ],
)
def test_a_doubt_says_why(evidence: Evidence, *, by_edit: bool, why: str) -> None:
    assert why_doubted(evidence, by_edit=by_edit) == why

"""Cases of suspicious votes, as if the search had found them."""

from __future__ import annotations

from app.domain.accounts.models import User
from app.domain.reputation.models.cases import Case, CaseVote
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work


def make_case(voter: User, author: User, *answer_ids: int) -> Case:
    """Return an open case about these votes of one for another."""
    evidence = {"votes": len(answer_ids), "inward": 1.0, "value": 1, "people": 2}
    with unit_of_work():
        case = Case(
            key=f"same-device:for:{voter.id},{author.id}",
            kind="same-device",
            voter_ids=[voter.id],
            author_ids=[author.id],
            evidence=evidence,
        )
        db.session.add(case)
        db.session.flush()
        for number in answer_ids:
            row = {"voter_id": voter.id, "author_id": author.id, "at": clock.now()}
            subject = {"subject_kind": "answer", "subject_id": number}
            db.session.add(CaseVote(case_id=case.id, **row, **subject))
    return case

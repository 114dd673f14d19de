"""Suspicious votes: found by night, struck out by the rules or by staff, or found to be honest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from sqlalchemy import select

from app.domain.accounts.models import Actor, Operator
from app.domain.forum.actions.voiding import reinstate_votes, void_votes
from app.domain.reputation.events import VotesCleared, VotesReversed
from app.domain.reputation.fraud import rules as bounds
from app.domain.reputation.fraud.ballots import Ballot, Finding
from app.domain.reputation.fraud.search import find_suspicions
from app.domain.reputation.models.cases import Case, CaseVote
from app.domain.reputation.policy import may_judge_case
from app.domain.reputation.queries.ballots import Key, ballots, held_votes, keys_of, prints
from app.domain.reputation.rules import NOTE_LONGEST, NOTE_SHORTEST
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid
from app.kit.work import write


def find_cases() -> int:
    """Look through the votes of the last months; return how many cases are new or grew.

    Opens its own units, one for each finding. What is certain is struck out at once; the rest
    waits for staff.
    """
    since = clock.now() - bounds.WINDOW
    findings = find_suspicions(lambda: ballots(since), prints(since))
    return sum(write(keep_finding, finding) for finding in findings)


def keep_finding(finding: Finding) -> bool:
    """Keep what was found as a case, once; say whether there was anything new in it."""
    case = db.session.scalar(
        select(Case).where(Case.key == _key(finding)).with_for_update(key_share=True)
    )
    mine = set(keys_of(case.id)) if case else set()
    keys = {_vote_key(ballot) for ballot in finding.votes}
    left = keys - held_votes(keys, "reversed") - held_votes(keys, "cleared")
    certain = finding.certain and len(left) >= bounds.NEW_PART * len(keys)
    # What is certain takes in what waits in other cases; a suspicion names each vote once.
    new = left - mine if certain else left - mine - held_votes(left - mine, "open")
    if len(new) < bounds.NEW_VOTES if case is None else not (new or certain):
        return False
    if case is None:
        case = Case(key=_key(finding), kind=finding.kind, voter_ids=[], author_ids=[])
        db.session.add(case)
        db.session.flush()
    case.evidence = finding.evidence
    _add_votes(case, [ballot for ballot in finding.votes if _vote_key(ballot) in new])
    if certain:
        _strike(case, by=Operator(), note="")
    return True


def reverse_case(case: Case, *, by: Actor, note: str) -> None:
    """Strike the votes of a case out: what they brought is taken back, and both sides are told.

    :raises Invalid: on ``note``, when it says nothing or too much.
    """
    _lock(case)
    require(may_judge_case(by, case))
    _check(note)
    if case.state != "reversed":
        _strike(case, by=by, note=note)


def clear_case(case: Case, *, by: Actor, note: str) -> None:
    """Find the votes of a case honest: they count (again), and are not found again.

    Whoever was told of their being struck out is told of this, too.

    :raises Invalid: on ``note``, when it says nothing or too much.
    """
    _lock(case)
    require(may_judge_case(by, case))
    _check(note)
    if case.state == "cleared":
        return
    was_reversed = case.state == "reversed"
    _decide(case, "cleared", by=by, note=note)
    if was_reversed:
        keys = set(keys_of(case.id))
        reinstate_votes(keys - held_votes(keys, "reversed"), by=by)
        publish(VotesCleared(case.id, case.voter_ids, case.author_ids))


def _strike(case: Case, *, by: Actor, note: str) -> None:
    _decide(case, "reversed", by=by, note=note)
    void_votes(keys_of(case.id), by=by)
    publish(VotesReversed(case.id, case.voter_ids, case.author_ids))


def _decide(case: Case, state: str, *, by: Actor, note: str) -> None:
    case.state, case.note = state, note.strip()
    case.decided_at, case.decided_by_id = clock.now(), by.id
    # Decided, it makes room: what the same people do later is another case.
    case.key = f"{case.key.partition('#')[0]}#{case.id}"
    db.session.flush()


def _add_votes(case: Case, new: Iterable[Ballot]) -> None:
    for it in new:
        db.session.add(
            CaseVote(
                case_id=case.id,
                voter_id=it.voter,
                subject_kind=it.kind,
                subject_id=it.subject,
                author_id=it.author,
                at=it.at,
            )
        )
    case.voter_ids = sorted({*case.voter_ids, *(it.voter for it in new)})
    case.author_ids = sorted({*case.author_ids, *(it.author for it in new)})
    db.session.flush()


def _lock(case: Case) -> None:
    # Two who decide about one case decide one after the other.
    db.session.refresh(case, with_for_update={"key_share": True})


def _check(note: str) -> None:
    if not NOTE_SHORTEST <= len(note.strip()) <= NOTE_LONGEST:
        raise Invalid(
            "note",
            _l(
                "Say why, in %(least)s to %(most)s characters.",
                least=NOTE_SHORTEST,
                most=NOTE_LONGEST,
            ),
        )


def _vote_key(ballot: Ballot) -> Key:
    return ballot.voter, ballot.kind, ballot.subject


def _key(finding: Finding) -> str:
    people = ",".join(map(str, sorted(finding.people)))
    digest = hashlib.sha256(people.encode()).hexdigest()[:40]
    return f"{finding.kind}:{'for' if finding.value > 0 else 'against'}:{digest}"

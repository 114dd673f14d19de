"""What speaks for a case, in sentences: each number with what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app import links
from app.domain.reputation.queries.cases import CaseRow, Line, VoteRow
from app.domain.subjects import Subject
from app.kit.i18n import gettext, ngettext
from app.web.people import Person, person

# Shorter bursts are told in minutes, longer ones in hours.
_HOUR, _LONG = 60, 120


@dataclass(frozen=True)
class ShownCase:
    """A case, ready to be shown."""

    url: str
    id: int
    word: str
    summary: str
    sentences: list[str]
    state: str
    state_word: str
    mark: str
    people: list[Person]
    more_people: int
    votes: int
    found_at: datetime
    decided_at: datetime | None
    decided_by: Person | None
    by_rules: bool
    note: str


@dataclass(frozen=True)
class ShownLine:
    """How many votes one gave another, and how many came back."""

    voter: Person
    author: Person
    votes: int
    back: int


@dataclass(frozen=True)
class ShownVote:
    """One vote, with the address of the post."""

    voter: Person
    author: Person
    url: str
    title: str
    at: datetime
    word: str
    fate: str


def shown_case(row: CaseRow) -> ShownCase:
    """Put a case into words."""
    told = sentences(row.kind, row.evidence)
    return ShownCase(
        url=links.case_url(row.id),
        id=row.id,
        word=kind_word(row.kind, row.evidence),
        summary=told[0],
        sentences=told,
        state=row.state,
        state_word=state_word(row.state),
        mark={"open": "held", "reversed": "hidden", "cleared": "solved"}[row.state],
        people=[person(face) for face in row.people],
        more_people=row.people_count - len(row.people),
        votes=int(row.evidence.get("votes", 0)),
        found_at=row.found_at,
        decided_at=row.decided_at,
        decided_by=person(row.decided_by) if row.decided_by else None,
        by_rules=row.decided_at is not None and row.decided_by is None,
        note=row.note,
    )


def shown_line(line: Line, counts: Mapping[tuple[int, int], int]) -> ShownLine:
    """Put beside what one gave another what came back."""
    back = counts.get((line.author.id, line.voter.id), 0)
    return ShownLine(person(line.voter), person(line.author), line.votes, back)


def shown_vote(row: VoteRow) -> ShownVote:
    """Put one vote of a case into words."""
    fates = {
        row.value is None: gettext("Withdrawn since"),
        row.is_void: gettext("Struck out"),
    }
    return ShownVote(
        voter=person(row.voter),
        author=person(row.author),
        url=links.url_of(Subject(row.subject_kind, row.subject_id)),  # type: ignore[arg-type]
        title=row.title or gettext("A post that is gone"),
        at=row.at,
        word=_direction(row),
        fate=fates.get(True) or gettext("Counts"),
    )


def state_word(state: str) -> str:
    return {
        "open": gettext("Open"),
        "reversed": gettext("Struck out"),
        "cleared": gettext("Found honest"),
    }[state]


def kind_word(kind: str, evidence: Mapping[str, Any]) -> str:
    """Return what a case is called."""
    if kind == "ring" and evidence.get("shape") == "star":
        return gettext("Several accounts for one")
    return {
        "serial": gettext("Many votes at once"),
        "pair": gettext("Two for each other"),
        "ring": gettext("A closed group"),
        "same-device": gettext("One browser"),
        "same-network": gettext("One network"),
    }[kind]


def sentences(kind: str, evidence: Mapping[str, Any]) -> list[str]:
    """Return what speaks for a case, the main thing first."""
    told = {"serial": _serial, "pair": _pair, "ring": _ring}.get(kind, _place)(evidence)
    devices, networks = int(evidence.get("devices", 0)), int(evidence.get("networks", 0))
    if devices:
        told.append(
            ngettext(
                "%(num)s pair of these accounts was seen with the same browser.",
                "%(num)s pairs of these accounts were seen with the same browser.",
                devices,
            )
        )
    if networks:
        told.append(
            ngettext(
                "%(num)s pair of these accounts was seen in the same network.",
                "%(num)s pairs of these accounts were seen in the same network.",
                networks,
            )
        )
    return told


def _serial(evidence: Mapping[str, Any]) -> list[str]:
    minutes, votes = int(evidence["minutes"]), int(evidence["votes"])
    span = (
        ngettext("%(num)s minute", "%(num)s minutes", minutes)
        if minutes < _LONG
        else ngettext("%(num)s hour", "%(num)s hours", round(minutes / _HOUR))
    )
    if evidence["value"] > 0:
        first = gettext("%(votes)s votes for one person within %(span)s.", votes=votes, span=span)
    else:
        first = gettext(
            "%(votes)s votes against one person within %(span)s.", votes=votes, span=span
        )
    return [first, _share_of_voter(evidence)]


def _pair(evidence: Mapping[str, Any]) -> list[str]:
    return [
        gettext(
            "Two gave each other %(votes)s votes, at least %(least)s each way.",
            votes=evidence["votes"],
            least=evidence["least"],
        ),
        gettext(
            "Both gave the other at least %(share)s of all their votes, and nobody else nearly "
            "as many.",
            share=_percent(evidence["inward"]),
        ),
    ]


def _ring(evidence: Mapping[str, Any]) -> list[str]:
    people, votes = int(evidence["people"]), int(evidence["votes"])
    inward, received = _percent(evidence["inward"]), _percent(evidence["received"])
    if evidence.get("shape") == "star":
        return [
            gettext("%(n)s accounts gave one person %(votes)s votes.", n=people - 1, votes=votes),
            gettext("That is %(share)s of all they voted.", share=inward),
            gettext("It is %(share)s of all votes that this person got.", share=received),
        ]
    return [
        gettext("%(n)s people gave each other %(votes)s votes.", n=people, votes=votes),
        gettext("%(share)s of all their votes stayed among them.", share=inward),
        gettext("%(share)s of all votes they got came from among them.", share=received),
        gettext(
            "%(share)s of all who could have voted for each other did; chance would explain one "
            "vote in %(lift)s.",
            share=_percent(evidence["density"]),
            lift=max(1, round(evidence["lift"])),
        ),
    ]


def _place(evidence: Mapping[str, Any]) -> list[str]:
    votes = int(evidence["votes"])
    if evidence.get("value", 1) > 0:
        first = gettext("One account gave another %(votes)s votes.", votes=votes)
    else:
        first = gettext("One account voted %(votes)s times against another.", votes=votes)
    return [first, _share_of_voter(evidence)]


def _share_of_voter(evidence: Mapping[str, Any]) -> str:
    share = _percent(evidence["inward"])
    return gettext("That is %(share)s of all such votes of the voter.", share=share)


def _direction(row: VoteRow) -> str:
    if row.value is None:
        return ""
    return gettext("for") if row.value > 0 else gettext("against")


def _percent(share: float) -> str:
    return f"{round(share * 100)} %"

"""Around the demo's ideas: rounds, stories, petitions, and what the team says to itself."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import func, select

from app.demo.people import SOURCE
from app.demo.reading import BadContent, Entry
from app.demo.stage import Stage
from app.domain.accounts.texts import Text, prepare_many
from app.domain.ideas.actions.wording import take_text
from app.domain.ideas.models.ideas import Idea, IdeaNote, SavedView
from app.domain.ideas.models.rounds import Purse, Round, RoundIdea, Stake, Story
from app.domain.ideas.models.voices import CustomerVote, IdeaVote, Petition
from app.domain.ideas.rules import COINS, STAKES
from app.domain.ideas.rules.trend import joined, weight
from app.kit.db import db
from app.kit.work import write

# How much of the cast places coins; what is placed on the first of a list, and on the others.
_TAKES_PART = 0.6
_SMALL, _MIDDLE, _LARGE = STAKES
_LIKED = {True: (_MIDDLE, _LARGE, _LARGE), False: (_SMALL, _SMALL, _MIDDLE, _MIDDLE)}


def bring_board(stage: Stage, board: Entry) -> dict[str, int]:
    """Store what is missing around the ideas; return how many of each. Own units."""
    stories = board.get("stories", [])
    texts = prepare_many([entry["body"] for entry in stories])
    return {
        "rounds": write(_add_rounds, stage, board.get("rounds", [])),
        "stories": write(_add_stories, stage, stories, texts),
        "petitions": write(_add_petitions, stage, board.get("petitions", [])),
        "customers' votes": write(_add_customers, stage, board.get("customers", [])),
        "team's notes": write(_add_notes, stage, board),
    }


def _ideas() -> dict[str, Idea]:
    rows = db.session.scalars(select(Idea).where(Idea.external_source == SOURCE))
    return {str(idea.external_id): idea for idea in rows}


def _named(ideas: Mapping[str, Idea], name: str) -> Idea:
    try:
        return ideas[name]
    except KeyError:
        raise BadContent(f"board.yaml: there is no idea {name!r}") from None


# -- rounds -----------------------------------------------------------------------------------


def _add_rounds(stage: Stage, entries: Sequence[Entry]) -> int:
    ideas, made = _ideas(), 0
    for entry in entries:
        if db.session.scalar(select(Round.id).where(Round.title == entry["title"])) is None:
            _add_round(stage, entry, [_named(ideas, name) for name in entry["ideas"]])
            made += 1
    return made


def _add_round(stage: Stage, entry: Entry, ideas: Sequence[Idea]) -> None:
    opened = stage.at(entry["ago"])
    closes = opened + timedelta(days=float(entry["days"]))
    found = Round(
        title=entry["title"],
        about=entry["about"],
        space_id=stage.default_space,
        product_id=stage.products[entry["product"]],
        by_id=stage.member(entry["by"]),
        opened_at=opened,
        closes_at=closes,
        closed_at=closes if closes < stage.now else None,
        conclusion=entry.get("conclusion", ""),
    )
    db.session.add(found)
    db.session.flush()
    listed = [
        RoundIdea(round_id=found.id, idea_id=idea.id, position=number, coins=0, backers=0)
        for number, idea in enumerate(ideas)
    ]
    db.session.add_all(listed)
    draw = random.Random(f"round {found.title}")  # noqa: S311 - guards nothing
    able = [m for m in sorted(stage.joined) if stage.joined[m] < opened]
    able = [m for m in able if m not in set(stage.officials.values())]
    for member in draw.sample(able, round(len(able) * _TAKES_PART)):
        _place(stage, found, listed, member, draw)


def _place(
    stage: Stage, found: Round, listed: Sequence[RoundIdea], member: int, draw: random.Random
) -> None:
    """Let one member place what they have; the first of the list is liked best."""
    left = COINS
    until = min(found.closes_at, stage.now)
    for row in sorted(listed, key=lambda row: row.position + draw.random() * 2):
        coins = draw.choice([stake for stake in _LIKED[row.position == 0] if stake <= left] or [0])
        if coins == 0 or draw.random() < 1 / 4:
            continue
        left -= coins
        row.coins += coins
        row.backers += 1
        at = found.opened_at + (until - found.opened_at) * draw.random()
        db.session.add(
            Stake(round_id=found.id, user_id=member, idea_id=row.idea_id, coins=coins, at=at)
        )
    if left < COINS:
        db.session.add(Purse(round_id=found.id, user_id=member, spent=COINS - left))


# -- stories ----------------------------------------------------------------------------------


def _add_stories(stage: Stage, entries: Sequence[Entry], texts: Sequence[Text]) -> int:
    ideas, made = _ideas(), 0
    for entry, text in zip(entries, texts, strict=True):
        if db.session.scalar(select(Story.id).where(Story.title == entry["title"])) is not None:
            continue
        story = Story(
            title=entry["title"],
            space_id=stage.default_space,
            author_id=stage.member(entry["by"]),
            posted_at=stage.at(entry["ago"]),
        )
        take_text(story, text)
        story.ideas = [_named(ideas, name) for name in entry["ideas"]]
        db.session.add(story)
        made += 1
    return made


# -- petitions --------------------------------------------------------------------------------


def _add_petitions(stage: Stage, entries: Sequence[Entry]) -> int:
    ideas, made = _ideas(), 0
    for entry in entries:
        idea = _named(ideas, entry["idea"])
        for number, handle in enumerate(entry["by"]):
            member = stage.member(handle)
            if db.session.get(Petition, (idea.id, entry["kind"], member)) is not None:
                continue
            _let_have_voted(idea, member)
            at = stage.at(entry["ago"]) + timedelta(hours=7 * number)
            db.session.add(Petition(idea_id=idea.id, kind=entry["kind"], user_id=member, at=at))
            made += 1
    return made


def _let_have_voted(idea: Idea, member: int) -> None:
    """Whoever asks had voted: in the place of an imported vote, so that the sum stays."""
    if db.session.get(IdeaVote, (member, idea.id)) is not None or not idea.imported_votes:
        return
    idea.imported_votes -= 1
    at = idea.proposed_at + (idea.status_since - idea.proposed_at) / 2
    db.session.add(IdeaVote(voter_id=member, idea_id=idea.id, at=at, charged=False))


# -- the team ---------------------------------------------------------------------------------


def _add_customers(stage: Stage, entries: Sequence[Entry]) -> int:
    ideas, made = _ideas(), 0
    for entry in entries:
        idea, key = _named(ideas, entry["idea"]), " ".join(entry["customer"].casefold().split())
        same = select(CustomerVote.id).where(
            CustomerVote.idea_id == idea.id, CustomerVote.customer_key == key
        )
        if db.session.scalar(same) is not None:
            continue
        vote = CustomerVote(
            idea_id=idea.id,
            by_id=stage.member(entry["by"]),
            customer=entry["customer"],
            customer_key=key,
            note=entry.get("note", ""),
            at=stage.at(entry["ago"]),
        )
        db.session.add(vote)
        # They are among the votes that the file counts.
        idea.imported_votes = max(0, idea.imported_votes - 1)
        idea.trend = joined(idea.trend, weight(vote.at))
        made += 1
    return made


def _add_notes(stage: Stage, board: Entry) -> int:
    ideas = _ideas()
    for entry in board.get("estimates", []):
        idea = _named(ideas, entry["idea"])
        if idea.value is None and idea.effort is None:
            idea.value, idea.effort = entry["value"], entry["effort"]
    for entry in board.get("views", []):
        _add_view(stage, entry)
    if db.session.scalar(select(func.count(IdeaNote.id))):
        return 0
    for entry in board.get("notes", []):
        db.session.add(
            IdeaNote(
                idea_id=_named(ideas, entry["idea"]).id,
                author_id=stage.member(entry["by"]),
                body=entry["body"],
                at=stage.at(entry["ago"]),
            )
        )
    return len(board.get("notes", []))


def _add_view(stage: Stage, entry: Entry) -> None:
    owner = stage.member(entry["by"])
    same = select(SavedView.id).where(SavedView.owner_id == owner, SavedView.name == entry["name"])
    if db.session.scalar(same) is None:
        db.session.add(
            SavedView(
                owner_id=owner,
                name=entry["name"],
                values=dict(entry["values"]),
                shared=entry["shared"],
            )
        )

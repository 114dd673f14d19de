"""The demo community's ideas: from files to rows, with all that was said and decided."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from app.demo.people import SOURCE
from app.demo.reading import BadContent, Entry
from app.demo.stage import Stage
from app.demo.voices import Voices
from app.domain.accounts.texts import Text, prepare_many
from app.domain.catalog.models import Tag
from app.domain.forum.models.questions import Question
from app.domain.ideas.actions.wording import take_text
from app.domain.ideas.events import IdeaReleased
from app.domain.ideas.models.ideas import Idea, OfficialReply, StatusChange, Theme
from app.domain.ideas.models.voices import IdeaComment, IdeaFollow, IdeaLink
from app.domain.ideas.rules import REPLY_WITHIN_DAYS
from app.domain.ideas.rules.machine import STATUSES
from app.domain.ideas.rules.working_days import later
from app.domain.loop.reactions import pair_ideas
from app.domain.search.reactions import refresh_ideas
from app.kit import jobs
from app.kit.db import db
from app.kit.work import write

# Questions of the cast are linked by whoever of the team decided first; some days after review.
_LINKED_AFTER_HOURS = 30.0

Texts = Mapping[tuple[str, str], Text]


def bring_ideas(stage: Stage, ideas: dict[str, Entry], board: Entry) -> dict[str, int]:
    """Store the themes and ideas that are missing; return how many of each. Own units."""
    themes: dict[str, int]
    themes, made = write(_add_themes, stage, board.get("themes", []))
    there = set(db.session.scalars(select(Idea.external_id).where(Idea.external_source == SOURCE)))
    missing = {name: entry for name, entry in ideas.items() if name not in there}
    keys = [(name, key) for name, entry in missing.items() for key in _sources(entry)]
    texts = prepare_many([_sources(missing[name])[key] for name, key in keys])
    if missing:
        write(_add_ideas, stage, missing, dict(zip(keys, texts, strict=True)), themes, board)
    comments = sum(len(entry.get("comments", [])) for entry in missing.values())
    return {"themes": made, "ideas": len(missing), "comments": comments}


def queue_search() -> None:
    """Have every idea of the demo found, and then the questions looked for that belong to it."""
    mine = select(Idea.id, Idea.author_id).where(Idea.external_source == SOURCE).order_by(Idea.id)
    events = [IdeaReleased(row.id, row.author_id, None) for row in db.session.execute(mine)]
    for reaction in (refresh_ideas, pair_ideas):
        for event in events:
            jobs.put(reaction, "IdeaReleased", dict(vars(event)))


def _sources(entry: Entry) -> dict[str, str]:
    found = {"": str(entry["body"])}
    for kind in ("comments", "official"):
        for number, post in enumerate(entry.get(kind, []), 1):
            found[f"{kind}:{number}"] = str(post["body"])
    return found


def status_of(words: str) -> str:
    """Return the key of a status as the files write it: "under review"."""
    key = words.replace(" ", "-")
    if key not in STATUSES:
        raise BadContent(f"there is no status {words!r}")
    return key


def _add_themes(stage: Stage, entries: Sequence[Entry]) -> tuple[dict[str, int], int]:
    place: dict[str, int] = {}
    made = 0
    for position, entry in enumerate(entries):
        theme = db.session.scalar(select(Theme).where(Theme.slug == entry["slug"]))
        if theme is None:
            theme = Theme(
                slug=entry["slug"],
                name=entry["name"],
                about=entry["about"],
                partner_id=stage.member(entry["partner"]),
                position=position,
            )
            db.session.add(theme)
            db.session.flush()
            made += 1
        place |= dict.fromkeys(entry["ideas"], theme.id)
    return place, made


def _add_ideas(
    stage: Stage, ideas: dict[str, Entry], texts: Texts, themes: Mapping[str, int], board: Entry
) -> None:
    tags = {tag.id: tag for tag in db.session.scalars(select(Tag))}
    expected = board.get("expected", {})
    made: dict[str, Idea] = {}
    for name, entry in ideas.items():
        idea = _idea(stage, name, entry, texts[name, ""])
        idea.theme_id, idea.expected = themes.get(name), expected.get(name, "")
        idea.tags = [tags[stage.tags[tag]] for tag in dict.fromkeys(entry.get("tags", []))]
        made[name] = idea
    db.session.flush()
    for name, entry in ideas.items():
        _tell(stage, made[name], entry, texts, name)
    joined = {name: entry for name, entry in ideas.items() if entry.get("merged_into")}
    for name, entry in joined.items():
        _join(made[name], _target(entry, made))
    for name, idea in made.items():
        _let_vote(stage, idea, int(ideas[name]["votes"]), is_joined=name in joined)


def _idea(stage: Stage, name: str, entry: Entry, text: Text) -> Idea:
    idea = Idea(
        space_id=stage.default_space,
        product_id=stage.products[entry["product"]],
        author_id=stage.member(entry["by"]),
        title=entry["title"],
        proposed_at=stage.at(entry["ago"]),
        active_at=stage.at(entry["ago"]),
        held_at=stage.at(entry["ago"]) if entry.get("held") else None,
        external_source=SOURCE,
        external_id=name,
    )
    take_text(idea, text)
    db.session.add(idea)
    return idea


def _tell(stage: Stage, idea: Idea, entry: Entry, texts: Texts, name: str) -> None:
    """Let happen what the file says happened, in its own time."""
    _decide(stage, idea, entry["history"])
    for number, said in enumerate(entry.get("official", []), 1):
        reply = OfficialReply(
            idea_id=idea.id, author_id=stage.member(said["by"]), at=stage.at(said["ago"])
        )
        take_text(reply, texts[name, f"official:{number}"])
        db.session.add(reply)
    _note_first_word(stage, idea, entry)
    speakers = [idea.author_id]
    for number, said in enumerate(entry.get("comments", []), 1):
        comment = IdeaComment(
            idea_id=idea.id,
            author_id=stage.member(said["by"]),
            posted_at=stage.at(said["ago"]),
            external_source=SOURCE,
            external_id=f"{name}:{number}",
        )
        take_text(comment, texts[name, f"comments:{number}"])
        db.session.add(comment)
        speakers.append(comment.author_id)
        idea.active_at = max(idea.active_at, comment.posted_at)
    for member_id in dict.fromkeys(speakers):
        db.session.add(IdeaFollow(user_id=member_id, idea_id=idea.id, at=idea.proposed_at))
    _link(stage, idea, entry.get("questions", []))


def _decide(stage: Stage, idea: Idea, history: Sequence[Entry]) -> None:
    team = set(stage.officials.values())
    before = None
    for step in history:
        at, by_id, after = (
            stage.at(step["ago"]),
            stage.member(step["by"]),
            status_of(step["status"]),
        )
        db.session.add(
            StatusChange(
                idea_id=idea.id,
                before=before,
                after=after,
                by_id=by_id,
                at=at,
                reason="" if before is None else step["reason"],
                code=_code(step) if after == "declined" else "",
            )
        )
        idea.status, idea.status_since, before = after, at, after
        idea.active_at = max(idea.active_at, at)
        if after == "under-review":
            idea.review_at, idea.reply_due_at = at, later(at, REPLY_WITHIN_DAYS)
        if by_id in team:
            idea.owner_id = by_id
    first = history[0]
    if status_of(first["status"]) != "new":
        raise BadContent(f"{idea.external_id}: an idea begins as new")


def _code(step: Entry) -> str:
    """Give the kind of refusal; the files say it with ``code`` where it is not the usual one."""
    return str(step.get("code", "technical"))


def _note_first_word(stage: Stage, idea: Idea, entry: Entry) -> None:
    """The clock ends with the first official reply, or with the first decision of the team."""
    if idea.review_at is None:
        return
    team = set(stage.officials.values())
    words: list[datetime] = [stage.at(said["ago"]) for said in entry.get("official", [])]
    words += [
        stage.at(step["ago"])
        for step in entry["history"]
        if stage.member(step["by"]) in team and stage.at(step["ago"]) > idea.review_at
    ]
    idea.replied_at = min((at for at in words if at >= idea.review_at), default=None)
    idea.active_at = max([idea.active_at, *words])


def _link(stage: Stage, idea: Idea, names: Sequence[str]) -> None:
    """Link the questions behind an idea; those that stand elsewhere are left out."""
    if not names:
        return
    found = _threads(stage, names)
    by_id = idea.owner_id or stage.moderator
    for question_id, asked_at in found:
        since = max(asked_at, idea.proposed_at)
        db.session.add(
            IdeaLink(
                idea_id=idea.id,
                subject_kind="question",
                subject_id=question_id,
                state="confirmed",
                by_id=by_id,
                at=stage.soon_after(since, _LINKED_AFTER_HOURS),
            )
        )


def _threads(stage: Stage, names: Sequence[str]) -> list[tuple[int, datetime]]:
    """Return number and moment of the demo's threads by the names of their files."""
    rows = db.session.execute(
        select(Question.id, Question.asked_at).where(
            Question.external_source == SOURCE,
            Question.external_id.in_(names),
            Question.space_id == stage.default_space,
        )
    )
    return [(row.id, row.asked_at) for row in rows]


def _target(entry: Entry, made: Mapping[str, Idea]) -> Idea:
    target = made.get(str(entry["merged_into"]))
    if target is None:
        target = db.session.scalars(
            select(Idea).where(
                Idea.external_source == SOURCE, Idea.external_id == entry["merged_into"]
            )
        ).first()
    if target is None:
        raise BadContent(f"there is no idea {entry['merged_into']!r} to join")
    return target


def _join(idea: Idea, target: Idea) -> None:
    """What merging does: comments and links go along; the votes are counted in the target's."""
    idea.merged_into_id = target.id
    change = db.session.scalars(
        select(StatusChange).where(
            StatusChange.idea_id == idea.id, StatusChange.after == "duplicate"
        )
    ).one()
    change.target_id = target.id
    for comment in db.session.scalars(select(IdeaComment).where(IdeaComment.idea_id == idea.id)):
        comment.idea_id, comment.came_from_id = target.id, idea.id
    taken = select(IdeaLink.subject_id).where(IdeaLink.idea_id == target.id)
    there = set(db.session.scalars(taken))
    for link in db.session.scalars(select(IdeaLink).where(IdeaLink.idea_id == idea.id)).all():
        if link.subject_id in there:
            db.session.delete(link)
        else:
            link.idea_id = target.id


def _let_vote(stage: Stage, idea: Idea, total: int, *, is_joined: bool) -> None:
    draw = random.Random(f"idea {idea.external_id}")  # noqa: S311 - guards nothing
    Voices(stage, draw).vote(idea, total, is_joined=is_joined)

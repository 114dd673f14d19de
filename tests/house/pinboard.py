"""What stands on the stage of ideas: one of each thing that an address of ideas names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from werkzeug.routing import Rule

from app.domain.accounts.models import User
from app.domain.accounts.texts import prepare
from app.domain.catalog.models import Space
from app.domain.ideas.models.ideas import Idea, OfficialReply, SavedView, StatusChange, Theme
from app.domain.ideas.models.rounds import Round, RoundIdea, Story
from app.domain.ideas.models.voices import CustomerVote, IdeaComment, IdeaLink, IdeaVote
from app.domain.loop.models import Closing
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work

WORDS = "I would like the lamp to sing at dusk, softly, and only when somebody is at home."


@dataclass(frozen=True)
class Pinboard:
    """Alice proposed, Bob backs and comments, Hanna decides and leads the theme."""

    # Open, under review; its twin is open, too, and by Alice as well.
    idea: int
    slug: str
    twin: int
    # Archived for its silence; Bob had voted. Delivered, with a thread behind it. Nora's waits.
    archived: int
    delivered: int
    held: int
    comment: int
    official: int
    theme: str
    round: int
    story: int
    view: int
    customer: int
    # The thread behind the delivered idea.
    thread: int

    @property
    def numbers(self) -> dict[str, int]:
        """What bodies may name: ``{"target": "{idea_twin}"}``."""
        return {
            "idea": self.idea,
            "idea_twin": self.twin,
            "idea_delivered": self.delivered,
            "thread": self.thread,
            "customer": self.customer,
        }

    def arguments(self, rule: Rule) -> dict[str, Any]:
        """Plausible arguments for a route of ideas; none for any other."""
        path = rule.rule
        if not path.startswith(("/ideas", "/roadmap", "/api/v1/ideas")):
            return {}
        known: dict[str, Any] = {
            "idea_id": self._idea_of(path),
            "comment_id": self.comment,
            "official_id": self.official,
            "round_id": self.round,
            "story_id": self.story,
            "view_id": self.view,
            "customer_id": self.customer,
            "slug": self.slug,
            "asked_id": self.thread,
        }
        if path.startswith("/ideas/themes"):
            known["slug"] = self.theme
        elif path.startswith("/ideas/rounds"):
            known["slug"] = "what-comes-next"
        elif path.startswith("/ideas/in-action"):
            known["slug"] = "how-the-lamp-learned-to-ring"
        return known

    def _idea_of(self, path: str) -> int:
        ends = {"petition": self.archived, "release": self.held}
        if "/solved/" in path:
            return self.delivered
        return ends.get(path.rpartition("/")[2], self.idea)


def make_pinboard(
    people: Mapping[str, User], question_id: int, answer_id: int, home: Space
) -> Pinboard:
    """Build it, as rows."""
    ids = {name: people[name].id for name in ("alice", "bob", "hanna", "nora")}
    with unit_of_work():
        theme = Theme(slug="evenings", name="Evenings", about="Dusk.", partner_id=ids["hanna"])
        ideas = _ideas(ids, home)
        ideas["idea"].theme = theme
        db.session.add_all([theme, *ideas.values()])
        db.session.flush()
        numbers = {name: idea.id for name, idea in ideas.items()}
        said = _said(numbers, ids) | _told(ideas, ids, home)
        db.session.add_all(said.values())
        db.session.add_all(_voted(numbers, ids))
        db.session.flush()
        made = {name: int(one.id) for name, one in said.items()}
        db.session.add_all(_listed(made["round"], numbers))
        _end_the_loop(numbers["delivered"], question_id, answer_id, ids)
        slug = ideas["idea"].slug
    return Pinboard(slug=slug, theme="evenings", thread=question_id, **numbers, **made)


def _written() -> dict[str, Any]:
    text = prepare(WORDS)
    return {"body": WORDS, "body_parts": text.parts, "body_version": text.version}


def _ideas(ids: dict[str, int], home: Space) -> dict[str, Idea]:
    now = clock.now()
    common: dict[str, Any] = {"space_id": home.id, "author_id": ids["alice"], **_written()}
    newcomers = common | {"author_id": ids["nora"], "held_at": now}
    clocked = {"review_at": now, "reply_due_at": now + timedelta(days=14)}
    reviewed = {"status": "under-review", "vote_count": 2, "comment_count": 1, **clocked}
    return {
        "idea": Idea(title="A lamp that sings at dusk", **common, **reviewed),
        "twin": Idea(title="A lamp that hums at dusk", **common),
        "archived": Idea(
            title="A lamp that whistles at dusk", status="archived", vote_count=1, **common
        ),
        "delivered": Idea(title="A lamp that rings at dusk", status="delivered", **common),
        "held": Idea(title="A lamp that drums at dusk", **newcomers),
    }


def _said(numbers: dict[str, int], ids: dict[str, int]) -> dict[str, Any]:
    idea, hanna = numbers["idea"], ids["hanna"]
    return {
        "comment": IdeaComment(idea_id=idea, author_id=ids["bob"], **_written()),
        "official": OfficialReply(idea_id=idea, author_id=hanna, **_written()),
        "view": SavedView(owner_id=hanna, name="Mine", values={"status": "planned"}),
        "customer": CustomerVote(
            idea_id=idea, by_id=hanna, customer="Dusk Hotels", customer_key="dusk hotels"
        ),
    }


def _told(ideas: dict[str, Idea], ids: dict[str, int], home: Space) -> dict[str, Any]:
    hanna, week = ids["hanna"], clock.now() + timedelta(days=7)
    told: dict[str, Any] = {"author_id": hanna, "space_id": home.id, **_written()}
    return {
        "story": Story(
            title="How the lamp learned to ring", ideas=[ideas["delivered"]], **told
        ),
        "round": Round(
            title="What comes next?", space_id=home.id, by_id=hanna, closes_at=week
        ),
    }  # fmt: skip


def _voted(numbers: dict[str, int], ids: dict[str, int]) -> list[IdeaVote]:
    return [
        IdeaVote(voter_id=ids["bob"], idea_id=numbers["idea"]),
        IdeaVote(voter_id=ids["bob"], idea_id=numbers["archived"], charged=False),
    ]


def _listed(round_id: int, numbers: dict[str, int]) -> list[RoundIdea]:
    listed = [numbers["idea"], numbers["twin"]]
    return [RoundIdea(round_id=round_id, idea_id=one, position=at) for at, one in enumerate(listed)]


def _end_the_loop(idea_id: int, question_id: int, answer_id: int, ids: dict[str, int]) -> None:
    """The delivered idea answered a thread, whose asker was asked whether that solves it."""
    change = StatusChange(idea_id=idea_id, before="beta", after="delivered", by_id=ids["hanna"])
    db.session.add(change)
    db.session.flush()
    link = IdeaLink(
        idea_id=idea_id, subject_kind="question", subject_id=question_id, by_id=ids["hanna"]
    )
    closing = Closing(
        idea_id=idea_id,
        question_id=question_id,
        state="asked",
        asker_id=ids["alice"],
        change_id=change.id,
        answer_id=answer_id,
    )
    db.session.add_all([link, closing])

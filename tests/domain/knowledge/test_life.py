"""Whatever people do, in whatever order: nothing is read that nobody else approved."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.domain.accounts.models import User
from app.domain.catalog.queries import default_space
from app.domain.knowledge.actions.drafting import draft_article, save_draft
from app.domain.knowledge.actions.keeping import archive, revive, roll_back
from app.domain.knowledge.actions.reviewing import Merge, approve, decline
from app.domain.knowledge.actions.revising import propose, submit, withdraw
from app.domain.knowledge.actions.validating import validate
from app.domain.knowledge.actions.wording import Wording
from app.domain.knowledge.models.articles import Article, ArticleRevision
from app.domain.knowledge.models.blocks import Block, BlockText
from app.domain.knowledge.rules import SIGNIFICANCES
from app.kit.db import db
from app.kit.problems import Problem
from app.kit.work import write
from tests.factories.knowledge import an_outline
from tests.people import make_member

# Somebody who may only propose, two who help with drafts, and three editors.
PEOPLE, FIRST_EDITOR = 6, 3
MEANT = {"submit": "draft", "roll back": "published"}
OF_EDITORS = ("approve", "join", "decline", "roll back", "archive", "revive", "validate")
HEADINGS = ("One", "Two", "Three")

step = st.tuples(
    st.sampled_from(
        (
            *("save", "propose", "propose", "propose", "submit", "approve", "approve", "join"),
            *("decline", "withdraw", "roll back", "archive", "revive", "validate"),
        )
    ),
    st.integers(0, PEOPLE - 1),
    # Which revision, and which words.
    st.integers(0, 6),
    st.integers(0, 5),
)


@dataclass
class World:
    """One article, and everybody who does something to it."""

    people: list[User]
    article: Article
    approvals: set[int] = field(default_factory=set)
    count: int = 0

    def wording(self, words: int) -> Wording:
        """Return other words each time, in one of a few outlines."""
        self.count += 1
        chosen = HEADINGS[: 1 + words % len(HEADINGS)]
        body = "\n\n".join(f"## {heading}\n\nText {self.count} of it." for heading in chosen)
        return Wording(
            f"Title {self.count}",
            "",
            an_outline(f"Said before all that, at some length.\n\n{body}"),
            significance=SIGNIFICANCES[words % len(SIGNIFICANCES)],
        )

    def revision(self, verb: str, number: int) -> ArticleRevision:
        """Return one of the revisions that the verb is for, or where there is none, any."""
        all_of_it = db.session.scalars(
            select(ArticleRevision)
            .where(ArticleRevision.article_id == self.article.id)
            .order_by(ArticleRevision.number.desc())
        ).all()
        fitting = [it for it in all_of_it if it.state == MEANT.get(verb, "proposed")]
        earlier = [it for it in fitting if it.id != self.article.revision_id]
        chosen = (earlier if verb == "roll back" else fitting) or all_of_it
        return chosen[number % len(chosen)]

    def person(self, verb: str, who: int, words: int) -> User:
        """Return who tries; what is an editor's, an editor does, but for some of the time."""
        if verb in OF_EDITORS and words:
            who = FIRST_EDITOR + who % (PEOPLE - FIRST_EDITOR)
        return self.people[who]

    def act(self, verb: str, who: int, number: int, words: int) -> None:
        """Let somebody try something."""
        if self.article.is_archived and words > 1:
            write(revive, self.article, by=self.people[-1])
        by, base = self.person(verb, who, words), self.article.revision_id
        revision = self.revision(verb, number)
        given: dict[str, Callable[[], Any]] = {
            "save": lambda: write(
                save_draft, self.article, by=by, wording=self.wording(words), base_id=base
            ),
            "propose": lambda: write(
                propose, self.article, by=by, wording=self.wording(words), base_id=base
            ),
            "submit": lambda: write(submit, revision, by=by),
            "approve": lambda: self.approved(revision, by, write(approve, revision, by=by)),
            "join": lambda: self.approved(
                revision, by, write(approve, revision, by=by, merged=self.merge(words))
            ),
            "decline": lambda: write(decline, revision, by=by, note="No, because."),
            "withdraw": lambda: write(withdraw, revision, by=by),
            "roll back": lambda: write(roll_back, self.article, revision, by=by),
            "archive": lambda: write(archive, self.article, by=by),
            "revive": lambda: write(revive, self.article, by=by),
            "validate": lambda: write(validate, self.article, by=by),
        }
        given[verb]()

    def merge(self, words: int) -> Merge:
        return Merge(self.article.revision_id or 0, self.wording(words), is_clean=True)

    def approved(self, proposal: ArticleRevision, by: User, live: ArticleRevision) -> None:
        """Note what one person wrote and another one approved."""
        assert proposal.editor_id == live.editor_id != by.id
        self.approvals.add(live.id)


def begin() -> World:
    """Return an article that was just begun."""
    number = (db.session.scalar(select(func.max(User.id))) or 0) + 1
    trusts: list[tuple[str, list[str]]] = [("member", [])]
    trusts += [("trusted", [])] * 2 + [("trusted", ["editor"])] * 3
    people = [
        make_member(f"life{number}-{i}", trust=trust, staff_roles=roles)
        for i, (trust, roles) in enumerate(trusts)
    ]
    article = write(
        draft_article,
        by=people[1],
        title="How to begin",
        body=an_outline("## One\n\nHow to begin with nothing at all.\n"),
        space=default_space(),
    )
    return World(people, article)


@pytest.mark.usefixtures("session")
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.booleans(), st.lists(step, min_size=5, max_size=30))
def test_no_text_is_in_force_that_nobody_else_approved(
    is_known: bool,  # noqa: FBT001 - drawn by hypothesis
    steps: list[tuple[str, int, int, int]],
) -> None:
    world = begin()
    for text in range(2 if is_known else 0):
        world.act("propose", 0 if text else 1, 0, text)
        world.act("approve", 0, 0, 1)

    for verb, who, number, words in steps:
        with suppress(Problem):
            world.act(verb, who, number, words)
        _check(world)


def _check(world: World) -> None:
    article = world.article
    published = db.session.scalars(
        select(ArticleRevision).where(
            ArticleRevision.article_id == article.id, ArticleRevision.state == "published"
        )
    ).all()
    texts = {it.body for it in published if it.id in world.approvals}
    for revision in published:
        # Approved by another person, or the very words that were.
        assert revision.id in world.approvals or revision.trigger_kind == "rollback"
        assert revision.body in texts
    assert article.is_published == bool(published)
    assert (article.state == "wip") <= (not article.is_published)
    if article.is_published:
        assert article.revision in published
        _check_blocks(article)


def _check_blocks(article: Article) -> None:
    """The blocks in force are the sections of the text in force, each with its words."""
    assert article.revision is not None
    heads = [
        part["head"]
        for part in article.revision.body_parts
        if isinstance(part, dict) and "head" in part
    ]
    rows = db.session.execute(
        select(Block.key, BlockText.words)
        .join(BlockText, BlockText.id == Block.text_id)
        .where(Block.article_id == article.id, Block.removed_at.is_(None))
        .order_by(Block.position)
    ).all()
    assert [row.key for row in rows] == heads
    for row in rows:
        assert row.words.splitlines()[-1] in article.revision.body

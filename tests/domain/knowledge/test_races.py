"""Many at once, on real databases with real commits: no text lost, no number twice, no error."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from app.application import Community
from app.domain.accounts.models import User
from app.domain.catalog.queries import default_space
from app.domain.knowledge.actions.addressing import rename
from app.domain.knowledge.actions.drafting import draft_article, save_draft
from app.domain.knowledge.actions.reviewing import approve, merge_of
from app.domain.knowledge.actions.revising import propose, withdraw
from app.domain.knowledge.actions.validating import validate
from app.domain.knowledge.actions.wording import Wording
from app.domain.knowledge.models.articles import Article, ArticleRevision, ArticleSlug
from app.domain.knowledge.models.blocks import Block
from app.domain.knowledge.models.use import ArticleValidation
from app.kit.db import db
from app.kit.work import write
from tests.factories.knowledge import BODY, a_proposal, an_article, an_outline
from tests.people import make_member
from tests.services.racing import all_at_once

MANY = 8


def get(kind: type[Any], row_id: int) -> Any:
    return db.session.get_one(kind, row_id)


def editors(number: int) -> list[int]:
    """Return editors, by their ids."""
    return [
        make_member(f"editor{i}", trust="trusted", staff_roles=["editor"]).id for i in range(number)
    ]


def revisions(article_id: int) -> list[ArticleRevision]:
    """Return all texts of an article in the order of their numbers."""
    statement = (
        select(ArticleRevision)
        .where(ArticleRevision.article_id == article_id)
        .order_by(ArticleRevision.number)
    )
    return list(db.session.scalars(statement))


def words(number: int) -> Wording:
    return Wording("Reset a bulb", "", an_outline(f"{BODY}\nMore of it, number {number}.\n"))


def test_two_approvals_at_once_publish_one_and_lose_none(own_site: Community) -> None:
    article = an_article()
    proposals = [a_proposal(article).id for _ in range(MANY)]
    judges = editors(MANY)

    def judge(proposal: int, by: int) -> None:
        write(approve, get(ArticleRevision, proposal), by=get(User, by))

    calls = [partial(judge, *pair) for pair in zip(proposals, judges, strict=True)]
    assert all_at_once(own_site, calls) == {"ok": 1, "Stale": MANY - 1}

    states = [it.state for it in revisions(article.id)]
    assert sorted(states) == ["proposed"] * (MANY - 1) + ["published"] * 2
    keys = db.session.scalars(select(Block.key).where(Block.article_id == article.id)).all()
    assert sorted(keys) == ["add-it-again", "reset-the-bulb"]


def test_one_proposal_is_approved_by_one(own_site: Community) -> None:
    proposal = a_proposal().id

    def judge(by: int) -> None:
        write(approve, get(ArticleRevision, proposal), by=get(User, by))

    calls = [partial(judge, by) for by in editors(MANY)]
    assert all_at_once(own_site, calls) == {"ok": 1, "Forbidden": MANY - 1}


def test_one_joined_text_is_published_once(own_site: Community) -> None:
    article = an_article()
    first = a_proposal(article, body=BODY.replace("blinks twice", "glows red"))
    second = a_proposal(article, body=BODY.replace("Add a device", "New device"))
    judges = editors(MANY)
    write(approve, first, by=get(User, judges[0]))
    merged, proposal = merge_of(second), second.id

    def judge(by: int) -> None:
        write(approve, get(ArticleRevision, proposal), by=get(User, by), merged=merged)

    calls = [partial(judge, by) for by in judges]
    assert all_at_once(own_site, calls) == {"ok": 1, "Forbidden": MANY - 1}
    assert [it.state for it in revisions(article.id)] == [
        *("published", "published", "withdrawn", "published")
    ]


def test_proposals_at_once_have_a_number_each(own_site: Community) -> None:
    article = an_article()
    article_id, base = article.id, article.revision_id
    members = [make_member(f"member{i}").id for i in range(MANY)]

    def ask(number: int, by: int) -> None:
        write(
            propose,
            get(Article, article_id),
            by=get(User, by),
            wording=words(number),
            base_id=base,
        )

    calls = [partial(ask, *pair) for pair in enumerate(members)]
    assert all_at_once(own_site, calls) == {"ok": MANY}
    assert [it.number for it in revisions(article_id)] == list(range(1, MANY + 2))
    assert get(Article, article_id).last_number == MANY + 1


def test_a_form_sent_many_times_asks_once(own_site: Community) -> None:
    article = an_article()
    article_id, base, member = article.id, article.revision_id, make_member("clicker").id

    def click() -> None:
        write(
            propose,
            get(Article, article_id),
            by=get(User, member),
            wording=words(1),
            base_id=base,
            nonce="n1",
        )

    assert all_at_once(own_site, [click] * MANY) == {"ok": MANY}
    assert len(revisions(article_id)) == len(["the first", "the change"])


@pytest.mark.parametrize("nonce, made", [("n1", 1), (None, MANY)])
def test_articles_of_one_title_at_once(own_site: Community, nonce: str | None, made: int) -> None:
    member = make_member("writer", trust="trusted").id

    def begin() -> None:
        write(
            draft_article,
            by=get(User, member),
            title="Reset a bulb",
            body=an_outline(BODY),
            space=default_space(),
            nonce=nonce,
        )

    assert all_at_once(own_site, [begin] * MANY) == {"ok": MANY}
    slugs = db.session.scalars(select(Article.slug)).all()
    assert sorted(slugs) == ["reset-a-bulb", *(f"reset-a-bulb-{n}" for n in range(2, made + 1))]
    assert len(db.session.scalars(select(ArticleSlug)).all()) == made


def test_one_address_goes_to_one_article(own_site: Community) -> None:
    articles = [an_article().id for _ in range(MANY)]
    editor = editors(1)[0]

    def name(article: int) -> None:
        write(rename, get(Article, article), by=get(User, editor), slug="wanted")

    calls = [partial(name, article) for article in articles]
    assert all_at_once(own_site, calls) == {"ok": 1, "Invalid": MANY - 1}


def test_helpers_who_save_one_draft_at_once_lose_nothing(own_site: Community) -> None:
    members = [make_member(f"helper{i}", trust="trusted").id for i in range(MANY)]
    article = write(
        draft_article,
        by=get(User, members[0]),
        title="Reset a bulb",
        body=an_outline(BODY),
        space=default_space(),
    )
    article_id, base = article.id, article.revision_id

    def save(number: int, by: int) -> None:
        write(
            save_draft,
            get(Article, article_id),
            by=get(User, by),
            wording=words(number),
            base_id=base,
        )

    calls = [partial(save, *pair) for pair in enumerate(members)]
    assert all_at_once(own_site, calls) == {"ok": 1, "Stale": MANY - 1}
    assert len(revisions(article_id)) == len(["the first", "the one saved"])


def test_taken_back_or_approved_never_both(own_site: Community) -> None:
    proposal = a_proposal()
    proposal_id, member, editor = proposal.id, proposal.editor_id, editors(1)[0]

    def take_back() -> None:
        write(withdraw, get(ArticleRevision, proposal_id), by=get(User, member))

    def judge() -> None:
        write(approve, get(ArticleRevision, proposal_id), by=get(User, editor))

    assert all_at_once(own_site, [take_back, judge]) == {"ok": 1, "Forbidden": 1}


def test_an_expert_says_so_once(own_site: Community) -> None:
    article_id, expert = an_article().id, make_member("expert", trust="super-user").id

    def say() -> None:
        write(validate, get(Article, article_id), by=get(User, expert))

    assert all_at_once(own_site, [say] * MANY) == {"ok": MANY}
    assert len(db.session.scalars(select(ArticleValidation)).all()) == 1

"""The demo community, loaded once for all files of this folder; no other folder meets it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import update

from app.application import Community
from app.demo import loading
from app.domain.catalog.models import Space
from app.domain.forum.models.questions import Question
from app.domain.ideas.models.ideas import Idea
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.models.blocks import Block
from app.kit.db import db
from app.kit.work import unit_of_work


@pytest.fixture(scope="package")
def demo(app: Community) -> Iterator[dict[str, int]]:
    """The loaded community, on each database once; afterwards the site is empty again."""
    with app.app_context():
        counts = loading.load_demo(with_passwords=True)
        db.session.remove()
    yield counts
    with app.app_context():
        empty_again()


def empty_again() -> None:
    """Leave the site as the other tests expect it: one space and nothing else."""
    with unit_of_work():
        # Questions and answers name each other; so do articles and their texts.
        db.session.execute(update(Question).values(accepted_answer_id=None))
        db.session.execute(update(Article).values(revision_id=None))
        db.session.execute(update(Block).values(text_id=None))
        db.session.execute(update(Idea).values(merged_into_id=None))
    db.session.remove()
    # The ledger lets nobody delete a line: what is given up is the whole schema.
    db.drop_all()
    db.create_all()
    with unit_of_work():
        db.session.add(Space(slug="community", name="Community", is_default=True))
    db.session.remove()


@pytest.fixture
def loaded(demo: dict[str, int], session: Any) -> dict[str, int]:
    return demo

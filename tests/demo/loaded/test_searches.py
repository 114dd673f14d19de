"""What the demo tells of searches: a log that a report can be read from, and synonyms."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.demo import loading, reading
from app.domain.accounts.models import User
from app.domain.search.models import FailedSearch, SearchDay, SearchTerm, SynonymGroup
from app.domain.search.queries.terms import figures_of, searched_terms
from app.domain.search.wordlists import checked_group
from app.kit.db import db

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture
def loaded(demo, app):
    with app.app_context():
        yield demo
        db.session.remove()


@pytest.fixture
def kim(loaded):
    return db.session.scalars(select(User).where(User.handle == "kb_kim")).one()


def test_every_group_of_synonyms_can_be_kept(loaded):
    groups = reading.synonyms()
    assert [checked_group(words) for words in groups] == groups
    assert db.session.scalar(select(func.count()).select_from(SynonymGroup)) == len(groups)


def test_the_report_has_something_in_every_view(kim):
    for view in ("top", "nothing", "unopened"):
        assert len(searched_terms(30, view, actor=kim)) >= 4
    now, before = figures_of(30, actor=kim)
    assert now.times > before.times > 100
    assert 0 < now.found_none < now.times / 4
    assert now.found / 3 < now.opened < now.found


def test_searches_in_vain_are_work_and_some_of_it_is_claimed(kim):
    gaps = db.session.scalars(select(FailedSearch)).all()
    assert {gap.reason for gap in gaps} == {"nothing", "unopened"}
    assert {gap.claimed_by_id for gap in gaps} == {None, kim.id}
    known = set(db.session.scalars(select(SearchTerm.words)))
    assert {gap.words for gap in gaps} <= known


def test_no_day_has_more_opened_than_searched(loaded):
    odd = select(func.count()).where(SearchDay.opened > SearchDay.times - SearchDay.found_none)
    assert db.session.scalar(odd) == 0


def test_a_second_run_adds_nothing(loaded):
    assert loading.load_demo() == {}

"""Beginning an article by one form: kept as a draft, or sent for review at once."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.knowledge.actions.beginning import begin_article, go_on_with_draft
from app.domain.knowledge.actions.wording import Stale, Wording
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.rules import PROCESS_PARTS
from app.kit.db import db
from app.kit.problems import Invalid
from app.kit.work import write
from tests.factories.knowledge import BODY, an_article, an_outline

OTHER = BODY.replace("five", "six")


def words(body: str = BODY) -> Wording:
    return Wording("How to reset a bulb", "In short.", an_outline(body))


def begun(by: Any, **values: Any) -> Article:
    given: dict[str, Any] = {"wording": words(), "is_ready": False, "space": an_article().space}
    return write(begin_article, by=by, **(given | values))


def test_it_is_kept_as_a_draft(tess: Any) -> None:
    article = begun(tess)
    assert article.state == "wip"
    assert article.revision.state == "draft"
    assert article.summary == "In short."


def test_it_is_sent_at_once(tess: Any) -> None:
    assert begun(tess, is_ready=True).revision.state == "proposed"


def test_a_second_click_finds_the_first(tess: Any) -> None:
    first = begun(tess, is_ready=True, nonce="once")
    assert begun(tess, is_ready=True, nonce="once").id == first.id


def test_a_process_without_all_its_parts_leaves_nothing_behind(tess: Any) -> None:
    space = an_article().space
    before = db.session.query(Article).count()
    bare = words("## Steps\n\nSwitch it off and on five times, a second apart.\n")
    with pytest.raises(Invalid) as refused:
        write(begin_article, by=tess, wording=bare, is_ready=True, space=space, kind="process")
    assert refused.value.field in PROCESS_PARTS
    assert db.session.query(Article).count() == before


@pytest.mark.parametrize("is_ready, state", [(False, "draft"), (True, "proposed")])
def test_somebody_goes_on_with_it(tess: Any, sue: Any, *, is_ready: bool, state: str) -> None:
    article = begun(tess)
    go_on: dict[str, Any] = {"by": sue, "wording": words(OTHER), "base_id": article.revision_id}
    made = write(go_on_with_draft, article, is_ready=is_ready, **go_on)
    assert (article.revision_id, made.state) == (made.id, state)
    assert "six" in article.revision.body


def test_two_who_go_on_at_once_do_not_write_over_each_other(tess: Any, sue: Any) -> None:
    article = begun(tess)
    base = article.revision_id
    write(go_on_with_draft, article, by=sue, wording=words(OTHER), base_id=base, is_ready=False)
    with pytest.raises(Stale):
        write(go_on_with_draft, article, by=tess, wording=words(), base_id=base, is_ready=False)
    assert "six" in article.revision.body

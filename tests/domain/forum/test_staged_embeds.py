"""First questions that show parts of articles: refused at once, and never in others' way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.forum.actions.staging import ask_or_stage, publish_overdue
from app.domain.forum.models.staging import StagedQuestion
from app.kit import clock
from app.kit.db import db
from app.kit.problems import Invalid
from app.kit.work import unit_of_work, write
from tests.factories.catalog import make_product, make_space
from tests.factories.forum import make_text
from tests.factories.knowledge import an_article
from tests.factories.staging import TITLE
from tests.people import make_member

WORDS = "It does what this says, and still it blinks all night."


def staged(article, number: int) -> StagedQuestion:
    text = make_text(WORDS, embeds=(f"{article.slug}#reset-the-bulb",))
    text.parts.append({"embed": text.embeds[0]})
    asker = make_member(f"newcomer{number}", trust="new")
    speaker = make_product(stages_first=True)
    made = write(ask_or_stage, by=asker, title=TITLE, body=text, product=speaker)
    assert isinstance(made, StagedQuestion)
    return made


def test_what_its_readers_could_not_see_is_refused_at_once(session):
    hidden = an_article(space=make_space(visibility="group"))
    with pytest.raises(Invalid) as refused:
        staged(hidden, 1)
    assert refused.value.field == "body"
    assert db.session.query(StagedQuestion).count() == 0


def test_one_that_cannot_be_published_holds_up_no_other(session, monkeypatch):
    gone, kept = an_article(), an_article()
    first, second = staged(gone, 1), staged(kept, 2)
    closed = make_space(visibility="group")
    with unit_of_work():
        gone.space = closed
    later = clock.now() + timedelta(days=30)
    monkeypatch.setattr(clock, "now", lambda: later)
    publish_overdue()
    session.expire_all()
    assert first.question_id is None
    assert first.is_open
    assert second.question_id is not None

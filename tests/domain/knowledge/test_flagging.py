"""Flags on blocks: set by anybody, settled with an outcome, mended by a change."""

from __future__ import annotations

import pytest

from app.domain.knowledge.actions.flagging import flag_block, settle_flag
from app.domain.knowledge.actions.reviewing import approve
from app.domain.knowledge.actions.signs import GUEST_FLAGS
from app.domain.knowledge.models.use import ArticleFlag
from app.domain.knowledge.queries.flags import flags_from, flags_of, open_flags
from app.kit.db import db
from app.kit.problems import Conflict, Forbidden, Invalid, TooMany
from app.kit.work import write
from tests.factories.knowledge import a_proposal, an_article, block_of

BROWSER = "g:0123456789abcdef"


def flagged(article, by, who=None, reason="wrong", **values):
    return write(flag_block, article, by=by, who=who or f"m:{by.id}", reason=reason, **values)


def open_count(article):
    db.session.refresh(article)
    return article.open_flag_count


def test_a_block_is_flagged_by_anybody(session, guest, alice):
    article = an_article()
    flag = flagged(article, guest, BROWSER, block_key="reset-the-bulb", words="Seven times now.")
    assert flag.block_id == block_of(article, "reset-the-bulb").id
    assert (flag.flagger_id, flag.guest) == (None, BROWSER)
    flagged(article, alice)
    assert open_count(article) == 2
    headings = {row.heading for row in flags_of(article.id)}
    assert headings == {"Reset the bulb", ""}


def test_flagged_again_the_flag_changes_and_stays_one(session, alice):
    article = an_article()
    flagged(article, alice, block_key="reset-the-bulb")
    flagged(article, alice, block_key="reset-the-bulb", reason="outdated", words="New model.")
    (row,) = flags_of(article.id)
    assert (row.reason, row.words) == ("outdated", "New model.")
    assert open_count(article) == 1
    flagged(article, alice)  # the whole article is another thing
    assert open_count(article) == 2


@pytest.mark.parametrize("values", [{"reason": "x"}, {"block_key": "gone"}, {"words": "x" * 1001}])
def test_what_is_no_flag(session, alice, values):
    with pytest.raises(Invalid):
        flagged(an_article(), alice, **({"reason": "wrong"} | values))


def test_a_guest_flags_so_much_a_day(session, guest):
    for _ in range(GUEST_FLAGS.most):
        flagged(an_article(), guest, BROWSER)
    with pytest.raises(TooMany):
        flagged(an_article(), guest, BROWSER)


def test_editors_settle_with_an_answer(session, alice, erin):
    article = an_article()
    flag = flagged(article, alice)
    with pytest.raises(Invalid):
        write(settle_flag, flag, by=erin, outcome="declined", answer=" ")
    write(settle_flag, flag, by=erin, outcome="declined", answer="It holds for model 2 as well.")
    assert open_count(article) == 0
    (row,) = flags_from(article.id, actor=alice)
    assert (row.outcome, row.answer) == ("declined", "It holds for model 2 as well.")
    assert row.settled_by.id == erin.id
    with pytest.raises(Conflict):
        write(settle_flag, flag, by=erin, outcome="fixed")


def test_who_answers_for_the_article_settles_others_do_not(session, alice, bob, mallory):
    article = an_article(author=alice)
    flag = flagged(article, bob)
    for other in (bob, mallory):
        with pytest.raises(Forbidden):
            write(settle_flag, flag, by=other, outcome="fixed")
    write(settle_flag, flag, by=alice, outcome="fixed")
    assert open_count(article) == 0


def test_a_change_that_a_flag_set_off_mends_it(session, alice, bob, erin):
    article = an_article()
    flag = flagged(article, alice, block_key="reset-the-bulb")
    other = flagged(article, alice)
    proposal = a_proposal(article, by=bob, trigger=("flag", flag.id), comment="Seven times.")
    assert open_count(article) == 2
    write(approve, proposal, by=erin)
    flag = db.session.get_one(ArticleFlag, flag.id)
    assert (flag.outcome, flag.answer) == ("fixed", "Seven times.")
    assert (flag.fixed_by_id, flag.settled_by_id) == (proposal.id, erin.id)
    assert db.session.get_one(ArticleFlag, other.id).settled_at is None
    assert open_count(article) == 1


def test_a_change_does_not_settle_a_flag_of_another_article(session, alice, bob, erin):
    flag = flagged(an_article(), alice)
    proposal = a_proposal(an_article(), by=bob, trigger=("flag", flag.id))
    write(approve, proposal, by=erin)
    assert db.session.get_one(ArticleFlag, flag.id).settled_at is None


def test_flags_wait_in_the_order_they_came_page_by_page(session, alice, erin):
    ids = [flagged(an_article(), alice).id for _ in range(5)]
    first = open_flags(actor=erin, size=3)
    rest = open_flags(actor=erin, size=3, after=first.next)
    assert [row.id for row in (*first.items, *rest.items)] == ids
    back = open_flags(actor=erin, size=3, before=rest.previous)
    assert [row.id for row in back.items] == ids[:3]

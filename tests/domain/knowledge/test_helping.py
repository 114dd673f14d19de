"""Whether an article helped: one word from each reader about each revision."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.domain.knowledge.actions.helping import say_whether_it_helped, take_back_help
from app.domain.knowledge.actions.signs import GUEST_SIGNS
from app.domain.knowledge.models.use import HelpVote
from app.domain.knowledge.queries.helping import comments_of, own_word, reasons_of
from app.kit.db import db
from app.kit.problems import Forbidden, Invalid, TooMany
from app.kit.work import write
from tests.factories.knowledge import BODY, a_change, an_article

BROWSER = "g:0123456789abcdef"


def said(article, by, who=None, *, helpful=True, **values):
    key = who or f"m:{by.id}"
    return write(say_whether_it_helped, article, by=by, who=key, is_helpful=helpful, **values)


def counts(article):
    db.session.refresh(article)
    return article.helpful_count, article.unhelpful_count


def votes():
    return db.session.scalar(select(func.count()).select_from(HelpVote))


def test_said_twice_is_said_once(session, alice):
    article = an_article()
    said(article, alice)
    said(article, alice)
    assert counts(article) == (1, 0)
    assert votes() == 1


def test_changing_ones_mind_moves_the_vote(session, alice):
    article = an_article()
    said(article, alice)
    said(article, alice, helpful=False, reason="hard", comment="Step two lost me.")
    assert counts(article) == (0, 1)
    word = own_word(article, actor=alice)
    assert (word.is_helpful, word.reason, word.comment) == (False, "hard", "Step two lost me.")


def test_taking_back_leaves_nothing(session, alice):
    article = an_article()
    said(article, alice)
    write(take_back_help, article, by=alice, who=f"m:{alice.id}")
    write(take_back_help, article, by=alice, who=f"m:{alice.id}")
    assert counts(article) == (0, 0)
    assert votes() == 0
    assert own_word(article, actor=alice) is None


def test_guests_are_told_apart_by_their_browsers(session, guest):
    article = an_article()
    said(article, guest, BROWSER)
    said(article, guest, BROWSER)
    said(article, guest, "g:another", helpful=False)
    assert counts(article) == (1, 1)
    assert own_word(article, actor=guest, guest=BROWSER).is_helpful
    assert own_word(article, actor=guest) is None


def test_a_guest_without_a_key_is_refused(session, guest):
    with pytest.raises(Forbidden):
        said(an_article(), guest, "g:")


def test_votes_belong_to_a_revision(session, alice):
    article = an_article()
    said(article, alice, helpful=False)
    first = article.revision_id
    a_change(article, BODY + "\nAnd a third step.\n")
    db.session.refresh(article)
    assert article.revision_id != first
    assert own_word(article, actor=alice) is None
    said(article, alice)
    assert counts(article) == (1, 1)
    assert votes() == 2


def test_imported_votes_stay_in_the_count(session, alice):
    article = an_article(helpful_count=40, imported_helpful=40)
    said(article, alice)
    assert counts(article) == (41, 0)


@pytest.mark.parametrize("helpful, reason", [(True, "hard"), (False, "easy"), (True, "x")])
def test_reasons_fit_what_was_said(session, alice, helpful, reason):
    with pytest.raises(Invalid):
        said(an_article(), alice, helpful=helpful, reason=reason)


def test_whoever_answers_for_it_does_not_vote(session, alice):
    article = an_article(author=alice)
    with pytest.raises(Forbidden):
        said(article, alice)


def test_an_archived_article_asks_nobody(session, bob):
    article = an_article(state="archived")
    with pytest.raises(Forbidden):
        said(article, bob)


def test_a_browser_says_so_much_a_day(session, guest):
    article = an_article()
    for n in range(GUEST_SIGNS.most):
        said(article, guest, BROWSER, helpful=n % 2 == 0)
    with pytest.raises(TooMany):
        said(article, guest, BROWSER, helpful=True)


def test_reasons_and_words_are_gathered_without_names(session, alice, bob, tess):
    article = an_article()
    said(article, alice, helpful=False, reason="hard", comment="Where is the button?")
    said(article, bob, helpful=False, reason="hard")
    said(article, tess, reason="easy")
    assert reasons_of(article.id) == [(False, "hard", 2), (True, "easy", 1)]
    (comment,) = comments_of(article.id)
    assert comment.words == "Where is the button?"
    assert not hasattr(comment, "voter_id")

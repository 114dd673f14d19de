"""An article begins as work in progress; those who help work on it until somebody approves."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from app.domain.accounts.models import Guest, User
from app.domain.catalog.queries import default_space
from app.domain.knowledge.actions.addressing import rename
from app.domain.knowledge.actions.drafting import draft_article, save_draft
from app.domain.knowledge.actions.keeping import archive
from app.domain.knowledge.actions.reviewing import approve
from app.domain.knowledge.actions.revising import propose, submit, withdraw
from app.domain.knowledge.actions.wording import Stale, Wording
from app.domain.knowledge.models.articles import Article, ArticleRevision, ArticleSource
from app.domain.knowledge.models.blocks import Block
from app.domain.knowledge.queries.articles import Moved, find_article
from app.domain.knowledge.queries.lists import articles, articles_from, drafts_for
from app.domain.knowledge.rules import TEXTS_A_MINUTE
from app.domain.subjects import Subject
from app.kit.db import db
from app.kit.problems import Conflict, Forbidden, Invalid, NotFound, TooMany
from app.kit.work import write
from tests.factories.catalog import make_space
from tests.factories.knowledge import BODY, PROCESS, a_proposal, an_article, an_outline

pytestmark = pytest.mark.usefixtures("session")


def draft(by: User, title: str = "Reset a Glow bulb", **values: Any) -> Article:
    """Begin an article."""
    given: dict[str, Any] = {"space": default_space(), "body": an_outline(BODY)} | values
    return write(draft_article, by=by, title=title, **given)


def words(body: str = BODY, title: str = "Reset a Glow bulb") -> Wording:
    """Return an article's words."""
    return Wording(title, "", an_outline(body))


def test_tess_begins_an_article_from_a_thread(tess: User, bob: User) -> None:
    article = draft(tess, sources=[(Subject("question", 7), None), (Subject("answer", 9), bob.id)])

    assert (article.state, article.slug, article.owner_id) == ("wip", "reset-a-glow-bulb", tess.id)
    assert article.revision is not None
    assert (article.revision.state, article.revision.number) == ("draft", 1)
    sources = db.session.scalars(select(ArticleSource).order_by(ArticleSource.subject_kind)).all()
    assert [(s.subject_kind, s.subject_id, s.author_id) for s in sources] == [
        ("answer", 9, bob.id),
        ("question", 7, None),
    ]
    assert [row.id for row in articles_from([Subject("answer", 9)], actor=tess)] == [article.id]
    assert db.session.scalar(select(func.count(Block.id))) == 0


def test_alice_may_not_begin_one(alice: User) -> None:
    with pytest.raises(Forbidden):
        draft(alice)


def test_work_in_progress_is_read_by_those_who_help(
    tess: User, alice: User, hanna: User, guest: Guest
) -> None:
    article = draft(tess)

    assert find_article(article.slug, hanna) is article
    for reader in (alice, guest):
        with pytest.raises(NotFound):
            find_article(article.slug, reader)
    assert [row.id for row in drafts_for(hanna).items] == [article.id]
    assert not drafts_for(alice).items
    assert not articles(tess).items


def test_the_same_form_begins_one_article(tess: User) -> None:
    first = draft(tess, nonce="n1")

    assert draft(tess, nonce="n1") is first
    assert db.session.scalar(select(func.count(Article.id))) == 1


def test_two_of_one_title_have_an_address_each(tess: User, hanna: User) -> None:
    assert [draft(tess).slug, draft(hanna).slug, draft(tess).slug] == [
        "reset-a-glow-bulb",
        "reset-a-glow-bulb-2",
        "reset-a-glow-bulb-3",
    ]


def test_pages_of_the_room_keep_their_addresses(tess: User) -> None:
    assert draft(tess, title="Topics").slug == "topics-2"


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"title": "Bulb"}, "title"),
        ({"title": "x" * 151}, "title"),
        ({"body": an_outline("Too short.")}, "body"),
        ({"body": an_outline("   ")}, "body"),
        ({"body": an_outline("\n\n".join(f"{{{{kb:a#b{i}}}}}" for i in range(31)))}, "body"),
        ({"body": an_outline("\n\n".join(f"## Part {i}" for i in range(201)))}, "body"),
        ({"summary": "x" * 301}, "summary"),
        ({"comment": "x" * 301}, "comment"),
        ({"kind": "poem"}, "kind"),
        ({"tags": [f"t{i}" for i in range(9)]}, "tags"),
    ],
)
def test_what_makes_no_article_is_refused_by_its_field(
    wrong: dict[str, Any], field: str, tess: User
) -> None:
    with pytest.raises(Invalid) as refused:
        draft(tess, **wrong)

    assert refused.value.field == field


def test_an_article_stands_where_its_writer_may_look(tess: User) -> None:
    with pytest.raises(Invalid) as refused:
        draft(tess, space=make_space("group"))

    assert refused.value.field == "space"


def test_a_process_says_which_part_has_no_words(tess: User) -> None:
    lacking = PROCESS.replace("## Contact\n\nWhat is to be said about this part of it.\n", "")

    with pytest.raises(Invalid) as refused:
        draft(tess, kind="process", body=an_outline(lacking))

    assert refused.value.field == "contact"
    assert draft(tess, kind="process", body=an_outline(PROCESS)).kind == "process"


def test_a_draft_of_a_process_may_lack_words_until_it_is_sent(tess: User) -> None:
    article = draft(tess, kind="process", body=an_outline(PROCESS))
    lacking = words(PROCESS.replace("## Contact", "## Elsewhere"))

    saved = write(save_draft, article, by=tess, wording=lacking, base_id=article.revision_id)

    with pytest.raises(Invalid) as refused:
        write(submit, saved, by=tess)
    assert refused.value.field == "contact"


def test_a_helper_goes_on_with_a_draft_and_both_texts_are_kept(tess: User, hanna: User) -> None:
    article = draft(tess)
    begun = article.revision_id

    saved = write(
        save_draft,
        article,
        by=hanna,
        wording=words(f"{BODY}\nMore.", "Another title"),
        base_id=begun,
    )

    assert (article.revision_id, article.title) == (saved.id, "Another title")
    with pytest.raises(Stale) as refused:
        write(save_draft, article, by=tess, wording=words(), base_id=begun)
    assert refused.value.in_force is saved


def test_an_editors_begun_change_is_one_draft_of_their_own(bob: User) -> None:
    article = an_article()
    base = article.revision_id

    one = write(save_draft, article, by=bob, wording=words("First words."), base_id=base)
    two = write(save_draft, article, by=bob, wording=words("Other words."), base_id=base)

    assert (one.id, two.body, two.state) == (two.id, "Other words.", "draft")
    assert article.revision_id == base
    sent = write(propose, article, by=bob, wording=words(f"{BODY}\nMore."), base_id=base)
    assert (sent.state, two.state) == ("proposed", "withdrawn")


def test_a_first_text_is_approved_by_somebody_else(tess: User, erin: User) -> None:
    article = draft(tess)
    assert article.revision is not None
    write(submit, article.revision, by=tess)

    write(approve, article.revision, by=erin)

    assert (article.state, article.is_published) == ("not-validated", True)
    assert [row.id for row in articles(Guest()).items] == [article.id]


def test_sending_a_draft_twice_sends_it_once(tess: User) -> None:
    revision = draft(tess).revision
    assert revision is not None

    write(submit, revision, by=tess)

    assert write(submit, revision, by=tess) is revision


def test_an_older_draft_is_not_sent(tess: User, hanna: User) -> None:
    article = draft(tess)
    first = article.revision
    assert first is not None
    write(save_draft, article, by=hanna, wording=words(f"{BODY}\nMore."), base_id=first.id)

    with pytest.raises(Stale):
        write(submit, first, by=tess)


def test_the_drafts_before_the_first_published_text_are_history(tess: User, erin: User) -> None:
    article = draft(tess)
    first = article.revision
    assert first is not None
    last = write(
        propose, article, by=tess, wording=words(f"{BODY}\nMore."), base_id=article.revision_id
    )
    assert article.revision_id == last.id

    write(approve, last, by=erin)

    assert first.state == "withdrawn"


def test_a_first_proposal_taken_back_is_a_draft_again(tess: User) -> None:
    article = draft(tess)
    assert article.revision is not None
    write(submit, article.revision, by=tess)

    write(withdraw, article.revision, by=tess)

    assert article.revision.state == "draft"


def test_the_only_draft_thrown_away_puts_the_article_away(tess: User, hanna: User) -> None:
    article = draft(tess)
    begun = article.revision
    assert begun is not None
    more = write(save_draft, article, by=hanna, wording=words(f"{BODY}\nMore."), base_id=begun.id)

    write(withdraw, more, by=hanna)
    assert (article.revision_id, article.state) == (begun.id, "wip")

    write(withdraw, begun, by=tess)
    assert article.is_archived


def test_a_proposal_reviewed_already_is_not_taken_back(erin: User, bob: User) -> None:
    proposal = a_proposal(by=bob)
    write(approve, proposal, by=erin)

    with pytest.raises(Forbidden):
        write(withdraw, proposal, by=bob)


def test_mallory_cannot_send_somebody_elses_change(bob: User, mallory: User) -> None:
    article = an_article()
    begun = write(
        save_draft, article, by=bob, wording=words("Some words."), base_id=article.revision_id
    )

    with pytest.raises(NotFound):
        write(submit, begun, by=mallory)


def test_a_number_belongs_to_one_revision(bob: User, tess: User) -> None:
    article = an_article()
    a_proposal(article, by=bob)
    a_proposal(article, by=tess)

    numbers = db.session.scalars(
        select(ArticleRevision.number)
        .where(ArticleRevision.article_id == article.id)
        .order_by(ArticleRevision.number)
    ).all()
    assert numbers == [1, 2, 3]


def test_a_change_must_change_something(bob: User) -> None:
    article = an_article()
    assert article.revision is not None

    with pytest.raises(Invalid) as refused:
        a_proposal(article, by=bob, body=article.revision.body)

    assert refused.value.field == "body"


def test_a_change_of_what_was_changed_meanwhile_is_refused_with_the_present_text(
    bob: User, erin: User, tess: User
) -> None:
    article = an_article()
    begun = article.revision_id
    write(approve, a_proposal(article, by=bob), by=erin)

    with pytest.raises(Stale) as refused:
        a_proposal(article, by=tess, base_id=begun)
    assert refused.value.in_force is article.revision
    with pytest.raises(Stale):
        a_proposal(article, by=tess, base_id=None)


def test_the_same_form_proposes_once(bob: User) -> None:
    article = an_article()
    one = a_proposal(article, by=bob, body=f"{BODY}\nMore.", nonce="n2")

    assert a_proposal(article, by=bob, body=f"{BODY}\nMore.", nonce="n2") is one
    with pytest.raises(Invalid):
        a_proposal(article, by=bob, body=f"{BODY}\nOther.", nonce="n2")


def test_an_archived_article_is_not_changed(bob: User, erin: User) -> None:
    proposal = a_proposal(by=bob)
    article = proposal.article
    write(archive, article, by=erin)

    with pytest.raises(Forbidden):
        a_proposal(article, by=bob)
    with pytest.raises(Conflict):
        write(approve, proposal, by=erin)


def test_nobody_sends_texts_without_end(tess: User) -> None:
    for number in range(TEXTS_A_MINUTE):
        draft(tess, title=f"Title {number}")

    with pytest.raises(TooMany):
        draft(tess, title="One too many")


def test_the_address_follows_the_title_until_it_is_published(tess: User, erin: User) -> None:
    article = draft(tess, "Why does my bulb blink?? Help")
    better = write(
        propose, article, by=tess, wording=words(title="A bulb blinks"), base_id=article.revision_id
    )

    write(approve, better, by=erin)

    assert article.slug == "a-bulb-blinks"
    with pytest.raises(Moved) as moved:
        find_article("why-does-my-bulb-blink-help", tess)
    assert moved.value.slug == "a-bulb-blinks"


def test_an_address_that_an_editor_chose_stays(tess: User, erin: User) -> None:
    article = draft(tess)
    write(rename, article, by=erin, slug="blinking")
    better = write(
        propose, article, by=tess, wording=words(title="A bulb blinks"), base_id=article.revision_id
    )

    write(approve, better, by=erin)

    assert article.slug == "blinking"

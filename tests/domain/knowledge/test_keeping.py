"""Keeping: earlier texts again, other addresses, other places, owners, the archive, topics."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.accounts.models import Guest, User
from app.domain.catalog.queries import default_space
from app.domain.knowledge.actions.addressing import rename
from app.domain.knowledge.actions.keeping import archive, hand_over, place, revive, roll_back
from app.domain.knowledge.actions.topics import add_topic, edit_topic, remove_topic
from app.domain.knowledge.actions.validating import settle_state
from app.domain.knowledge.models.articles import Article, ArticleSlug
from app.domain.knowledge.models.blocks import Embed
from app.domain.knowledge.queries.articles import Moved, find_article
from app.domain.knowledge.queries.lists import articles
from app.domain.knowledge.queries.topics import topic_tree
from app.domain.knowledge.rules import MAJOR, MINOR
from app.kit.db import db
from app.kit.problems import Conflict, Forbidden, Invalid, NotFound
from app.kit.work import write
from tests.factories.catalog import make_product, make_space
from tests.factories.knowledge import (
    BODY,
    a_change,
    a_proposal,
    an_article,
    block_of,
    make_topic,
)

pytestmark = pytest.mark.usefixtures("session")

CHANGED = BODY.replace("five times", "six times")


def addresses(article: Article) -> set[str]:
    """Return every address that leads to an article."""
    rows = select(ArticleSlug.slug).where(ArticleSlug.article_id == article.id)
    return set(db.session.scalars(rows))


# -- earlier texts ----------------------------------------------------------------------------


def test_an_earlier_text_comes_back_as_a_revision_of_its_own(erin: User) -> None:
    article = an_article()
    first = article.revision
    assert first is not None
    a_change(article, CHANGED)

    back = write(roll_back, article, first, by=erin, comment="Five was right.")

    assert (back.number, back.body, article.revision_id) == (3, first.body, back.id)
    assert (back.trigger_kind, back.trigger_id) == ("rollback", first.id)
    block = block_of(article, "reset-the-bulb")
    assert block.text is not None
    assert "five times" in block.text.words


@pytest.mark.parametrize("size", [MINOR, MAJOR])
def test_going_back_is_as_significant_as_what_it_takes_back(size: int, erin: User) -> None:
    article = an_article()
    first = article.revision
    assert first is not None
    a_change(article, CHANGED, significance=size)

    assert write(roll_back, article, first, by=erin).significance == size


def test_only_what_was_published_comes_back(erin: User) -> None:
    article = an_article()
    assert article.revision is not None

    for never in (a_proposal(article), article.revision, a_proposal()):
        with pytest.raises(Conflict):
            write(roll_back, article, never, by=erin)


def test_bob_keeps_nothing(bob: User) -> None:
    article = an_article()
    first = article.revision
    assert first is not None
    a_change(article, CHANGED)
    refused: list[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]] = [
        (roll_back, (article, first), {}),
        (rename, (article,), {"slug": "mine"}),
        (archive, (article,), {}),
        (hand_over, (article,), {"owner": bob}),
        (add_topic, (), {"name": "Mine"}),
    ]
    for verb, things, values in refused:
        with pytest.raises(Forbidden):
            write(verb, *things, by=bob, **values)


# -- addresses --------------------------------------------------------------------------------


def test_every_address_an_article_had_leads_to_it(erin: User, guest: Guest) -> None:
    article = an_article(title="One name")

    write(rename, article, by=erin, slug="Another name!")
    write(rename, article, by=erin, slug="third-name")

    for old in ("one-name", "another-name", "Third-Name", "ONE-NAME"):
        with pytest.raises(Moved) as moved:
            find_article(old, guest)
        assert moved.value.slug == "third-name"
    assert find_article("third-name", guest) is article


def test_an_address_can_be_taken_back(erin: User) -> None:
    article = an_article(title="One name")
    write(rename, article, by=erin, slug="another")

    write(rename, article, by=erin, slug="one-name")

    assert article.slug == "one-name"
    assert addresses(article) == {"one-name", "another"}


def test_an_address_in_use_is_refused(erin: User) -> None:
    article, other = an_article(title="One name"), an_article(title="Other name")

    for wrong in (other.slug, "desk", "!!!", ""):
        with pytest.raises(Invalid) as refused:
            write(rename, article, by=erin, slug=wrong)
        assert refused.value.field == "slug"


def test_an_address_that_another_left_may_be_taken(erin: User, guest: Guest) -> None:
    article, other = an_article(title="One name"), an_article(title="Other name")
    write(rename, other, by=erin, slug="elsewhere")

    write(rename, article, by=erin, slug="other-name")

    assert find_article("other-name", guest) is article
    assert addresses(other) == {"elsewhere"}


def test_an_address_by_which_posts_show_blocks_is_not_taken(erin: User) -> None:
    article, other = an_article(title="One name"), an_article(title="Other name")
    an_article(body="## Shows it\n\n{{kb:other-name#reset-the-bulb}}\n\nAnd words around it.\n")
    write(rename, other, by=erin, slug="elsewhere")

    with pytest.raises(Invalid):
        write(rename, article, by=erin, slug="other-name")


def test_a_new_article_never_takes_an_address_that_was_used(erin: User) -> None:
    write(rename, an_article(title="One name"), by=erin, slug="elsewhere")

    assert an_article(title="One name").slug == "one-name-2"


def test_an_old_address_tells_nothing_to_those_who_may_not_read(
    erin: User, guest: Guest, ada: User
) -> None:
    article = an_article(title="One name", space=make_space("members"))
    write(rename, article, by=erin, slug="secret")

    with pytest.raises(NotFound):
        find_article("one-name", guest)
    with pytest.raises(Moved):
        find_article("one-name", ada)


# -- places -----------------------------------------------------------------------------------


def test_an_article_is_put_elsewhere(ada: User) -> None:
    article = an_article(tags=["glow"])
    product, topic, space = make_product(), make_topic(), make_space("members")

    write(place, article, by=ada, space=space, product=product, topic=topic, tags=["reset"])

    assert (article.space, article.product, article.topic) == (space, product, topic)
    assert [tag.name for tag in article.tags] == ["reset"]
    assert not articles(Guest()).items


def test_an_article_does_not_show_more_people_than_may_read_it(ada: User) -> None:
    members = make_space("members")
    inner = an_article(title="Inner text", space=members)
    body = "## Shows it\n\n{{kb:inner-text#reset-the-bulb}}\n\nAnd words around it.\n"
    outer = an_article(body=body, space=members)
    where: dict[str, Any] = {"product": None, "topic": None, "tags": ()}

    with pytest.raises(Invalid) as refused:
        write(place, outer, by=ada, space=default_space(), **where)
    assert refused.value.field == "space"

    narrower = make_space("group")
    write(place, outer, by=ada, space=narrower, **where)
    embed = db.session.scalars(select(Embed).where(Embed.host_id == outer.id)).one()
    assert (embed.space_id, embed.block.article_id) == (narrower.id, inner.id)


def test_erin_puts_nothing_where_she_may_not_look(erin: User) -> None:
    with pytest.raises(Invalid) as refused:
        write(
            place,
            an_article(),
            by=erin,
            space=make_space("group"),
            product=None,
            topic=None,
            tags=(),
        )
    assert refused.value.field == "space"


def test_an_owner_may_read_what_they_answer_for(erin: User, bob: User, ada: User) -> None:
    article = an_article()
    write(hand_over, article, by=erin, owner=bob)
    assert article.owner_id == bob.id

    secret = an_article(space=make_space("group"))
    with pytest.raises(Invalid) as refused:
        write(hand_over, secret, by=ada, owner=bob)
    assert refused.value.field == "owner"


# -- the archive ------------------------------------------------------------------------------


def test_an_archived_article_stays_at_its_address_and_leaves_the_lists(
    erin: User, guest: Guest
) -> None:
    article = an_article()

    write(archive, article, by=erin)
    write(archive, article, by=erin)

    assert find_article(article.slug, guest).is_archived
    assert not articles(guest).items
    write(revive, article, by=erin)
    assert article.state == "not-validated"
    assert [row.id for row in articles(guest).items] == [article.id]


def test_bad_health_is_found_when_an_article_comes_back(erin: User) -> None:
    article = an_article(state="validated")
    write(archive, article, by=erin)

    write(revive, article, by=erin)

    assert article.state == "not-validated"


def test_settling_the_archive_changes_nothing(erin: User) -> None:
    article = an_article()
    write(archive, article, by=erin)

    write(settle_state, article)

    assert article.is_archived


# -- topics -----------------------------------------------------------------------------------


def test_topics_make_a_tree(erin: User) -> None:
    setup = write(add_topic, by=erin, name="Set up")
    wifi = write(add_topic, by=erin, name="Wi-Fi", parent=setup, position=1)
    lamps = write(add_topic, by=erin, name="Lamps", parent=setup)

    tree = topic_tree()

    assert [(node.slug, depth) for node, depth in tree.walk()] == [
        ("set-up", 0),
        ("lamps", 1),
        ("wi-fi", 1),
    ]
    assert set(tree.by_id[setup.id].descendant_ids) == {setup.id, wifi.id, lamps.id}
    assert [name for _, _, name in tree.by_slug["wi-fi"].path] == ["Set up", "Wi-Fi"]


def test_topics_of_one_name_have_an_address_each(erin: User) -> None:
    assert [write(add_topic, by=erin, name="Set up").slug for _ in "12"] == ["set-up", "set-up-2"]


def test_a_topic_is_never_below_itself(erin: User) -> None:
    top = write(add_topic, by=erin, name="Top")
    below = write(add_topic, by=erin, name="Below", parent=top)

    for wrong in (top, below):
        with pytest.raises(Invalid) as refused:
            write(edit_topic, top, by=erin, name="Top", about="", parent=wrong, position=0)
        assert refused.value.field == "parent"
    write(edit_topic, below, by=erin, name="Beside", about="", parent=None, position=2)
    assert [node.name for node in topic_tree().roots] == ["Top", "Beside"]


def test_the_articles_of_a_topic_taken_away_go_up(erin: User) -> None:
    top = write(add_topic, by=erin, name="Top")
    below = write(add_topic, by=erin, name="Below", parent=top)
    article = an_article(topic=below)
    with pytest.raises(Conflict):
        write(remove_topic, top, by=erin)

    write(remove_topic, below, by=erin)

    db.session.refresh(article)
    assert article.topic_id == top.id

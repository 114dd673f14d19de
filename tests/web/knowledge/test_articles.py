"""The shelf, an article's page, its history and its paper, as their readers find them."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from app.domain.accounts.models import User
from app.domain.knowledge.actions.addressing import rename
from app.domain.knowledge.actions.keeping import archive
from app.domain.knowledge.models.articles import Article, ArticleSource
from app.domain.knowledge.rules import MAJOR
from app.kit.db import db
from app.kit.work import unit_of_work, write
from tests.factories.catalog import make_product, make_space
from tests.factories.forum import make_answer, make_question
from tests.factories.knowledge import a_change, a_proposal, an_article, make_topic

ATOM = "{http://www.w3.org/2005/Atom}"


def text(client: Any, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, response.status_code
    return str(response.get_data(as_text=True))


def url_of(article: Article) -> str:
    return f"/knowledge/{article.slug}"


# -- the shelf --------------------------------------------------------------------------------


def test_an_empty_shelf_says_how_the_first_article_comes(client: Any) -> None:
    assert "No articles yet" in text(client, "/knowledge")


def test_the_shelf_counts_what_stands_below(client: Any) -> None:
    lights = make_product("Lights")
    lamp = make_product("Glow A60", parent=lights)
    topic = make_topic("Set up")
    an_article("Put the bulb in", product=lamp, topic=topic, helpful_count=3)
    an_article("Everything about lights", product=lights)
    page = text(client, "/knowledge")
    assert re.search(r"Lights</b><span>2 articles", page)
    assert "Set up" in page
    assert "Put the bulb in" in page


def test_processes_stand_together(client: Any) -> None:
    an_article("How we handle a lock-out", kind="process")
    assert "Processes, step by step" in text(client, "/knowledge")
    page = text(client, "/knowledge?kind=process")
    assert "How we handle a lock-out" in page


def test_the_list_keeps_to_what_the_address_chooses(client: Any) -> None:
    lamp, lock = make_product("Lamp"), make_product("Lock")
    set_up, repair = make_topic("Set up"), make_topic("Repair")
    an_article("Screw the ocelot in", product=lamp, topic=set_up, tags=("bulb",))
    an_article("Mend the walrus", product=lock, topic=repair)
    for query in (
        f"product={lamp.slug}",
        f"topic={set_up.slug}",
        "tag=bulb",
        f"product={lamp.slug}&topic={set_up.slug}&sort=helpful",
    ):
        page = text(client, f"/knowledge?{query}")
        assert "Screw the ocelot in" in page, query
        assert "Mend the walrus" not in page, query


@pytest.mark.parametrize("query", ["product=nothing", "topic=nothing", "tag=nothing"])
def test_a_choice_that_matches_nothing_leads_on(client: Any, query: str) -> None:
    an_article("Mend the walrus")
    page = text(client, f"/knowledge?{query}")
    assert "No article about this yet" in page
    assert "Mend the walrus" not in page


def test_the_list_goes_on_by_key(client: Any) -> None:
    for number in range(22):
        an_article(f"Bulb number {number}")
    first = text(client, "/knowledge?sort=changed")
    onward = re.search(r'href="(/knowledge\?sort=changed&amp;after=[^"]+)"', first)
    assert onward
    second = text(client, onward.group(1).replace("&amp;", "&"))
    assert "Bulb number 0" in second
    assert "Bulb number 21" not in second


def test_lists_are_for_whoever_may_read_them(client: Any, sign_in: Any, alice: User) -> None:
    an_article("canaryword inside", space=make_space("members"), helpful_count=4)
    archived = an_article("canaryword archived")
    with unit_of_work():
        archived.state = "archived"
    for path in ("/knowledge", "/knowledge?sort=helpful", "/knowledge/feed", "/"):
        assert "canaryword" not in text(client, path), path
    sign_in(client, alice)
    page = text(client, "/knowledge?sort=helpful")
    assert "canaryword inside" in page
    assert "canaryword archived" not in page


def test_the_shelf_takes_a_bounded_number_of_statements(client: Any, statements: Any) -> None:
    lamp, topic = make_product("Lamp"), make_topic()
    ran = []
    for more in (3, 20):
        for _ in range(more):
            an_article(product=lamp, topic=topic, helpful_count=1)
        client.get("/knowledge")
        with statements() as shelf:
            text(client, "/knowledge")
        with statements() as some:
            text(client, f"/knowledge?product={lamp.slug}&topic={topic.slug}")
        ran.append((len(shelf), len(some)))
    assert ran[0] == ran[1]
    assert max(ran[0]) <= 10, ran
    assert max(ran[1]) <= 10, ran


# -- one article ------------------------------------------------------------------------------


def test_an_article_shows_its_text_and_its_standing(client: Any, erin: User) -> None:
    article = an_article(
        "Reset a bulb", reviewer=erin, helpful_count=15, unhelpful_count=1, state="validated"
    )
    page = text(client, url_of(article))
    assert "<h1" in page
    assert "Reset a bulb" in page
    assert '<h2 id="reset-the-bulb">Reset the bulb</h2>' in page
    assert "Validated" in page
    assert "94% of 16 readers found it helpful" in page
    assert re.search(r"Last checked <time[^>]*>[^<]*</time> by <a href=\"/members/erin\">", page)


def test_each_block_can_be_flagged_changed_and_linked(client: Any) -> None:
    article = an_article()
    page = text(client, url_of(article))
    for key in ("reset-the-bulb", "add-it-again"):
        assert f"{url_of(article)}/flags/new?block={key}" in page
        assert f"{url_of(article)}/edit?block={key}" in page
        assert f'data-copy="{url_of(article)}#{key}"' in page


def test_the_contents_lead_to_the_sections(client: Any) -> None:
    page = text(client, url_of(an_article()))
    assert page.count('<a href="#reset-the-bulb"') >= 1


def test_an_old_address_leads_to_the_present_one(client: Any, ada: User) -> None:
    article = an_article("Reset a bulb")
    old = url_of(article)
    write(rename, article, by=ada, slug="restart-a-bulb")
    for rest in ("", "/print", "/history"):
        response = client.get(f"{old}{rest}")
        assert (response.status_code, response.location) == (
            301,
            f"/knowledge/restart-a-bulb{rest}",
        )


def test_an_archived_article_says_so_and_is_not_indexed(client: Any, ada: User) -> None:
    article = an_article("Reset a bulb")
    assert "noindex" not in text(client, url_of(article))
    write(archive, article, by=ada)
    page = text(client, url_of(article))
    assert "This article is archived." in page
    assert '<meta name="robots" content="noindex' in page
    assert "/flags/new" not in page


def test_what_is_not_for_all_is_neither_there_nor_indexed(
    client: Any, sign_in: Any, alice: User
) -> None:
    article = an_article("canaryword", space=make_space("members"))
    assert "canaryword" not in text(client, url_of(article), 404)
    assert "canaryword" not in text(client, f"{url_of(article)}/history", 404)
    assert "canaryword" not in text(client, f"{url_of(article)}/print", 404)
    sign_in(client, alice)
    assert "noindex" in text(client, url_of(article))


def test_an_article_names_only_threads_that_its_reader_may_see(client: Any) -> None:
    article = an_article()
    open_one = make_question("An open ocelot")
    hidden = make_question("canaryword", space=make_space("members"))
    answered = make_answer(make_question("A walrus that was answered"))
    with unit_of_work():
        for kind, number in (
            ("question", open_one.id),
            ("question", hidden.id),
            ("answer", answered.id),
        ):
            db.session.add(
                ArticleSource(article_id=article.id, subject_kind=kind, subject_id=number)
            )
    page = text(client, url_of(article))
    assert "An open ocelot" in page
    assert "A walrus that was answered" in page
    assert "canaryword" not in page


def test_the_last_change_is_told_in_words(client: Any, erin: User) -> None:
    article = an_article(body="## Channel\n\nChoose any channel that is not thirteen, please.")
    assert "What changed on" not in text(client, url_of(article))
    a_change(
        article,
        "## Channel\n\nChoose one of three channels that is not thirteen, please.",
        reviewer=erin,
    )
    page = text(client, url_of(article))
    assert "What changed on" in page
    assert "<del>any</del>" in page
    assert "checked by Erin" in page


def test_search_engines_are_told_what_it_is(client: Any) -> None:
    article = an_article("Reset a bulb")
    page = text(client, url_of(article))
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert block
    data = json.loads(block.group(1))
    assert (data["@type"], data["headline"]) == ("Article", "Reset a bulb")
    assert data["url"] == f"http://localhost{url_of(article)}"
    assert data["author"][0]["name"]


def test_the_steps_of_a_process_are_told_one_by_one(client: Any) -> None:
    article = an_article("Handle a lock-out", kind="process")
    steps = "<ol><li>Ask <b>who</b> it is<ul><li>by name</li></ul></li><li>Open</li></ol>"
    with unit_of_work():
        revision = article.revision
        assert revision is not None
        parts = list(revision.body_parts)
        revision.body_parts = [*parts[:3], steps, *parts[4:]]
    page = text(client, url_of(article))
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert block
    data = json.loads(block.group(1))
    assert data["@type"] == "HowTo"
    assert [step["text"] for step in data["step"]] == ["Ask who it is by name", "Open"]


def test_a_visitors_article_carries_nothing_personal(client: Any) -> None:
    article = an_article()
    for path in ("/knowledge", url_of(article), f"{url_of(article)}/history"):
        response = client.get(path)
        assert "Set-Cookie" not in response.headers, path
        assert "csrf_token" not in response.get_data(as_text=True), path
        assert response.headers["Cache-Control"].startswith("public"), path


def test_an_article_takes_a_bounded_number_of_statements(client: Any, statements: Any) -> None:
    lamp, topic = make_product("Lamp"), make_topic()
    ran = []
    for more in (1, 12):
        body = "\n\n".join(
            f"## Part {n}\n\nWords of part {n}, some more, and more." for n in range(more)
        )
        article = an_article(body=body, product=lamp, topic=topic)
        a_change(article, f"{body}\n\nOne more thing.", significance=MAJOR)
        threads = [make_question(f"Source {n}").id for n in range(more)]
        with unit_of_work():
            for number in threads:
                db.session.add(
                    ArticleSource(article_id=article.id, subject_kind="question", subject_id=number)
                )
        client.get(url_of(article))
        with statements() as some:
            text(client, url_of(article))
        ran.append(some)
    assert len(ran[0]) == len(ran[1]), str(ran[1])
    assert len(ran[1]) <= 36, str(ran[1])


def test_articles_stand_where_their_readers_come_by(client: Any, bob: User) -> None:
    lamp = make_product("Lamp")
    article = an_article("Screw the ocelot in", author=bob, product=lamp, helpful_count=2)
    for path in ("/", f"/products/{lamp.slug}", "/members/bob/articles"):
        page = text(client, path)
        assert "Screw the ocelot in" in page, path
        assert url_of(article) in page, path
    assert 'href="/knowledge"' in text(client, "/questions")
    assert "/knowledge/feed" in text(client, "/feeds/")


def test_a_member_without_articles_is_told_how_to_begin(
    client: Any, sign_in: Any, alice: User
) -> None:
    assert "will stand here" in text(client, "/members/alice/articles")
    sign_in(client, alice)
    assert "can become one" in text(client, "/members/alice/articles")


def test_the_sitemap_names_public_articles(client: Any) -> None:
    article = an_article("Screw the ocelot in")
    an_article("canaryword", space=make_space("members"))
    assert "/sitemap.xml?articles=0" in text(client, "/sitemap.xml")
    listed = text(client, "/sitemap.xml?articles=0")
    assert f"<loc>http://localhost{url_of(article)}</loc>" in listed
    assert "<loc>http://localhost/knowledge</loc>" in listed
    assert "canaryword" not in listed


def test_editors_see_how_it_does_and_what_they_may_do(
    client: Any, sign_in: Any, erin: User, mallory: User
) -> None:
    article = an_article(health=72)
    sign_in(client, mallory)
    assert "Keep it true" not in text(client, url_of(article))
    sign_in(client, erin)
    page = text(client, url_of(article))
    assert "Keep it true" in page
    assert 'id="health"' in page
    assert f"{url_of(article)}/settings" in page
    assert f"{url_of(article)}/validation" in page


# -- history ----------------------------------------------------------------------------------


def test_a_history_tells_who_changed_what_and_who_checked(
    client: Any, erin: User, bob: User
) -> None:
    article = an_article(body="## Channel\n\nChoose any channel, whichever it may be, today.")
    a_change(
        article,
        "## Channel\n\nChoose the first channel, whichever it may be, today.",
        by=bob,
        reviewer=erin,
        significance=MAJOR,
    )
    page = text(client, f"{url_of(article)}/history")
    for words in ("Bob", "Erin", "Major: what to do has changed", "What readers see"):
        assert words in page, words


def test_a_history_keeps_what_waits_to_those_who_may_read_it(
    client: Any, sign_in: Any, erin: User, bob: User
) -> None:
    article = an_article()
    a_proposal(article, by=bob, comment="A secret walrus")
    assert "A secret walrus" not in text(client, f"{url_of(article)}/history")
    sign_in(client, erin)
    assert "A secret walrus" in text(client, f"{url_of(article)}/history")


def test_an_older_text_says_that_it_is_old(client: Any) -> None:
    article = an_article(body="## Channel\n\nChoose any ocelot, whichever it may be, today.")
    a_change(article, "## Channel\n\nChoose a walrus, whichever it may be, today, or another.")
    page = text(client, f"{url_of(article)}/history/1")
    assert "This is an earlier text." in page
    assert "any ocelot" in page
    assert "noindex" in page
    page = text(client, f"{url_of(article)}/history/2?against=1")
    assert "ocelot</del>" in page or "<del>any ocelot</del>" in page
    assert "earlier text" not in page


def test_a_text_that_waits_is_read_by_no_number(client: Any) -> None:
    article = an_article()
    proposal = a_proposal(article)
    text(client, f"{url_of(article)}/history/{proposal.number}", 404)
    text(client, f"{url_of(article)}/history/1?against={proposal.number}", 404)


# -- paper, feed ------------------------------------------------------------------------------


def test_a_process_on_paper_has_its_parts_its_owner_and_its_code(client: Any, erin: User) -> None:
    article = an_article("How we handle a lock-out", kind="process", author=erin)
    page = text(client, f"{url_of(article)}/print")
    for part in ("Steps", "Exceptions", "References", "Contact", "Quality check"):
        assert f">{part}</h2>" in page
    assert "QR code of this article" in page
    assert "Erin" in page
    assert f"http://localhost{url_of(article)}" in page


def test_the_feed_holds_what_changed_last(client: Any) -> None:
    lamp = make_product("Lamp")
    an_article("An ocelot & a <lamp>", product=lamp)
    an_article("Of no product")
    feed = ET.fromstring(text(client, "/knowledge/feed"))  # noqa: S314 - what our own pages wrote
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert titles == ["Of no product", "An ocelot & a <lamp>"]
    feed = ET.fromstring(text(client, f"/knowledge/feed?product={lamp.slug}"))  # noqa: S314 - ours
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert titles == ["An ocelot & a <lamp>"]

"""An article's page, and its paper, as their readers find them."""

from __future__ import annotations

import json
import re
from typing import Any

from app.domain.accounts.models import User
from app.domain.knowledge.actions.addressing import rename
from app.domain.knowledge.actions.keeping import archive
from app.domain.knowledge.models.articles import Article, ArticleSource, Attachment
from app.domain.knowledge.rules import MAJOR
from app.domain.search import actions as search
from app.kit.db import db
from app.kit.work import unit_of_work, write
from tests.factories.catalog import make_product, make_space
from tests.factories.forum import make_answer, make_question
from tests.factories.knowledge import a_change, an_article, make_topic


def text(client: Any, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, response.status_code
    return str(response.get_data(as_text=True))


def url_of(article: Article) -> str:
    return f"/knowledge/{article.slug}"


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


def test_a_passage_can_be_flagged_and_linked_by_itself(client: Any) -> None:
    article = an_article(body="## Channel\n\n::: #short\n\nChoose one of the three first.\n\n:::")
    page = text(client, url_of(article))
    assert '<div class="passage" id="short">' in page
    assert f"{url_of(article)}/flags/new?block=short" in page


def test_a_place_where_a_block_is_used_is_counted(client: Any) -> None:
    article = an_article()
    reference = f"{{{{kb:{article.slug}#reset-the-bulb}}}}"
    an_article("Add a second bulb", body=f"First of all reset the bulb:\n\n{reference}")
    page = text(client, url_of(article))
    assert "Used in 1 place" in page
    assert "Add a second bulb" in text(client, f"{url_of(article)}/uses?block=reset-the-bulb")


def test_files_of_an_article_are_listed(client: Any, tess: User) -> None:
    body = "## Leaflet\n\nIt is all in [the leaflet](/attachments/leaflet.pdf), page one."
    article = an_article(body=body, author=tess)
    with unit_of_work():
        db.session.add(
            Attachment(
                name="leaflet.pdf",
                article_id=article.id,
                owner_id=tess.id,
                title="The leaflet.pdf",
                media_type="application/pdf",
                size=2000,
            )
        )
    page = text(client, url_of(article))
    assert '<a href="/attachments/leaflet.pdf">The leaflet.pdf</a>' in page
    assert "2.0 kB" in page


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
    # Empty, so that nothing is related: what is related is read in two statements more.
    search.rebuild()
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


def test_a_process_on_paper_has_its_parts_its_owner_and_its_code(client: Any, erin: User) -> None:
    article = an_article("How we handle a lock-out", kind="process", author=erin)
    page = text(client, f"{url_of(article)}/print")
    for part in ("Steps", "Exceptions", "References", "Contact", "Quality check"):
        assert f">{part}</h2>" in page
    assert "QR code of this article" in page
    assert "Erin" in page
    assert f"http://localhost{url_of(article)}" in page

"""Suggesting changes: whole articles, one block, two at once; nothing typed is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.forum.models.writing import Draft
from app.domain.knowledge.actions.addressing import rename
from app.domain.knowledge.actions.beginning import begin_article
from app.domain.knowledge.actions.flagging import flag_block
from app.domain.knowledge.actions.reviewing import approve, merge_of
from app.domain.knowledge.actions.wording import Wording
from app.domain.knowledge.models.articles import Article, ArticleRevision
from app.domain.knowledge.rules import PROCESS_PARTS
from app.kit.db import db
from app.kit.work import write
from tests.factories.knowledge import BODY, a_proposal, an_article, an_outline, block_of

FIRST = BODY.replace("five times", "six times")
SECOND = BODY.replace("a device", "a lamp")


def text_of(response: Any) -> str:
    return str(response.get_data(as_text=True))


def field_of(page: str, name: str) -> str:
    """What a field of the form holds."""
    area = re.search(rf'<textarea[^>]* name="{name}"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    if area:
        return area[1].replace("&#39;", "'").replace("&#34;", '"')
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)
    assert found, f"no field {name}"
    return found[1]


def waiting() -> list[ArticleRevision]:
    return list(
        db.session.scalars(select(ArticleRevision).where(ArticleRevision.state == "proposed"))
    )


def change(article: Article, **values: Any) -> dict[str, Any]:
    return {
        "title": article.title,
        "summary": article.summary,
        "body": FIRST,
        "base_id": article.revision_id,
        "comment": "Five was not enough",
        "significance": "30",
    } | values


def test_bob_suggests_a_change_that_waits_for_somebody_else(
    client: Any, sign_in: Any, bob: Any
) -> None:
    article = an_article()
    sign_in(client, bob)
    page = text_of(client.get(f"/knowledge/{article.slug}/edit"))
    assert field_of(page, "body").strip() == BODY.strip()
    assert field_of(page, "base_id") == str(article.revision_id)
    response = client.post(f"/knowledge/{article.slug}/revisions", data=change(article))
    (revision,) = waiting()
    assert response.status_code == 303
    assert response.location.endswith(f"/knowledge/revisions/{revision.id}")
    assert (revision.significance, revision.comment) == (30, "Five was not enough")
    assert "five times" in article.revision.body
    shown = text_of(client.get(response.location))
    assert "<del>five</del>" in shown
    assert "<ins>six</ins>" in shown
    assert "Take it back" in shown
    assert "approval" not in shown


def test_a_second_click_suggests_once(client: Any, sign_in: Any, bob: Any) -> None:
    article = an_article()
    sign_in(client, bob)
    data = change(article, nonce="once")
    places = {client.post(f"/knowledge/{article.slug}/revisions", data=data).location for _ in "12"}
    assert len(places) == 1
    assert len(waiting()) == 1


def test_one_block_is_changed_by_itself(client: Any, sign_in: Any, bob: Any) -> None:
    article = an_article()
    sign_in(client, bob)
    page = text_of(client.get(f"/knowledge/{article.slug}/edit?block=add-it-again"))
    given = field_of(page, "body")
    assert given.startswith("## Add it again")
    assert "Reset the bulb" not in given
    data = {"block": "add-it-again", "body": given.replace("a device", "a lamp")}
    data |= {"base_id": str(article.revision_id), "comment": "It is a lamp", "significance": "10"}
    response = client.post(f"/knowledge/{article.slug}/revisions", data=data)
    assert response.status_code == 303
    (revision,) = waiting()
    assert revision.block_key == "add-it-again"
    assert revision.body.strip() == SECOND.strip()


def test_a_block_that_is_not_there_opens_the_whole_article(
    client: Any, sign_in: Any, bob: Any
) -> None:
    article = an_article()
    sign_in(client, bob)
    page = text_of(client.get(f"/knowledge/{article.slug}/edit?block=nothing"))
    assert field_of(page, "body").strip() == BODY.strip()


def test_two_at_once_lose_no_word(
    client: Any, sign_in: Any, bob: Any, erin: Any, mallory: Any
) -> None:
    article = an_article()
    base = article.revision_id
    theirs = a_proposal(article, by=mallory, body=FIRST)
    write(approve, theirs, by=erin)
    sign_in(client, bob)
    met = client.post(
        f"/knowledge/{article.slug}/revisions",
        data=change(article, body=SECOND, base_id=base, nonce="mine"),
    )
    assert met.status_code == 409
    page = text_of(met)
    assert field_of(page, "theirs").strip() == FIRST.strip()
    assert field_of(page, "yours").strip() == SECOND.strip()
    both = field_of(page, "body")
    assert "six times" in both
    assert "a lamp" in both
    assert waiting() == []
    again = client.post(
        f"/knowledge/{article.slug}/revisions",
        data=change(article, body=both, base_id=field_of(page, "base_id")),
    )
    assert again.status_code == 303
    (revision,) = waiting()
    assert "six times" in revision.body
    assert "a lamp" in revision.body


def test_the_same_place_keeps_both_wordings_and_asks_to_choose(
    client: Any, sign_in: Any, bob: Any, erin: Any, mallory: Any
) -> None:
    article = an_article()
    base = article.revision_id
    write(approve, a_proposal(article, by=mallory, body=FIRST), by=erin)
    sign_in(client, bob)
    mine = BODY.replace("five times", "three slow times")
    url = f"/knowledge/{article.slug}/revisions"
    page = text_of(client.post(url, data=change(article, body=mine, base_id=base)))
    both = field_of(page, "body")
    assert "six times" in both
    assert "three slow times" in both
    data = change(article, body=both, base_id=field_of(page, "base_id"))
    marked = client.post(url, data=data)
    assert marked.status_code == 422
    assert "three slow times" in field_of(text_of(marked), "body")
    assert waiting() == []


def test_one_block_and_the_whole_article_meet_without_loss(
    client: Any, sign_in: Any, bob: Any, erin: Any, mallory: Any
) -> None:
    article = an_article()
    base = article.revision_id
    write(approve, a_proposal(article, by=mallory, body=FIRST), by=erin)
    sign_in(client, bob)
    block = "## Add it again\n\nOpen the app and choose **Add a lamp**."
    data = {"block": "add-it-again", "body": block, "base_id": str(base), "significance": "20"}
    page = text_of(client.post(f"/knowledge/{article.slug}/revisions", data=data))
    both = field_of(page, "body")
    assert "six times" in both
    assert "Add a lamp" in both
    assert field_of(page, "title") == article.title


def test_a_visitors_change_survives_signing_in(client: Any, sign_in: Any, bob: Any) -> None:
    article = an_article()
    assert client.get(f"/knowledge/{article.slug}/edit").status_code == 200
    response = client.post(f"/knowledge/{article.slug}/revisions", data=change(article))
    assert response.status_code == 303
    assert "/signin" in response.location
    draft = db.session.scalars(select(Draft)).one()
    assert draft.place == f"article:{article.id}:edit"
    assert "six times" in field_of(text_of(client.get(f"/knowledge/{article.slug}/edit")), "body")


def test_a_refused_change_keeps_every_word(client: Any, sign_in: Any, bob: Any) -> None:
    article = an_article()
    sign_in(client, bob)
    refused = client.post(
        f"/knowledge/{article.slug}/revisions", data=change(article, title="No", tags="x")
    )
    page = text_of(refused)
    assert refused.status_code == 422
    assert "six times" in field_of(page, "body")
    assert field_of(page, "comment") == "Five was not enough"
    assert 'value="30" checked' in page


def test_whoever_may_not_change_it_is_told_why(client: Any, sign_in: Any, nora: Any) -> None:
    article = an_article()
    sign_in(client, nora)
    assert client.get(f"/knowledge/{article.slug}/edit").status_code == 403
    refused = client.post(f"/knowledge/{article.slug}/revisions", data=change(article))
    assert refused.status_code == 403
    assert "six times" in field_of(text_of(refused), "body")


def test_what_was_flagged_stands_beside_the_form_and_in_the_change(
    client: Any, sign_in: Any, bob: Any, mallory: Any
) -> None:
    article = an_article()
    made = write(
        flag_block,
        article,
        by=mallory,
        who=f"m:{mallory.id}",
        reason="outdated",
        words="The app looks different now",
        block_key="add-it-again",
    )
    sign_in(client, bob)
    url = f"/knowledge/{article.slug}/edit?block=add-it-again&flag={made.id}"
    page = text_of(client.get(url))
    assert "The app looks different now" in page
    data = {"block": "add-it-again", "flag": str(made.id), "significance": "20"}
    data |= {
        "body": field_of(page, "body") + "\nUse the new app.",
        "base_id": str(article.revision_id),
    }
    client.post(f"/knowledge/{article.slug}/revisions", data=data)
    (revision,) = waiting()
    assert (revision.trigger_kind, revision.trigger_id) == ("flag", made.id)
    assert "The app looks different now" in text_of(
        client.get(f"/knowledge/revisions/{revision.id}")
    )


def test_an_old_address_leads_on(client: Any, sign_in: Any, bob: Any, erin: Any) -> None:
    article = an_article()
    old = article.slug
    write(rename, article, by=erin, slug="a-better-name")
    sign_in(client, bob)
    moved = client.get(f"/knowledge/{old}/edit?block=add-it-again")
    assert moved.status_code == 301
    assert moved.location.endswith("/knowledge/a-better-name/edit?block=add-it-again")
    assert client.post(f"/knowledge/{old}/revisions", data=change(article)).status_code == 307
    assert client.head(f"/knowledge/{old}/edit?block=add-it-again").status_code == 301


def test_a_draft_of_many_is_saved_and_sent(client: Any, sign_in: Any, tess: Any, sue: Any) -> None:
    space = an_article().space
    words = Wording("How to reset a bulb", "", an_outline(BODY))
    article = write(begin_article, by=tess, wording=words, is_ready=False, space=space)
    sign_in(client, sue)
    url = f"/knowledge/{article.slug}"
    page = text_of(client.get(f"{url}/edit"))
    assert "Save the draft" in page
    kept = client.post(f"{url}/revisions", data=change(article, draft="1"))
    assert kept.status_code == 303
    assert article.revision.state == "draft"
    assert "six times" in article.revision.body
    sent = client.post(f"{url}/revisions", data=change(article, body=SECOND + FIRST))
    assert sent.status_code == 303
    assert article.revision.state == "proposed"


def test_a_proposal_behind_the_present_text_is_brought_up_to_date(
    client: Any, sign_in: Any, bob: Any, erin: Any, mallory: Any
) -> None:
    article = an_article()
    behind = a_proposal(article, by=bob, body=BODY.replace("five times", "nine times"))
    write(approve, a_proposal(article, by=mallory, body=FIRST), by=erin)
    assert not merge_of(behind).is_clean
    sign_in(client, bob)
    page = text_of(client.get(f"/knowledge/{article.slug}/edit?from={behind.id}"))
    both = field_of(page, "body")
    assert "six times" in both
    assert "nine times" in both
    assert field_of(page, "base_id") == str(article.revision_id)


@pytest.mark.parametrize("given", ["x", "99999999999999999999", "-1", "0"])
def test_an_address_made_up_changes_nothing(
    client: Any, sign_in: Any, bob: Any, given: str
) -> None:
    article = an_article()
    sign_in(client, bob)
    assert client.get(f"/knowledge/{article.slug}/edit?flag={given}").status_code in {200, 404}
    assert client.get(f"/knowledge/{article.slug}/edit?from={given}").status_code in {200, 404}


def test_drafts_of_changes_lead_back_to_their_forms(client: Any, sign_in: Any, bob: Any) -> None:
    article = an_article()
    block = block_of(article, "add-it-again")
    sign_in(client, bob)
    for place in (f"article:{article.id}:edit", f"article:{article.id}:block:{block.id}"):
        client.post("/drafts", data={"place": place, "body": "Half a sentence"})
    page = text_of(client.get("/drafts"))
    assert f'href="/knowledge/{article.slug}/edit"' in page
    assert f'href="/knowledge/{article.slug}/edit?block=add-it-again"' in page
    assert article.title in page


def test_two_who_change_a_process_meet_part_by_part(
    client: Any, sign_in: Any, bob: Any, erin: Any, mallory: Any
) -> None:
    article = an_article(kind="process")
    base, said = article.revision_id, "What is to be said about this part of it."
    theirs = article.revision.body.replace(said, "Call the bench first.", 1)
    write(approve, a_proposal(article, by=mallory, body=theirs), by=erin)
    sign_in(client, bob)
    url = f"/knowledge/{article.slug}/revisions"
    data = {"title": article.title, "summary": article.summary, "significance": "20"}
    data |= {f"field-{part}": said for part in PROCESS_PARTS} | {"base_id": str(base)}
    page = text_of(client.post(url, data=data | {"field-contact": "Ring Kim."}))
    assert field_of(page, "field-steps") == "Call the bench first."
    assert field_of(page, "field-contact") == "Ring Kim."
    # The same part by both: both wordings stand in it, and it is not sent so.
    page = text_of(client.post(url, data=data | {"field-steps": "Call nobody."}))
    both = field_of(page, "field-steps")
    assert "Call nobody." in both
    assert "Call the bench first." in both
    again = {"field-steps": both, "base_id": field_of(page, "base_id")}
    refused = client.post(url, data=data | again)
    assert refused.status_code == 422
    assert "Choose between the wordings" in text_of(refused)
    assert waiting() == []


def test_only_blocks_that_the_articles_readers_may_see_are_offered(
    client: Any, sign_in: Any, bob: Any
) -> None:
    article = an_article()
    sign_in(client, bob)
    for query in ("", "?block=add-it-again"):
        page = text_of(client.get(f"/knowledge/{article.slug}/edit{query}"))
        assert 'data-blocks="/knowledge/blocks?space=community"' in page

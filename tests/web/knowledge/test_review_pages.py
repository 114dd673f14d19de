"""Reviewing on the web: what changes, who may decide, what becomes of it."""

from __future__ import annotations

from typing import Any

from app.domain.knowledge.actions.reviewing import approve
from app.kit.work import write
from tests.factories.knowledge import BODY, a_change, a_proposal, an_article

FIRST = BODY.replace("five times", "six times")


def text_of(response: Any) -> str:
    return str(response.get_data(as_text=True))


def test_erin_sees_what_changes_and_publishes_it(
    client: Any, sign_in: Any, bob: Any, erin: Any
) -> None:
    article = an_article()
    waits = a_proposal(article, by=bob, body=FIRST, significance=10)
    sign_in(client, erin)
    url = f"/knowledge/revisions/{waits.id}"
    page = text_of(client.get(url))
    assert "<del>five</del>" in page
    assert "<ins>six</ins>" in page
    assert "Reset the bulb</b>" in page
    assert "Add it again</b>" not in page
    response = client.post(f"{url}/approval", data={"significance": "30", "note": "Thank you"})
    assert response.status_code == 303
    assert (waits.state, waits.significance, waits.review_note) == ("published", 30, "Thank you")
    assert "six times" in article.revision.body


def test_declining_asks_for_a_reason_and_keeps_the_page(
    client: Any, sign_in: Any, bob: Any, erin: Any
) -> None:
    waits = a_proposal(by=bob)
    sign_in(client, erin)
    url = f"/knowledge/revisions/{waits.id}"
    refused = client.post(f"{url}/refusal", data={"note": " ", "significance": "20"})
    assert refused.status_code == 422
    assert 'id="note-error"' in text_of(refused)
    assert waits.state == "proposed"
    client.post(f"{url}/refusal", data={"note": "It is five.", "significance": "20"})
    assert waits.state == "declined"
    sign_in(client, bob)
    assert "It is five." in text_of(client.get(url))


def test_ones_own_change_says_why_one_may_not_decide(client: Any, sign_in: Any, erin: Any) -> None:
    waits = a_proposal(by=erin)
    sign_in(client, erin)
    url = f"/knowledge/revisions/{waits.id}"
    page = text_of(client.get(url))
    assert "Somebody else has to look at your own change." in page
    assert f"{url}/approval" not in page
    assert client.post(f"{url}/approval", data={"significance": "20"}).status_code == 403
    assert waits.state == "proposed"


def test_a_waiting_text_is_its_editors_and_reviewers_alone(
    client: Any, sign_in: Any, bob: Any, mallory: Any, erin: Any
) -> None:
    waits = a_proposal(by=bob)
    url = f"/knowledge/revisions/{waits.id}"
    assert client.get(url).status_code == 404
    seen = {}
    for who in (bob, mallory, erin):
        sign_in(client, who)
        seen[who.handle] = client.get(url).status_code
    assert seen == {"bob": 200, "mallory": 404, "erin": 200}
    sign_in(client, mallory)
    assert client.post(f"{url}/approval").status_code == 404
    assert client.post(f"{url}/withdrawal").status_code == 404


def test_bob_takes_his_change_back(client: Any, sign_in: Any, bob: Any) -> None:
    waits = a_proposal(by=bob)
    sign_in(client, bob)
    assert client.post(f"/knowledge/revisions/{waits.id}/withdrawal").status_code == 303
    assert waits.state == "withdrawn"


def test_a_text_behind_is_joined_with_what_was_published_since(
    client: Any, sign_in: Any, bob: Any, mallory: Any, erin: Any
) -> None:
    article = an_article()
    waits = a_proposal(article, by=bob, body=BODY.replace("a device", "a lamp"))
    write(approve, a_proposal(article, by=mallory, body=FIRST), by=erin)
    sign_in(client, erin)
    url = f"/knowledge/revisions/{waits.id}"
    assert "was changed since this was begun" in text_of(client.get(url))
    assert client.post(f"{url}/approval", data={"significance": "20"}).status_code == 303
    assert "six times" in article.revision.body
    assert "a lamp" in article.revision.body


def test_the_same_place_twice_has_to_be_brought_together_by_hand(
    client: Any, sign_in: Any, bob: Any, mallory: Any, erin: Any
) -> None:
    article = an_article()
    waits = a_proposal(article, by=bob, body=BODY.replace("five times", "nine times"))
    write(approve, a_proposal(article, by=mallory, body=FIRST), by=erin)
    sign_in(client, erin)
    url = f"/knowledge/revisions/{waits.id}"
    page = text_of(client.get(url))
    assert f"/edit?from={waits.id}" in page
    assert "Publish it" not in page
    assert 'id="blocks-title"' not in page
    refused = client.post(f"{url}/approval", data={"significance": "20"})
    assert refused.status_code == 409
    assert "six times" in article.revision.body


def test_a_significance_made_up_is_refused(client: Any, sign_in: Any, bob: Any, erin: Any) -> None:
    waits = a_proposal(by=bob)
    sign_in(client, erin)
    url = f"/knowledge/revisions/{waits.id}/approval"
    for given in ("11", "", "x", "٣٠"):
        assert client.post(url, data={"significance": given}).status_code == 422
    assert waits.state == "proposed"


def test_a_roll_back_puts_the_earlier_text_in_force(client: Any, sign_in: Any, erin: Any) -> None:
    article = an_article()
    first = article.revision
    a_change(article, body=FIRST)
    assert "six times" in article.revision.body
    sign_in(client, erin)
    url = f"/knowledge/{article.slug}/rollback"
    response = client.post(url, data={"number": str(first.number), "comment": "It was right."})
    assert response.status_code == 303
    assert "five times" in article.revision.body
    assert article.revision.trigger_kind == "rollback"


def test_a_roll_back_asks_for_a_number_and_the_right(
    client: Any, sign_in: Any, erin: Any, bob: Any
) -> None:
    article = an_article()
    url = f"/knowledge/{article.slug}/rollback"
    sign_in(client, bob)
    assert client.post(url, data={"number": "1"}).status_code == 403
    sign_in(client, erin)
    assert client.post(url).status_code == 404
    assert client.post(url, data={"number": "99"}).status_code == 404


def test_sue_says_that_it_is_true(client: Any, sign_in: Any, sue: Any) -> None:
    article = an_article()
    sign_in(client, sue)
    url = f"/knowledge/{article.slug}/validation"
    response = client.post(url, data={"revision_id": str(article.revision_id)})
    assert response.status_code == 303
    assert article.checked_by_id == sue.id

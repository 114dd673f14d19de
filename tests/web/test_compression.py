"""Pages travel compressed, and give nothing away by their length."""

from __future__ import annotations

import gzip
import re
from typing import Any

from app.domain.accounts.models import User
from app.web.forgery import mask, unmask
from tests.factories.forum import make_question

GZIP = {"Accept-Encoding": "gzip, br"}


def body_of(answer: Any) -> str:
    return gzip.decompress(answer.data).decode()


def test_a_visitors_page_is_compressed_for_browsers_that_take_it(client: Any) -> None:
    make_question("How do I pair it?")
    answer = client.get("/questions?tab=new", headers=GZIP)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "How do I pair it?" in body_of(answer)
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert "Accept-Encoding" in answer.vary
    for refused in ("identity", "gzip;q=0", ""):
        plain = client.get("/questions?tab=new", headers={"Accept-Encoding": refused})
        assert "Content-Encoding" not in plain.headers
        assert "Accept-Encoding" in plain.vary


def test_what_fits_one_packet_is_left_alone(client: Any) -> None:
    assert "Content-Encoding" not in client.get("/healthz", headers=GZIP).headers


def test_a_members_page_that_may_repeat_its_address_is_not_compressed(
    client: Any, sign_in: Any, alice: User
) -> None:
    sign_in(client, alice)
    assert client.get("/questions", headers=GZIP).headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in client.get("/search?q=guess", headers=GZIP).headers


def test_the_token_is_drawn_differently_on_each_page_and_one_on_each(
    client: Any, sign_in: Any, alice: User
) -> None:
    question = make_question()
    sign_in(client, alice)
    first, second = (_tokens_on(client, question.id) for _ in range(2))
    assert len(first) == len(second) == 1
    assert first != second
    # Behind both masks stands the secret of one session.
    secrets = {unmask(token).split(".")[0] for token in first | second}
    assert len(secrets) == 1
    assert client.post("/theme", data={"csrf_token": first.pop()}).status_code in {302, 303}


def _tokens_on(client: Any, question_id: int) -> set[str]:
    page = client.get(f"/questions/{question_id}", follow_redirects=True)
    return set(re.findall(r'name="csrf_token" value="([^"]+)"', page.text))


def test_masks_differ_and_come_off() -> None:
    assert mask("token.abc") != mask("token.abc")
    assert unmask(mask("token.abc")) == "token.abc"
    for sent in (None, "", "token.abc", "~é", "~a"):
        assert unmask(sent) == sent

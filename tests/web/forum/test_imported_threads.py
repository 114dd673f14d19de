"""Questions of elsewhere say where they were first asked, and under which licence."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.factories.forum import make_question


@pytest.mark.parametrize(
    "site, licence", [("iot.stackexchange.com", "CC BY-SA 3.0"), ("forum.example.com", "")]
)
def test_words_of_elsewhere_name_their_place_and_licence(
    client: Any, site: str, licence: str
) -> None:
    question = make_question(
        external_url=f"https://{site}/questions/7", asked_at=datetime(2016, 5, 1, tzinfo=UTC)
    )
    page = client.get(f"/questions/{question.id}-{question.slug}").get_data(as_text=True)
    assert f"First asked at {site}" in page
    assert ("CC BY-SA" in page) == bool(licence)
    assert licence in page

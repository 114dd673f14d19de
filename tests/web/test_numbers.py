"""Numbers of rows as strangers send them."""

from typing import Any

import pytest

from app.web.numbers import ROW_LAST, row_named, row_number


def test_a_number_is_read() -> None:
    assert row_number("12") == 12
    assert row_named(str(ROW_LAST)) == ROW_LAST


@pytest.mark.parametrize("given", [None, "", "x", "-1", "0", str(ROW_LAST + 1), "9" * 60, "1.5"])
def test_what_names_no_row_is_none(given: str | None) -> None:
    assert row_named(given) is None


@pytest.mark.parametrize("name", ["after", "articles"])
def test_a_sitemap_after_more_than_a_row_can_have_is_the_index(client: Any, name: str) -> None:
    answer = client.get(f"/sitemap.xml?{name}={'9' * 60}")

    assert answer.status_code == 200
    assert "sitemapindex" in answer.text

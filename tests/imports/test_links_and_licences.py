"""Links between posts of one site, and whose words they are."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.imports.stackexchange.attribution import Attribution, is_of_network, licence_of
from app.imports.stackexchange.bodies import to_markdown
from app.imports.stackexchange.links import internal_links
from app.imports.stackexchange.rows import CommentRow

SITE = "bicycles.meta.stackexchange.com"


@pytest.mark.parametrize(
    "address, target",
    [
        (f"https://{SITE}/questions/12/a-slug", ("question", 12)),
        (f"http://{SITE}/questions/12", ("question", 12)),
        (f"//{SITE}/q/12", ("question", 12)),
        (f"https://{SITE}/q/12/7", ("question", 12)),
        (f"https://{SITE}/a/34/7", ("answer", 34)),
        (f"https://{SITE}/questions/12/a-slug/34#34", ("answer", 34)),
        (f"https://{SITE}/questions/12/a-slug#34", ("answer", 34)),
        (f"https://{SITE}/questions/12/a-slug?x=1#comment5_12", ("question", 12)),
        ("https://meta.bicycles.stackexchange.com/questions/12/a", ("question", 12)),
        ("/questions/12/a-slug", ("question", 12)),
        ("/a/34", ("answer", 34)),
    ],
)
def test_links_within_the_site_are_found(address, target):
    html = f'<p>see <a href="{address}" rel="nofollow">this</a></p>'
    assert internal_links(html, SITE) == [target]
    assert internal_links(to_markdown(html, SITE), SITE) == [target]


@pytest.mark.parametrize(
    "address",
    [
        "https://bicycles.stackexchange.com/questions/12/a",
        f"https://{SITE}/questions/tagged/12",
        f"https://{SITE}/users/12",
        f"https://{SITE}/questions/12abc",
        f"https://evil.org/{SITE}/questions/12",
        "/tags/12",
    ],
)
def test_other_links_are_not(address):
    assert internal_links(f'<a href="{address}">x</a>', SITE) == []


def test_each_link_is_listed_once_in_order():
    html = f"https://{SITE}/a/2 https://{SITE}/q/1 https://{SITE}/a/2"
    assert internal_links(html, SITE) == [("answer", 2), ("question", 1)]


def test_attribution_names_the_addresses_on_the_site():
    source = Attribution(SITE)
    assert source.question_url(1) == f"https://{SITE}/questions/1"
    assert source.answer_url(2) == f"https://{SITE}/a/2"
    assert source.author_url(3) == f"https://{SITE}/users/3"


def test_the_network_is_known_by_its_names():
    for site in ("iot.stackexchange.com", "meta.stackexchange.com", "superuser.com"):
        assert is_of_network(site)
    for site in ("example.com", "stackexchange.com.example.org", "notsuperuser.com", ""):
        assert not is_of_network(site)


def test_a_licence_is_the_rows_own_or_that_of_its_time():
    row = CommentRow(1, 2, 0, "x", datetime(2010, 8, 25, tzinfo=UTC), None, "", "")
    assert licence_of(row) == "CC BY-SA 2.5"
    assert licence_of(replace(row, created_at=datetime(2017, 1, 1, tzinfo=UTC))) == "CC BY-SA 3.0"
    assert licence_of(replace(row, created_at=datetime(2020, 1, 1, tzinfo=UTC))) == "CC BY-SA 4.0"
    assert licence_of(replace(row, license="CC0")) == "CC0"

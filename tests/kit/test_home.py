"""An address somebody pasted is one of ours, or it is not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.kit import home


@pytest.fixture(autouse=True)
def _our_home() -> Iterator[None]:
    before = home._home
    home.use("https://help.lumen.example:8443")
    yield
    home.use(before.geturl())


@pytest.mark.parametrize(
    "address, path",
    [
        ("/knowledge/reset", "/knowledge/reset"),
        ("/knowledge/caf%C3%A9?x=1#steps", "/knowledge/café"),
        ("https://help.lumen.example:8443/knowledge/reset", "/knowledge/reset"),
        ("//HELP.lumen.example:8443/knowledge/reset", "/knowledge/reset"),
        ("https://elsewhere.example/knowledge/reset", None),
        ("https://help.lumen.example:9/knowledge/reset", None),
        ("https://help.lumen.example:port/knowledge/reset", None),
        ("mailto:ada@lumen.example", None),
        ("javascript:alert(1)", None),
        ("knowledge/reset", None),
        ("", None),
    ],
)
def test_an_address_is_ours_by_its_host_and_port(address: str, path: str | None) -> None:
    assert home.path_of(address) == path


def test_http_and_https_are_one_home() -> None:
    home.use("http://help.lumen.example")
    assert home.path_of("https://help.lumen.example/a") == "/a"

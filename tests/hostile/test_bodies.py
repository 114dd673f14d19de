"""Bodies made to be too much: refused before they cost anything."""

from __future__ import annotations

import io
import time
from typing import Any

import pytest

from app.application import MOST_BYTES, Community
from tests.house.stage import Browser, undone

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)

# Far beyond what a refusal takes, even on a busy machine; accepting one would take longer.
SECONDS = 20.0
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
PATHS = (
    "/questions/ask",
    "/files",
    "/preview",
    "/signin",
    "/drafts",
    "/theme",
    "/settings/picture",
)


@pytest.fixture
def visitor(app: Community, session: Any) -> Browser:
    return Browser(app, None)


def status(visitor: Browser, path: str, sent: bytes, content_type: str) -> int:
    began = time.monotonic()
    with undone():
        answer = visitor.send(
            "POST",
            path,
            input_stream=io.BytesIO(sent),
            content_type=content_type,
            headers={"Content-Length": str(len(sent))},
        )
        answer.close()
    assert time.monotonic() - began < SECONDS, f"{path} took its time to refuse"
    return int(answer.status_code)


def parts(count: int, size: int = 1) -> bytes:
    one = b'--x\r\nContent-Disposition: form-data; name="n%d"\r\n\r\n' + b"v" * size + b"\r\n"
    return b"".join(one % number for number in range(count)) + b"--x--\r\n"


@pytest.mark.parametrize("path", PATHS)
def test_ten_thousand_parts_are_refused(visitor: Browser, path: str) -> None:
    assert status(visitor, path, parts(10_000), "multipart/form-data; boundary=x") == 413


@pytest.mark.parametrize("path", PATHS)
def test_a_huge_body_is_refused(visitor: Browser, path: str) -> None:
    assert status(visitor, path, b"a=" + b"b" * MOST_BYTES, FORM) == 413


@pytest.mark.parametrize("path", PATHS)
def test_a_huge_field_is_refused(visitor: Browser, path: str) -> None:
    assert status(visitor, path, parts(1, 2_000_000), "multipart/form-data; boundary=x") == 413


def test_many_small_fields_are_no_fault(visitor: Browser) -> None:
    sent = "&".join(f"a{number}=b" for number in range(60_000)).encode()
    assert 400 <= status(visitor, "/questions/ask", sent, FORM) < 500 or len(sent) < MOST_BYTES


@pytest.mark.parametrize("sent", [b"[" * 100_000, b'{"a":' * 50_000, b"{", b"\xff\xfe"])
@pytest.mark.parametrize("path", ["/preview", "/api/v1/search", "/questions/ask", "/drafts"])
def test_json_that_nests_for_ever_is_no_fault(visitor: Browser, path: str, sent: bytes) -> None:
    assert status(visitor, path, sent, JSON) < 500


@pytest.mark.parametrize(
    "sent, content_type",
    [
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
        (b"--x", "multipart/form-data; boundary=" + "x" * 5000),
        (b"a=b", "application/x-www-form-urlencoded; charset=no-such-thing"),
        (b"a=b", "\x7f/nonsense"),
    ],
)
def test_a_broken_body_is_no_fault(visitor: Browser, sent: bytes, content_type: str) -> None:
    for path in PATHS:
        assert status(visitor, path, sent, content_type) < 500

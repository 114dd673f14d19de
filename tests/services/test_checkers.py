"""The checkers find what is wrong; one that cannot fail would prove nothing."""

import http.server
import threading
from collections.abc import Callable, Iterator

import pytest

from tests.services.axe import assert_accessible, violations
from tests.services.chromium import Troubles, Window, is_of_this_machine
from tests.services.nu import assert_valid_html, html_errors

GOOD = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Fine</title>'
    '<link rel="icon" href="data:,"></head><body><main><h1>Fine</h1></main></body></html>'
)
BAD = GOOD.replace(
    "<h1>Fine</h1>", '<h1>Fine</h1><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'
)
POLICY = "default-src 'none'; img-src data:; connect-src http:"


@pytest.fixture
def strict_site() -> Iterator[Callable[[str], str]]:
    """A page under a strict policy: `strict_site(html)` gives its address."""
    body = b""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status = 500 if self.path == "/broken" else 200
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """Keep the tests' output to the tests."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def site(html: str) -> str:
        nonlocal body
        body = html.encode()
        return f"http://127.0.0.1:{server.server_port}/"

    yield site
    server.shutdown()
    server.server_close()


def test_axe_passes_a_good_page_and_names_the_fault_of_a_bad_one(
    open_window: Callable[..., Window], strict_site: Callable[[str], str]
) -> None:
    page = open_window().page
    page.goto(strict_site(GOOD))
    assert_accessible(page)
    page.goto(strict_site(BAD))
    assert any("image-alt" in line for line in violations(page))
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)


def test_axe_says_that_it_needs_scripts(
    open_window: Callable[..., Window], strict_site: Callable[[str], str]
) -> None:
    page = open_window(scripts=False).page
    page.goto(strict_site(BAD))
    with pytest.raises(AssertionError, match="scripts"):
        violations(page, patience=0.5)


@pytest.mark.parametrize(
    "fault, sign",
    [
        ("<script>document.title = 'x'</script>", "Content Security Policy"),
        ('<p style="color: red">red</p>', "Content Security Policy"),
        ('<img alt="" src="http://192.0.2.1/x.gif">', "Content Security Policy"),
    ],
)
def test_a_breach_of_the_policy_is_a_trouble(
    open_window: Callable[..., Window],
    strict_site: Callable[[str], str],
    fault: str,
    sign: str,
) -> None:
    window = open_window()
    window.page.goto(strict_site(GOOD.replace("</main>", fault + "</main>")))
    window.page.wait_for_load_state("networkidle")
    assert any(sign in trouble for trouble in window.troubles.unexpected)
    window.forgive(sign, "192.0.2.1")


@pytest.mark.parametrize("host", ["192.0.2.1", "[2001:db8::1]", "somebody.example"])
def test_a_request_to_somebody_else_is_stopped_and_a_trouble(
    open_window: Callable[..., Window], strict_site: Callable[[str], str], host: str
) -> None:
    window = open_window()
    window.page.goto(strict_site(GOOD))
    with window.page.expect_event("requestfailed") as stopped:
        window.page.evaluate(f"fetch('http://{host}/').catch(() => 0)")
    assert stopped.value.failure == "net::ERR_NAME_NOT_RESOLVED"
    assert any("left the machine" in trouble for trouble in window.troubles.unexpected)
    window.forgive(host)


def test_a_failing_server_and_a_failing_script_are_troubles(
    open_window: Callable[..., Window], strict_site: Callable[[str], str]
) -> None:
    window = open_window()
    window.page.goto(strict_site(GOOD) + "broken")
    with window.page.expect_event("pageerror"):
        window.page.evaluate("setTimeout(() => { throw new Error('oops') })")
    told = "\n".join(window.troubles.unexpected)
    assert "answered 500" in told
    assert "oops" in told
    window.forgive("answered 500", "oops")


def test_a_page_wider_than_its_window_is_seen(open_window: Callable[..., Window]) -> None:
    window = open_window(width=390)
    window.page.set_content(GOOD)
    assert window.overflow() == 0
    window.page.set_content(GOOD.replace("<h1>", '<h1 style="width: 500px">'))
    assert window.overflow() > 0


def test_troubles_are_forgiven_by_name_only() -> None:
    troubles = Troubles(["answered 500", "oops"])
    troubles.forgive("answered 500")
    assert troubles.unexpected == ["oops"]


@pytest.mark.parametrize(
    "url, ours",
    [
        ("http://127.0.0.1:8000/", True),
        ("http://localhost/", True),
        ("http://[::1]:80/", True),
        ("data:image/gif;base64,", True),
        ("http://example.org/", False),
        ("https://10.0.0.1/", False),
        ("ws://localhost.example.org/", False),
    ],
)
def test_only_loopback_is_this_machine(url: str, ours: bool) -> None:  # noqa: FBT001 - a case
    assert is_of_this_machine(url) is ours


@pytest.mark.needs("java")
def test_the_nu_checker_names_the_page_and_its_fault() -> None:
    assert_valid_html([("good", GOOD)])
    found = html_errors([("good", GOOD), ("bad", BAD + "<p id=a><p id=a>")])
    assert found
    assert all(line.startswith("bad:") for line in found)
    with pytest.raises(AssertionError, match="bad:"):
        assert_valid_html([("bad", BAD)])

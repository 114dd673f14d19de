"""Posting answers one after another, as members do: form, token, text, redirect."""

from __future__ import annotations

import http.client
import json
import secrets
import time
from collections.abc import Sequence
from urllib.parse import urlencode

_TEXT = (
    "Take the cover off, hold the button for ten seconds until the light blinks twice, and wait "
    "a minute before you pair it again. It worked for three of mine.\n\n1. Cover\n2. Button\n3. "
    "Wait\n\nIf it does not, tell us which **firmware** you have."
)
_FOUND = 303


def post_answers(
    port: int, questions: Sequence[int], cookies: Sequence[str], count: int
) -> list[float]:
    """Post so many answers, each by another member in turn; return the milliseconds of each."""
    run = secrets.token_urlsafe(6)
    times: list[float] = []
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for n in range(count):
        head = {"Cookie": f"sid={cookies[n % len(cookies)]}"}
        connection.request("GET", "/token", headers=head)
        token = json.loads(connection.getresponse().read())["token"]
        number = questions[n % len(questions)]
        text = f"{_TEXT} ({n})"
        form = urlencode({"csrf_token": token, "body": text, "nonce": f"bench-{run}-{n}"})
        head["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        connection.request("POST", f"/questions/{number}/answers", form, head)
        answer = connection.getresponse()
        answer.read()
        if answer.status != _FOUND:
            raise SystemExit(f"An answer was refused: {answer.status}")
        times.append((time.perf_counter() - began) * 1000)
    return times

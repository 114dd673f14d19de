"""People who write over HTTP until the power goes, and remember what they were told was kept."""

from __future__ import annotations

import http.client
import itertools
import json
import random
import re
import threading
from dataclasses import dataclass, field
from urllib.parse import urlencode

PATIENCE = 60
_numbers = itertools.count(1)
WORDS = "amber birch cedar dusk ember fern grove hazel iris juniper kelp larch moss nettle oak pine"


@dataclass
class Reply:
    status: int
    location: str
    body: bytes


@dataclass
class Told:
    """What the site said it had kept, and what it never answered."""

    questions: dict[int, str] = field(default_factory=dict)
    answers: dict[int, str] = field(default_factory=dict)
    votes: dict[tuple[int, str], int] = field(default_factory=dict)
    unanswered: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def count(self) -> int:
        return len(self.questions) + len(self.answers) + len(self.votes)


@dataclass
class Writer:
    """One member at one browser."""

    port: int
    handle: str
    session: str
    token: str = ""

    def send(self, method: str, path: str, form: dict[str, str] | None = None) -> Reply:
        """One request on a connection of its own; it may break."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Cookie": f"sid={self.session}"}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if method == "POST":
            headers["X-CSRFToken"] = self.token or self._fetch_token()
        try:
            line.request(method, path, urlencode(form) if form is not None else None, headers)
            answer = line.getresponse()
            return Reply(answer.status, answer.headers.get("Location") or "", answer.read())
        finally:
            line.close()

    def _fetch_token(self) -> str:
        self.token = str(json.loads(self.send("GET", "/token").body)["token"])
        return self.token

    def write(self, told: Told) -> None:
        """Ask, answer or vote, and note what came of it."""
        number = next(_numbers)
        known = list(told.questions)
        kind = random.choice(("ask", "answer", "vote", "vote")) if len(known) > 3 else "ask"  # noqa: S311
        some = " ".join(random.sample(WORDS.split(), 9))
        form = {"body": f"Number {number}: {some}.", "nonce": f"{self.handle}-{number}"}
        if kind == "ask":
            form["title"] = f"Lamp {number} and {some}"
            self.post(told, "/questions/ask", form)
        elif kind == "answer":
            self.post(told, f"/questions/{random.choice(known)}/answers", form)  # noqa: S311
        else:
            self.post(told, f"/questions/{random.choice(known)}/vote", {"value": "1"})  # noqa: S311

    def post(self, told: Told, path: str, form: dict[str, str]) -> None:
        try:
            reply = self.send("POST", path, form)
        except (OSError, http.client.HTTPException, ValueError):
            with told.lock:
                told.unanswered.append((self.handle, path, form))
            return
        with told.lock:
            self.note(told, path, form, reply)

    def note(self, told: Told, path: str, form: dict[str, str], reply: Reply) -> None:
        """Keep in mind what was acknowledged; limits and one's own post are no faults."""
        if reply.status >= 500:
            told.faults.append(f"{path}: {reply.status}")
        if reply.status != 303 or "/signin" in reply.location:
            return
        if path.endswith("/acceptance"):
            return
        if path.endswith("/vote"):
            told.votes[int(path.split("/")[2]), self.handle] = 1
        elif path.endswith("/answers"):
            found = re.search(r"answer[-=](\d+)", reply.location)
            assert found, reply.location
            told.answers[int(found[1])] = form["body"]
        else:
            found = re.search(r"/questions/(\d+)", reply.location)
            assert found, reply.location
            told.questions[int(found[1])] = form["title"]


def write_until(
    stop: threading.Event, writers: list[Writer], told: Told, pause: float = 0
) -> list[threading.Thread]:
    """Let everybody write at once, each in a thread, until the event is set.

    Between two writings each pauses for so many seconds, where others need the machine as well.
    """

    def work(writer: Writer) -> None:
        while not stop.is_set():
            writer.write(told)
            stop.wait(pause)

    threads = [threading.Thread(target=work, args=(writer,), daemon=True) for writer in writers]
    for thread in threads:
        thread.start()
    return threads

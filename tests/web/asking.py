"""A form of asking as its reader fills it in, and a question that it finds."""

from __future__ import annotations

from typing import Any

from app.domain.forum.models.questions import Question
from app.domain.search import actions as search
from tests.factories.forum import make_answer, make_question

KEY = "the-number-of-a-form"
TITLE = "Why is my ocelot lamp dark"
FORM = {
    "title": TITLE,
    "body": "It was bright yesterday. I turned it off and on again.",
    "ask": KEY,
}


def text_of(response: Any) -> str:
    return str(response.get_data(as_text=True))


def make_near() -> Question:
    """Make a solved question that matches what is typed."""
    question = make_question("The ocelot lamp is dark in the morning")
    make_answer(question, body="Turn the walrus wheel.", accepted=True)
    search.rebuild()
    return question


def look(client: Any, **more: str) -> str:
    """Look at what matches."""
    return text_of(client.post("/questions/matches", data=FORM | more))


def say(client: Any, what: str, subject: Any, **more: str) -> Any:
    """Say what came of a match: "opened", "fixed" or "followed"."""
    number = subject if isinstance(subject, str) else f"question:{subject.id}"
    return client.post(f"/questions/matches/{what}", data=FORM | {"match": number} | more)

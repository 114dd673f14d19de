"""What a reader may not see is in nothing that search gives: no result, count, excerpt or offer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from app.domain.accounts.models import Actor, Guest, User
from app.domain.moderation.actions import hide
from app.domain.search import actions
from app.domain.search.queries import (
    Wanted,
    matching_articles,
    related,
    search,
    similar,
    similar_ideas,
    suggestions,
)
from app.domain.subjects import Subject
from app.kit import clock, fulltext, jobs
from app.kit.work import write
from tests.factories.catalog import make_product, make_space, make_tag
from tests.factories.forum import make_answer, make_question, make_reply
from tests.factories.ideas import a_comment, an_idea
from tests.factories.knowledge import a_proposal, an_article
from tests.people import make_member

GUEST = Guest()
# Stands in everything, so that a search for it finds whatever may be found.
BESIDE = "quokka"
SECRETS = (
    "secretspace", "secrethidden", "secretanswer", "secretreply", "secretdraft", "secretproposal",
    "secretheld", "secretcomment", "secretpending", "secretgone", "secrettag", "secretproduct",
)  # fmt: skip


def text(word: str) -> str:
    return f"The {BESIDE} lamp says {word} at night. It says so to whoever will hear it."


@dataclass
class Place:
    """What everybody may read, and something shut away that they may not."""

    thread: Any
    article: Any
    idea: Any


@pytest.fixture
def place(session: Any, morgan: User) -> Place:
    """A community with a secret in every corner of it."""
    del session
    thread = make_question(f"The {BESIDE} lamp is dark", body=text("nothing"))
    make_answer(thread, body=text("nothing"))
    made = Place(
        thread, an_article(f"The {BESIDE} lamp", body=text("nothing")), an_idea(f"A {BESIDE} lamp")
    )
    shut = make_space("members")
    inside = make_question(
        f"A {BESIDE} lamp and secretspace", body=text("secretspace"), space=shut,
        tags=(make_tag("secrettag"),), product=make_product("secretproduct"),
    )  # fmt: skip
    make_answer(inside, body=text("secretspace"))
    an_article(f"A {BESIDE} and secretspace", body=text("secretspace"), space=shut)
    an_idea(f"A {BESIDE} and secretspace", body=text("secretspace"), space=shut)
    hidden = make_question(f"A {BESIDE} lamp and secrethidden", body=text("secrethidden"))
    answer = make_answer(thread, body=text("secretanswer"))
    reply = make_reply(thread, body=text("secretreply"))
    an_article(f"A {BESIDE} and secretdraft", body=text("secretdraft"), published_at=None)
    a_proposal(made.article, body=text("secretproposal"))
    an_idea(f"A {BESIDE} and secretheld", body=text("secretheld"), held_at=clock.now())
    a_comment(made.idea, body=text("secretcomment"), hidden_at=clock.now())
    make_member("pending", name="secretpending", confirmed=False)
    make_member("gone", name="secretgone", active=False, question_count=2)
    actions.rebuild()
    for post in (hidden, answer, reply):
        write(hide, post, by=morgan, reason="spam")
    return made


def everything(words: str, place: Place, actor: Actor) -> Iterator[Any]:
    """Give all that search says to somebody about these words."""
    for match in ("best", "all", "any"):
        for sort in ("best", "newest", "votes"):
            yield search(Wanted(words, sort=sort, old=True), actor=actor, limit=50, match=match)
    yield suggestions(words, actor=actor, limit=50)
    yield similar(words, words, actor=actor, limit=50)
    yield similar_ideas(words, words, actor=actor, limit=50)
    yield matching_articles(words, actor=actor, limit=50)
    for kind, thing in (
        ("question", place.thread), ("article", place.article), ("idea", place.idea),
    ):  # fmt: skip
        yield related(
            Subject(kind, thing.id),  # type: ignore[arg-type]
            actor=actor,
            limit=50,
            kinds=("question", "article", "idea"),
        )


def told(words: str, place: Place, actor: Actor = GUEST) -> set[str]:
    """Return the secrets that somebody is told who searches for something else."""
    said = "".join(repr(one) for one in everything(words, place, actor))
    return {secret for secret in SECRETS if secret in said}


@pytest.mark.parametrize("is_known", [False, True], ids=["before the worker", "after the worker"])
def test_no_secret_stands_beside_what_may_be_found(place: Place, *, is_known: bool) -> None:
    if is_known:
        jobs.run_all()
    for words in (
        BESIDE, "quok", "quokak", "secret", f"{BESIDE} secret", f"{BESIDE} type:question",
        f"{BESIDE} is:open", f"{BESIDE} -lamp", "lamp night hear", "by:gone lamp",
    ):  # fmt: skip
        assert told(words, place) == set()


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_word_finds_nothing_and_is_no_known_word(place: Place, secret: str) -> None:
    jobs.run_all()
    found = search(Wanted(secret), actor=GUEST)
    assert (list(found.items), found.total, found.corrected) == ([], 0, None)
    begun, mistyped = secret[:-2], f"{secret[:-3]}{secret[-2]}{secret[-3]}{secret[-1]}"
    for words in (secret, begun, mistyped):
        offered = suggestions(words, actor=GUEST)
        assert (list(offered.items), list(offered.completions)) == ([], [])
        assert offered.corrected is None
        assert search(Wanted(words), actor=GUEST).corrected is None
    counts = search(Wanted(f"{BESIDE} {secret}"), actor=GUEST, match="any").counts
    assert secret not in {value for of_name in counts.values() for value in of_name}


def test_those_who_may_see_it_find_it(place: Place, alice: User) -> None:
    """Else the tests above could not fail."""
    del place
    kinds = {one.kind for one in search(Wanted("secretspace"), actor=alice).items}
    assert kinds == {"question", "article", "idea"}
    assert search(Wanted("lamp"), actor=alice).counts["tag"] == {"secrettag": 1}
    engine = fulltext.current()
    hits = engine.find(fulltext.Query("secrethidden secretanswer", match="any")).hits
    assert len(hits) == 2, "the index still knows what was hidden a moment ago"

"""Engines differ in speed, not in what they find: the same documents, with the same scores."""

import random
from pathlib import Path

import pytest

from app.kit.fulltext import Document, Query, prepared, understand
from app.kit.fulltext.engines import open_engine

WORDS = (
    *("lamp", "hub", "router", "blink", "pair", "update", "firmware", "signal"),
    *("reset", "wire", "light", "dark", "off", "app", "bridge"),
)
ASKED = [
    "lamp",
    "lamp router",
    "hub blink pair",
    '"reset wire"',
    "light -dark",
    "title:bridge",
    "bulb update",
    "bulb turn off",
    "signal firmware app",
]
SYNONYMS = prepared([("en", ["bulb", "lamp", "light wire"]), ("en", ["turn off", "dark"])])


def documents():
    dice = random.Random(6)  # noqa: S311 (a corpus, not a secret)

    def text(most):
        return " ".join(dice.choice(WORDS) for _ in range(dice.randrange(1, most)))

    for number in range(150):
        yield Document(
            f"question:{number}",
            "question",
            text(5),
            text(60),
            boost=dice.choice([1.0, 1.1]),
            best=text(30),
            rest=text(200),
            labels=text(3),
            day=number,
        )


def scores(engine, words, match):
    asked = understand(words, synonyms=SYNONYMS)
    found = engine.find(Query(sought=asked, match=match, limit=200))
    return {hit.key: hit.score for hit in found.hits}


@pytest.mark.parametrize("match", ["all", "any", "best"])
def test_engines_find_the_same_with_the_same_scores(engine, match):
    usual = open_engine("memory:", Path())
    for one in (usual, engine):
        one.put(documents())
    for words in ASKED:
        here, there = scores(engine, words, match), scores(usual, words, match)
        assert here.keys() == there.keys(), words
        assert here == pytest.approx(there, rel=0.05, abs=0.05), words

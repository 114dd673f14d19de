"""The order in which what was found is shown: pure functions over words and figures.

The engine makes the first cut, by words alone. What it found is put in order here, the same for
every engine. Nothing here reads the database, so everything here can be measured outside of it.
"""

from app.domain.search.ranking.alike import most_alike, searches_for, shortlist
from app.domain.search.ranking.answers import answers_by_words, best_answer
from app.domain.search.ranking.finding import best_first
from app.domain.search.ranking.nearness import near
from app.domain.search.ranking.shapes import Answered, Candidate, Standing, Writing

__all__ = [
    "Answered",
    "Candidate",
    "Standing",
    "Writing",
    "answers_by_words",
    "best_answer",
    "best_first",
    "most_alike",
    "near",
    "searches_for",
    "shortlist",
]

"""What most people have: shown where there is nothing else to show yet."""

from __future__ import annotations

from app.domain.forum.queries.filters import QuestionFilter
from app.domain.forum.queries.lists import question_list
from app.web.rows import ShownQuestion, shown_question
from app.web.shell import actor

SHOWN = 6


def popular(count: int = SHOWN) -> list[ShownQuestion]:
    """Return the questions that most people have, of those the reader may see: solved ones first.

    One statement; one more where nothing is solved yet.
    """
    for state in ("solved", None):
        chosen = QuestionFilter(tab="affected", state=state)
        found = question_list(chosen, actor=actor(), size=count).items
        if found:
            return [shown_question(row) for row in found]
    return []

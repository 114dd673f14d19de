"""The text that solved a question, as a match shows it in place."""

from __future__ import annotations

from markupsafe import Markup

from app.domain.accounts.models import Actor
from app.domain.search.queries.solutions import Solution
from app.domain.subjects import Subject
from app.kit import markup
from app.web.embedded import show_embeds
from app.web.people import joined

# Longer ones are begun here and read on their own page.
WHOLE = 1500
BEGINNING = 600


def solution_text(solution: Solution, who: Actor) -> Markup:
    """Return a short solution as it was written, of a longer one the beginning.

    One that shows a part of an article is begun, too: such a part brings forms of its own, and a
    match stands inside the form of asking.
    """
    if not markup.embeds_in(solution.parts) and len(markup.plain(solution.parts)) <= WHOLE:
        return joined(solution.parts)
    host = Subject("answer", solution.answer_id)
    shows = show_embeds({host: solution.parts}, actor=who, space_id=solution.space_id)
    beginning = markup.excerpt(solution.parts, BEGINNING, embed=shows.words_of(host))
    return Markup("<p>{}</p>").format(beginning)

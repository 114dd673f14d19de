"""A checked dump into the database: the second pass of an import.

What is kept where is told by the modules in ``writing``; here is the order. People come before
what they wrote, questions before answers, answers before the replies under them.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.imports.stackexchange.dump import Dump
from app.imports.stackexchange.writing.closing import count_around, index
from app.imports.stackexchange.writing.members import count_former, write_members
from app.imports.stackexchange.writing.points import settle_points
from app.imports.stackexchange.writing.posts import write_answers, write_replies
from app.imports.stackexchange.writing.questions import write_questions
from app.imports.stackexchange.writing.revisions import write_revisions
from app.imports.stackexchange.writing.tags import write_tags
from app.imports.stackexchange.writing.target import Target

# With so many posts, turning HTML into Markdown is worth the start of processes of its own.
MANY_POSTS = 20_000


@dataclass(frozen=True)
class Outcome:
    """What is to be said about an import beside its table of reconciliation."""

    # Threads that the worker will index, because another process kept the index.
    left_to_worker: int


def import_site(dump: Dump, target: Target) -> Outcome:
    """Write what the plan promises and is not there yet; counts go to the plan's table.

    Opens its own units, one a batch, so that the site goes on meanwhile. When it is stopped,
    every thread there is whole as far as it came, and running it again finishes it.
    """
    former = count_former(target)
    write_members(dump, target)
    write_tags(target)
    write_questions(dump, target)
    write_answers(dump, target)
    write_replies(dump, target)
    write_revisions(dump, target)
    made = count_former(target) - former
    if made:
        target.plan.table.remark("members made for authors whose accounts are gone", made)
    count_around(target)
    settle_points(target)
    return Outcome(left_to_worker=index(target))

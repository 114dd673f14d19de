"""One thread of the demo community, from its file to its rows."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from app.demo.bells import ring_bells
from app.demo.opinions import Opinions
from app.demo.people import SOURCE
from app.demo.reading import Entry
from app.demo.stage import Stage
from app.demo.traces import keep_history, set_states
from app.domain.accounts.texts import Text
from app.domain.catalog.models import Tag
from app.domain.forum.actions.posting import take_text
from app.domain.forum.actions.recounting import recount_question
from app.domain.forum.events import QuestionAsked
from app.domain.forum.models.posts import Answer, Reply
from app.domain.forum.models.questions import Question
from app.domain.notifications.models import Follow
from app.domain.search.reactions import refresh
from app.kit import jobs
from app.kit.db import db
from app.kit.slugs import slug

# A question's own votes where its file gives none: one for so many who have it too.
TOO_A_VOTE = 3

Texts = Mapping[str, Text]


def sources_of(thread: Entry) -> dict[str, str]:
    """Return every text of a thread by its key; the question's key is empty."""
    return {"": thread["body"], **{post["key"]: post["body"] for post in thread["posts"]}}


def add_thread(
    stage: Stage, name: str, thread: Entry, texts: Texts, tags: Mapping[int, Tag]
) -> Question:
    """Store a thread with everything that happened in it; call inside a unit of work."""
    question = _question(stage, name, thread, texts[""])
    question.tags = [tags[i] for i in dict.fromkeys(stage.tags[t] for t in thread.get("tags", []))]
    posts: dict[str, Answer | Reply] = {}
    for entry in thread["posts"]:
        posts[entry["key"]] = _post(stage, question, entry, texts[entry["key"]], posts)
    set_states(stage, question, thread, posts)
    keep_history(stage, question, thread)
    for entry in thread["posts"]:
        keep_history(stage, posts[entry["key"]], entry)
    draw = random.Random(name)  # noqa: S311 - the same community in each run; guards nothing
    _give_opinions(Opinions(stage, draw), question, thread, posts)
    _follow(question, [question.author_id, *(post.author_id for post in posts.values())])
    db.session.flush()
    recount_question(question.id)
    question.active_at = max(question.asked_at, question.last_post_at or question.asked_at)
    ring_bells(
        stage,
        question,
        [(posts[entry["key"]], posts.get(str(entry.get("to")))) for entry in thread["posts"]],
    )
    event = QuestionAsked(question.id, question.author_id)
    jobs.put(refresh, "QuestionAsked", dict(vars(event)))
    return question


def _question(stage: Stage, name: str, thread: Entry, text: Text) -> Question:
    product = thread.get("product")
    space = thread.get("space")
    question = Question(
        space_id=stage.spaces[space] if space else stage.default_space,
        product_id=stage.products[product] if product else None,
        author_id=stage.member(thread["by"]),
        title=thread["title"],
        fields={slug(key): str(value) for key, value in (thread.get("fields") or {}).items()},
        asked_at=stage.at(thread["ago"]),
        active_at=stage.at(thread["ago"]),
        view_count=int(thread.get("views", 0)),
        external_source=SOURCE,
        external_id=name,
    )
    take_text(question, text)
    db.session.add(question)
    db.session.flush()
    return question


def _post(
    stage: Stage,
    question: Question,
    entry: Entry,
    text: Text,
    posts: Mapping[str, Answer | Reply],
) -> Answer | Reply:
    common: dict[str, Any] = {
        "question_id": question.id,
        "author_id": stage.member(entry["by"]),
        "posted_at": stage.at(entry["ago"]),
        "external_source": SOURCE,
        "external_id": f"{question.external_id}:{entry['key']}",
    }
    above = posts.get(str(entry.get("to")))
    post: Answer | Reply
    if entry["kind"] == "answer":
        post = Answer(**common)
    elif isinstance(above, Reply):
        post = Reply(**common, answer_id=above.answer_id, parent_id=above.id)
    else:
        post = Reply(**common, answer_id=above.id if above else None)
    take_text(post, text)
    db.session.add(post)
    db.session.flush()
    return post


def _give_opinions(
    opinions: Opinions, question: Question, thread: Entry, posts: Mapping[str, Answer | Reply]
) -> None:
    too = int(thread.get("too", 0))
    opinions.say_me_too(question, too)
    opinions.vote(question, int(thread.get("votes", too // TOO_A_VOTE)))
    for entry in thread["posts"]:
        post, votes = posts[entry["key"]], int(entry.get("votes", 0))
        opinions.vote(post, votes)
        if isinstance(post, Answer):
            is_solution = question.accepted_answer_id == post.id
            solved = question.solved_at if is_solution else post.also_works_at
            opinions.report(post, question.author_id, votes, solved)
    opinions.store()


def _follow(question: Question, writers: list[int]) -> None:
    for member_id in dict.fromkeys(writers):
        db.session.add(
            Follow(
                question_id=question.id,
                user_id=member_id,
                confirmed_at=question.asked_at,
                scope="all",
                at=question.asked_at,
            )
        )

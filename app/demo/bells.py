"""The bells of the cast: what was written to somebody in the last days waits unread. No letters."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from app.demo.stage import Stage
from app.domain.forum.models.posts import Answer, Reply
from app.domain.forum.models.questions import Question
from app.domain.notifications.actions.audiences import News
from app.domain.notifications.actions.notices import ring
from app.domain.subjects import Subject

# What is older was read, one may suppose.
LATELY = timedelta(days=4)


def ring_bells(
    stage: Stage, question: Question, posts: Iterable[tuple[Answer | Reply, Answer | Reply | None]]
) -> None:
    """Ring for whoever wrote what each post answers; call once the thread is stored.

    :param posts: each with the post that it replies to, or none for the question itself.
    """
    if question.is_hidden:
        return
    for post, above in posts:
        if post.posted_at < stage.now - LATELY:
            continue
        subject = Subject("answer" if isinstance(post, Answer) else "reply", post.id)
        news = News(subject.kind, subject, question.id, post.author_id, post.posted_at)
        ring(news, [above.author_id if above else question.author_id])

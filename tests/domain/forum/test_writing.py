"""Whatever a post says anew is announced: what it embeds, and where it links."""

from __future__ import annotations

from app.domain.accounts.texts import Text
from app.domain.forum.actions.answering import answer
from app.domain.forum.actions.asking import ask
from app.domain.forum.actions.editing import edit_answer, edit_question
from app.domain.forum.actions.replying import reply
from app.domain.forum.events import PostWritten
from app.domain.knowledge.models.articles import Article
from app.kit.work import write
from tests.factories.announcing import announced
from tests.factories.forum import make_answer, make_question, make_text
from tests.factories.knowledge import an_article


def telling(article: Article) -> Text:
    """Return a text that shows two parts of an article, and links it."""
    return make_text(
        "See the two below, which say it all.",
        embeds=(f"{article.slug}#reset-the-bulb", f"{article.slug}#add-it-again"),
        links=(f"/knowledge/{article.slug}",),
    )


def test_a_question_an_answer_and_a_reply_are_announced(alice, bob):
    text = telling(an_article())
    with announced(PostWritten) as told:
        question = write(ask, by=alice, title="Why does it blink?", body=text)
        posted = write(answer, question, by=bob, body=text)
        replied = write(reply, question, by=alice, body=text, answer=posted)
    assert [(each.subject_kind, each.subject_id, each.author_id) for each in told] == [
        ("question", question.id, alice.id),
        ("answer", posted.id, bob.id),
        ("reply", replied.id, alice.id),
    ]
    for each in told:
        assert (each.question_id, each.space_id) == (question.id, question.space_id)
        assert each.asked_at == question.asked_at
        assert (each.embeds, each.links) == (list(text.embeds), list(text.links))


def test_an_edit_is_announced_with_the_writer_of_the_post(alice, bob, morgan):
    text = telling(an_article())
    posted = make_answer(make_question(author=alice), author=bob)
    with announced(PostWritten) as told:
        write(edit_answer, posted, by=morgan, body=text, base_edition=1)
        write(edit_answer, posted, by=morgan, body=text, base_edition=2)
    assert [(each.subject_id, each.author_id) for each in told] == [(posted.id, bob.id)]


def test_an_edited_question_is_announced(alice):
    text = telling(an_article())
    question = make_question(author=alice)
    with announced(PostWritten) as told:
        write(
            edit_question,
            question,
            by=alice,
            title=question.title,
            body=text,
            tags=(),
            fields={},
            base_edition=1,
        )
    assert [each.embeds for each in told] == [list(text.embeds)]

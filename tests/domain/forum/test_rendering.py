"""A new renderer renders what an old one made, and never overwrites an edit."""

from app.domain.forum.actions import rendering
from app.domain.forum.actions.rendering import rerender_all_stale, rerender_stale
from app.kit import markup
from app.kit.work import write
from tests.factories.forum import make_answer, make_question, make_reply, make_text


def test_stale_texts_are_rendered_anew(session):
    question = make_question(body="Some *new* words here.", body_version=0, body_parts=["old"])
    answer = make_answer(question, body="An `answer` of old.", body_version=0, body_parts=["old"])
    reply = make_reply(answer=answer, body_version=0, body_parts=["old"])
    fresh = make_answer(question, body_parts=["as it is"])
    rerender_all_stale()
    session.expire_all()
    assert "<em>new</em>" in question.body_parts[0]
    assert question.excerpt == "Some new words here."
    assert "<code>answer</code>" in answer.body_parts[0]
    assert reply.body_version == markup.VERSION
    assert fresh.body_parts == ["as it is"]
    assert rerender_stale() == 0


def test_a_batch_is_a_batch(session):
    question = make_question()
    for _ in range(3):
        make_answer(question, body_version=0)
    assert [rerender_stale(2), rerender_stale(2), rerender_stale(2)] == [2, 1, 0]


def test_an_edit_made_meanwhile_stays(session):
    answer = make_answer(body_version=0, edition=3, body_parts=["edited"])
    write(rendering._keep, type(answer), [(answer.id, 2, make_text("the text before the edit"))])
    session.expire_all()
    assert answer.body_parts == ["edited"]

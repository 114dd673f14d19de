"""Finding ideas: their words and those of others about them, for the right people alone."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.domain.accounts.models import Guest, User
from app.domain.accounts.texts import prepare
from app.domain.catalog.actions import edit_space
from app.domain.ideas import events
from app.domain.ideas.actions.replying import edit_reply
from app.domain.ideas.models.ideas import Idea, IdeaNote
from app.domain.ideas.models.voices import CustomerVote
from app.domain.search import actions
from app.domain.search.documents import idea_documents_of
from app.domain.search.queries import (
    Suggestions,
    Wanted,
    idea_ids,
    search,
    similar,
    similar_ideas,
    suggestions,
)
from app.domain.search.rules import HARDLY_ANY
from app.kit import clock, fulltext, jobs
from app.kit.db import db
from app.kit.events import publish
from app.kit.work import unit_of_work, write
from tests.factories.catalog import make_product, make_space, make_tag
from tests.factories.forum import make_question
from tests.factories.ideas import a_comment, an_idea, an_official_reply
from tests.factories.knowledge import an_article

GUEST = Guest()

pytestmark = pytest.mark.usefixtures("session")


def found(words: str, *, actor: Any = GUEST, **within: Any) -> list[tuple[str, int]]:
    results = search(Wanted(words, **within), actor=actor, limit=50)
    return [(result.kind, result.id) for result in results.items]


def change(idea: Idea, **values: Any) -> None:
    with unit_of_work():
        for name, value in values.items():
            setattr(idea, name, value)


def test_ideas_stand_among_threads_and_articles() -> None:
    idea = an_idea("An ocelot lamp for the hall")
    question = make_question("My ocelot lamp is dark")
    article = an_article("Reset the ocelot lamp")
    actions.rebuild()
    mine = ("idea", idea.id)
    assert set(found("ocelot")) == {mine, ("question", question.id), ("article", article.id)}
    assert found("ocelot", kind="idea") == [mine]
    assert mine not in found("ocelot", kind="question") + found("ocelot", kind="article")


def test_an_idea_is_found_by_all_that_is_said_about_it() -> None:
    idea = an_idea("A lamp for the hall", body="It turns like an okapi.", tags=(make_tag("dusk"),))
    a_comment(idea, body="A walrus would like that.")
    an_official_reply(idea, body="We built a narwhal in the lab.")
    actions.rebuild()
    for word in ("hall", "okapi", "dusk", "walrus", "narwhal"):
        assert found(word) == [("idea", idea.id)], word


def test_of_many_comments_those_most_agree_with_are_searched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.domain.search.documents.ideas.COMMENTS_SEARCHED", 1)
    monkeypatch.setattr("app.domain.search.documents.ideas.COMMENT_LONGEST", 20)
    idea = an_idea("A lamp for the hall")
    a_comment(idea, body="A walrus would like that.")
    a_comment(idea, body="An okapi as well, and then there is the narwhal.", imported_score=3,
              score=3)  # fmt: skip
    actions.rebuild()
    assert found("okapi") == [("idea", idea.id)]
    assert found("walrus") == found("narwhal") == []


def test_filters_hold_for_ideas() -> None:
    shelf = make_product("Lights")
    lamp = make_product("Glow", parent=shelf)
    idea = an_idea("An ocelot lamp", product=lamp, tags=(make_tag("night"),), status="planned")
    make_question("My ocelot lamp is dark")
    actions.rebuild()
    mine = [("idea", idea.id)]
    assert found("ocelot", product=shelf.slug) == found("ocelot", tag="night") == mine
    assert found("ocelot", status="planned") == mine
    assert found("ocelot", status="declined") == []
    # An idea is neither solved nor open as a thread is.
    assert mine[0] not in found("ocelot", solved=True) + found("ocelot", solved=False)


@pytest.mark.parametrize("state", ["hidden_at", "held_at", "merged_into_id"])
def test_what_is_not_listed_is_never_found(state: str, ada: User) -> None:
    idea, other = an_idea("The ocelot lamp"), an_idea("Something else")
    actions.rebuild()
    change(idea, **{state: other.id if state == "merged_into_id" else clock.now()})
    # The index still knows it: the database decides.
    assert f"idea:{idea.id}" in dict(fulltext.current().keys())
    for who in (GUEST, idea.author, ada):
        assert found("ocelot", actor=who) == []
        assert similar_ideas("ocelot lamp", actor=who) == []
    actions.rebuild()
    assert f"idea:{idea.id}" not in dict(fulltext.current().keys())
    assert not suggestions("ocel", actor=GUEST).completions


def test_spaces_keep_their_ideas(alice: User, morgan: User) -> None:
    members = an_idea("The ocelot for members", space=make_space("members"))
    grouped = an_idea("The ocelot for the group", space=make_space("group"))
    actions.rebuild()
    assert found("ocelot") == []
    assert suggestions("ocel", actor=GUEST) == Suggestions()
    assert similar_ideas("the ocelot for everybody", actor=GUEST) == []
    assert found("ocelot", actor=alice) == [("idea", members.id)]
    assert set(found("ocelot", actor=morgan)) == {("idea", members.id), ("idea", grouped.id)}


def test_a_space_that_closes_takes_its_ideas_along(ada: User, alice: User) -> None:
    open_space = make_space("public")
    idea = an_idea("The ocelot lamp", space=open_space)
    jobs.run_all()
    actions.rebuild()
    write(edit_space, open_space, by=ada, name=open_space.name, about="", visibility="members")
    assert found("ocelot") == []  # before the worker ran
    jobs.run_all()
    assert found("ocelot") == []
    assert found("ocelot", actor=alice) == [("idea", idea.id)]
    # Nobody is offered the words of what few may read.
    assert not suggestions("ocel", actor=GUEST).completions


def test_what_the_team_says_to_itself_is_no_word(hanna: User) -> None:
    idea = an_idea("The ocelot lamp", effort=5, value=4)
    with unit_of_work():
        db.session.add_all(
            [
                IdeaNote(idea_id=idea.id, author_id=hanna.id, body="Ask the walrus about it."),
                CustomerVote(
                    idea_id=idea.id, by_id=hanna.id, customer="Okapi Limited",
                    customer_key="okapi limited", note="They told us of a narwhal.",
                ),
            ]
        )  # fmt: skip
    a_comment(idea, body="Hidden pangolin", hidden_at=clock.now())
    actions.rebuild()
    for word in ("walrus", "okapi", "narwhal", "pangolin"):
        for who in (GUEST, hanna):
            assert found(word, actor=who) == [], word


def test_news_of_an_idea_reach_the_index() -> None:
    idea = an_idea("The lamp")
    with unit_of_work():
        publish(events.IdeaProposed(idea.id, idea.author_id, is_held=False))
    jobs.run_all()
    assert found("lamp") == [("idea", idea.id)]
    change(idea, title="The ocelot", status="planned")
    with unit_of_work():
        publish(events.IdeaStatusChanged(idea.id, 1, "new", "planned", None))
    jobs.run_all()
    assert found("lamp") == []
    assert found("ocelot", status="planned") == [("idea", idea.id)]
    change(idea, hidden_at=clock.now())
    with unit_of_work():
        publish(events.IdeaHidden(idea.id, "idea", idea.id, idea.author_id, "spam", ""))
    jobs.run_all()
    assert f"idea:{idea.id}" not in dict(fulltext.current().keys())


def test_an_official_reply_put_right_is_found_by_its_new_words(hanna: User) -> None:
    idea = an_idea("The lamp")
    reply = an_official_reply(idea, author=hanna, body="We built a narwhal in the lab.")
    actions.rebuild()
    assert found("narwhal") == [("idea", idea.id)]
    write(edit_reply, reply, by=hanna, body=prepare("We built a walrus in the lab."), edition=1)
    jobs.run_all()
    assert found("walrus") == [("idea", idea.id)]
    assert found("narwhal") == []


def test_a_merge_refreshes_both() -> None:
    idea, target = an_idea("The ocelot lamp"), an_idea("The other lamp")
    actions.rebuild()
    change(idea, merged_into_id=target.id)
    a_comment(target, body="Once an okapi", came_from_id=idea.id)
    with unit_of_work():
        publish(events.IdeasMerged(idea.id, target.id, target.author_id, 0))
    jobs.run_all()
    assert found("okapi") == [("idea", target.id)]
    assert f"idea:{idea.id}" not in dict(fulltext.current().keys())


def test_what_helps_now_stands_before_a_wish() -> None:
    [wished, granted, refused] = [
        an_idea("The ocelot lamp", status=status) for status in ("new", "delivered", "declined")
    ]
    actions.rebuild()
    assert [number for _, number in found("ocelot")] == [granted.id, wished.id, refused.id]


def test_similar_ideas_share_more_than_one_common_word() -> None:
    near = an_idea("Dim the ocelot lamp at night", body="It is bright.")
    an_idea("Please let me have more of everything", body="All of it.")
    an_idea("Choose a lamp for the hall", body="Any will do.")
    declined = an_idea("An ocelot lamp with a timer", body="It never sleeps.", status="declined")
    make_question("The ocelot lamp is bright")
    actions.rebuild()
    ids = [result.id for result in similar_ideas("Let me dim an ocelot lamp", actor=GUEST)]
    assert ids == [near.id, declined.id]
    # A wish in one word is near to what has it in its title.
    assert {r.id for r in similar_ideas("ocelot", actor=GUEST)} == {near.id, declined.id}
    # What every wish begins with makes nothing alike.
    assert similar_ideas("Please let me dim an ocelot", actor=GUEST)[0].id == near.id
    assert similar_ideas("Please let me have a walrus", actor=GUEST) == []
    assert similar_ideas("", actor=GUEST) == []
    assert [r.kind for r in similar("ocelot lamp", actor=GUEST)] == ["question"]


def test_the_board_is_given_candidates_best_first() -> None:
    body = an_idea("Something for the hall", body="An ocelot, far down.")
    title = an_idea("The ocelot")
    an_idea("Nothing of it")
    actions.rebuild()
    assert idea_ids("ocelot", actor=GUEST) == [title.id, body.id]
    assert idea_ids("  ", actor=GUEST) == []


def test_without_an_index_titles_of_ideas_are_looked_through(tmp_path: Any) -> None:
    fulltext.use(fulltext.open_engine("whoosh:", tmp_path / "none"))
    idea = an_idea("The ocelot lamp", status="planned")
    an_idea("The ocelot for members", space=make_space("members"))
    an_idea("The held ocelot", held_at=clock.now())
    mine = [("idea", idea.id)]
    assert found("ocelot") == found("ocelot", kind="idea") == mine
    assert found("ocelot", status="planned") == mine
    assert found("ocelot", status="new") == found("ocelot", solved=True) == []
    assert idea_ids("ocelot", actor=GUEST) == [idea.id]


def test_check_finds_lost_and_ghostly_ideas() -> None:
    lost = an_idea("The ocelot lamp")
    actions.rebuild()
    engine = fulltext.current()
    engine.drop([f"idea:{lost.id}"])
    engine.put([fulltext.Document("idea:999999", "idea", "ghost", "ghost")])
    out = actions.check()
    assert (out.missing, out.stale, out.surplus) == (1, 0, 1)
    assert found("ocelot") == [("idea", lost.id)]
    assert actions.check().is_none


def test_the_cost_is_the_same_however_many_ideas(statements: Any) -> None:
    for number in range(HARDLY_ANY):  # fewer, and another spelling would be looked for
        an_idea(f"The first ocelot, part {number}", comments=1)
    actions.rebuild()
    with statements() as few:
        found("ocelot")
    ids = list(db.session.scalars(select(Idea.id)))
    with statements() as made_few:
        idea_documents_of(ids)
    for number in range(6):
        an_idea(f"The ocelot, part {number}", comments=2)
    actions.rebuild()
    with statements() as many:
        found("ocelot")
    ids = list(db.session.scalars(select(Idea.id)))
    with statements() as made_many:
        idea_documents_of(ids)
    assert (len(few), len(made_few)) == (len(many), len(made_many))

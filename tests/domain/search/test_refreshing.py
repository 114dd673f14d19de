"""What changes reaches the index once the worker ran: threads, and who and what is around them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.accounts.actions.joining import confirm_address
from app.domain.accounts.actions.profiles import edit_profile
from app.domain.accounts.models import User
from app.domain.catalog.actions import describe_tag, edit_space
from app.domain.catalog.events import TagMerged
from app.domain.forum.actions.accepting import accept_answer
from app.domain.forum.actions.answering import answer
from app.domain.forum.actions.asking import ask
from app.domain.moderation.actions import hide, merge, move, restore
from app.domain.search import actions
from app.kit import clock, fulltext, jobs
from app.kit.events import publish
from app.kit.fulltext import Query
from app.kit.work import unit_of_work, write
from tests.factories.accounts import make_bio
from tests.factories.catalog import make_space, make_tag
from tests.factories.forum import make_answer, make_question, make_text
from tests.factories.ideas import an_idea
from tests.factories.knowledge import an_article
from tests.people import make_member
from tests.services.processes import free_port

pytestmark = pytest.mark.usefixtures("session")

BODY = "I would like to know it, please."


def known() -> dict[str, int]:
    return dict(fulltext.current().keys())


def hits(words: str) -> set[str]:
    """Return the keys of what the index itself finds, whoever may see it."""
    return {hit.key for hit in fulltext.current().find(Query(words, match="all", limit=50)).hits}


def rename(member: User, name: str) -> None:
    write(
        edit_profile, member, handle=member.handle, name=name, bio=make_bio(), location="",
        language="en", time_zone="UTC", by=member,
    )  # fmt: skip


@pytest.mark.loopback
def test_changes_wait_for_an_index_that_is_away_however_long(alice: User, tmp_path: Path) -> None:
    here = fulltext.current()
    nowhere = f"postgresql://pukka@127.0.0.1:{free_port()}/nowhere"
    fulltext.use(fulltext.open_engine(nowhere, tmp_path))
    question = write(ask, by=alice, title="Is there an ocelot?", body=make_text(BODY))
    moment = clock.now()
    for hours in range(jobs.TRIES + 1):
        clock.freeze(moment + timedelta(hours=hours))
        jobs.run_due()
    assert jobs.backlog()["parked"] == 0
    fulltext.use(here)
    clock.freeze(moment + timedelta(days=1))
    jobs.run_all()
    assert f"question:{question.id}" in known()
    assert jobs.backlog() == {"waiting": 0, "parked": 0}


def test_a_first_post_brings_its_author_and_its_tags_into_sight(sue: User, bob: User) -> None:
    tag = make_tag("narwhal")
    jobs.run_all()
    assert f"tag:{tag.id}" not in known()
    question = write(
        ask, by=sue, title="Is there an ocelot?", body=make_text(BODY), tags=["narwhal"]
    )
    jobs.run_all()
    assert {f"question:{question.id}", f"member:{sue.id}", f"tag:{tag.id}"} <= set(known())
    assert f"member:{bob.id}" not in known()
    write(answer, question, by=bob, body=make_text("It hides in the ocelot wheel."))
    jobs.run_all()
    assert f"member:{bob.id}" in known()
    assert actions.check().is_none


def test_the_last_post_takes_its_author_out_of_sight(morgan: User) -> None:
    question = make_question(tags=(make_tag("narwhal"),))
    posted = make_answer(question)
    actions.rebuild()
    assert f"member:{posted.author_id}" in known()
    write(hide, posted, by=morgan, reason="spam")
    jobs.run_all()
    assert f"member:{posted.author_id}" not in known()
    write(hide, question, by=morgan, reason="spam")
    jobs.run_all()
    assert f"member:{question.author_id}" not in known()
    assert actions.check().is_none
    write(restore, question, by=morgan)
    jobs.run_all()
    assert f"member:{question.author_id}" in known()
    assert actions.check().is_none


def test_acceptance_moves_an_answer_into_its_own_zone(alice: User) -> None:
    question = make_question(author=alice)
    posted = make_answer(question, body="The ocelot wheel.")
    actions.rebuild()
    before = known()[f"question:{question.id}"]
    write(accept_answer, posted, by=alice)
    jobs.run_all()
    assert known()[f"question:{question.id}"] != before
    assert hits("ocelot") == {f"question:{question.id}"}
    assert actions.check().is_none


def test_a_merge_brings_the_posts_along(morgan: User) -> None:
    source, target = make_question("The ocelot lamp"), make_question("The walrus lamp")
    make_answer(source, body="Ask the okapi.")
    actions.rebuild()
    write(merge, source, into=target, by=morgan)
    jobs.run_all()
    assert hits("okapi") == hits("walrus") == {f"question:{target.id}"}
    assert hits("ocelot") <= {f"question:{target.id}"}
    assert actions.check().is_none


def test_a_move_into_a_private_space_takes_everybody_along(ada: User) -> None:
    question = make_question("The ocelot lamp", tags=(make_tag("narwhal"),))
    helper = make_answer(question).author_id
    actions.rebuild()
    write(move, question, by=ada, reason="wrong-space", space=make_space("members"))
    jobs.run_all()
    gone = {f"member:{helper}", f"member:{question.author_id}", f"tag:{question.tags[0].id}"}
    assert not gone & set(known())
    assert actions.check().is_none


def test_a_space_that_closes_or_speaks_otherwise_makes_all_anew(ada: User) -> None:
    space = make_space("public")
    question = make_question("Die Lampen flackern", space=space, tags=(make_tag("narwhal"),))
    helper = make_answer(question).author_id
    article, idea = an_article(space=space), an_idea(space=space)
    actions.rebuild()
    around = {f"member:{who}" for who in (helper, question.author_id, idea.author_id)}
    around |= {f"member:{article.created_by_id}", f"tag:{question.tags[0].id}"}
    assert around <= set(known())
    same: dict[str, Any] = {"name": space.name, "about": "", "by": ada}
    write(edit_space, space, visibility="public", language="de", **same)
    jobs.run_all()
    assert actions.check().is_none
    write(edit_space, space, visibility="members", **same)
    jobs.run_all()
    assert not around & set(known())
    assert actions.check().is_none


def test_a_member_is_found_by_the_name_they_have_now(alice: User) -> None:
    make_question(author=alice)
    actions.rebuild()
    assert hits("alice") == {f"member:{alice.id}"}
    rename(alice, "Quentina Ocelot")
    jobs.run_all()
    assert hits("quentina") == {f"member:{alice.id}"}
    assert actions.check().is_none


def test_a_member_is_found_once_their_address_is_proven() -> None:
    pending = make_member("pending", confirmed=False)
    make_question(author=pending)
    actions.rebuild()
    assert f"member:{pending.id}" not in known()
    write(confirm_address, pending)
    jobs.run_all()
    assert f"member:{pending.id}" in known()


def test_authors_of_ideas_and_articles_come_into_sight() -> None:
    article = an_article()
    jobs.run_all()
    assert f"member:{article.created_by_id}" in known()
    assert actions.check().is_none


def test_a_tag_is_found_by_what_it_is_for(ada: User) -> None:
    tag = make_tag("narwhal")
    write(describe_tag, tag, by=ada, about="Whatever an ocelot switches.")
    jobs.run_all()
    assert hits("ocelot") == {f"tag:{tag.id}"}
    write(describe_tag, tag, by=ada, about="")
    jobs.run_all()
    assert hits("ocelot") == set()


def test_merged_tags_are_looked_at_both() -> None:
    one, other = make_tag("narwhal", about="One."), make_tag("walrus", about="Other.")
    actions.rebuild()
    with unit_of_work():
        one.about = ""
        other.about = "Both."
        publish(TagMerged(one.id, other.id))
    jobs.run_all()
    assert actions.check().is_none
    assert f"tag:{one.id}" not in known()


def test_one_commit_for_all_that_a_round_of_jobs_brings(
    monkeypatch: pytest.MonkeyPatch, alice: User
) -> None:
    engine = fulltext.current()
    whole, puts = engine.put, []

    def noted(documents: Any) -> None:
        puts.append(len(list(documents)))
        whole(documents)

    monkeypatch.setattr(engine, "put", noted)
    for number in range(3):
        write(ask, by=alice, title=f"Is there an ocelot {number}?", body=make_text(BODY))
    jobs.run_all()
    assert puts == [4]  # three threads and who asked

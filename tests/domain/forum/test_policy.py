"""Who sees what: one table of cases, fed to may_see and to visible_to."""

import pytest
from sqlalchemy import select

from app.domain.accounts.models import Guest
from app.domain.catalog.models import Space
from app.domain.catalog.policy import may_see_space, spaces_visible_to
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.domain.forum.policy import may_see, may_see_post, unhidden_for, visible_to
from app.domain.forum.queries.posts import find_answer, find_post, find_question, find_reply
from app.kit import clock
from app.kit.db import db
from app.kit.problems import NotFound
from tests.factories.catalog import make_group, make_owner, make_product, make_space
from tests.factories.forum import make_answer, make_question, make_reply
from tests.people import make_member

VISIBILITIES = ("public", "members", "group", "owners")
# Who sees a space: by visibility, the people who do. Everybody else does not.
SEES = {
    "public": {"guest", "unconfirmed", "closed", "stranger", "insider", "owner", "staff", "team"},
    "members": {"stranger", "insider", "owner", "staff", "team"},
    "group": {"insider", "staff"},
    "owners": {"owner", "staff"},
}


@pytest.fixture
def people(session):
    insider, owner = make_member("insider"), make_member("owner")
    group, product = make_group(insider), make_product()
    make_owner(owner, product)
    return {
        "guest": Guest(),
        "unconfirmed": make_member("unconfirmed", confirmed=False),
        "closed": make_member("closed", active=False),
        "stranger": make_member("stranger"),
        "insider": insider,
        "owner": owner,
        "staff": make_member("staff", staff_roles=["moderator"]),
        "team": make_member("team", staff_roles=["product team"]),
    }, {
        "public": make_space(),
        "members": make_space("members"),
        "group": make_space("group", group=group),
        "owners": make_space("owners", product=product),
    }


def listed(actor, question):
    this = select(Question.id).where(Question.id == question.id)
    return db.session.scalar(this.where(visible_to(actor)))


@pytest.mark.parametrize("visibility", VISIBILITIES)
def test_the_space_decides_who_sees(people, visibility):
    persons, spaces = people
    space = spaces[visibility]
    question = make_question(space=space)
    for name, person in persons.items():
        expected = name in SEES[visibility]
        assert may_see(person, question) is expected, name
        assert may_see_space(person, space) is expected, name
        assert bool(listed(person, question)) is expected, name
        found = db.session.scalar(
            select(Space.id).where(Space.id == space.id, spaces_visible_to(person))
        )
        assert bool(found) is expected, name


@pytest.mark.parametrize("visibility", VISIBILITIES)
def test_a_hidden_question_is_its_authors_and_the_moderators(people, visibility):
    persons, spaces = people
    author = make_member("author", staff_roles=[])
    persons = persons | {"author": author}
    question = make_question(
        space=spaces[visibility], author=author, hidden_at=clock.now(), body="canary"
    )
    for name, person in persons.items():
        sees_space = name in SEES[visibility] | (
            {"author"} if visibility in {"public", "members"} else set()
        )
        expected = sees_space and name in {"author", "staff"}
        assert may_see(person, question) is expected, name
        assert bool(listed(person, question)) is expected, name


def test_a_merged_question_is_nobodys(people):
    persons, _ = people
    target = make_question()
    question = make_question(merged_into_id=target.id)
    for person in persons.values():
        assert not may_see(person, question)
        assert not listed(person, question)


@pytest.mark.parametrize("visibility", VISIBILITIES)
@pytest.mark.parametrize("is_hidden", [False, True])
def test_an_answer_is_seen_with_its_question_unless_it_is_hidden(people, visibility, is_hidden):
    persons, spaces = people
    writer = persons["insider"]
    question = make_question(space=spaces[visibility])
    answer = make_answer(question, author=writer, hidden_at=clock.now() if is_hidden else None)
    for name, person in persons.items():
        expected = name in SEES[visibility] and (not is_hidden or name in {"insider", "staff"})
        assert may_see_post(person, answer, question) is expected, name
        found = db.session.scalar(
            select(Answer.id)
            .join(Question, Question.id == Answer.question_id)
            .where(Answer.id == answer.id, visible_to(person), unhidden_for(person, Answer))
        )
        assert bool(found) is expected, name


def test_finding_what_may_not_be_seen_looks_like_nothing_there(bob, morgan, guest):
    hidden = make_answer(hidden_at=clock.now())
    below = make_reply(answer=hidden)
    private = make_question(space=make_space("group"))
    inside = make_answer(private)
    reply = make_reply(private, hidden_at=clock.now())
    for person in (bob, guest):
        for find, row_id in (
            (find_answer, hidden.id),
            (find_reply, below.id),
            (find_question, private.id),
            (find_answer, inside.id),
            (find_reply, reply.id),
            (find_question, 0),
        ):
            with pytest.raises(NotFound):
                find(row_id, person)
    assert find_answer(hidden.id, morgan) is hidden
    assert find_post("reply", reply.id, morgan) is reply
    with pytest.raises(NotFound):
        find_post("member", 1, morgan)

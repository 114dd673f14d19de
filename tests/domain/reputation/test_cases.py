"""Cases of suspicious votes: found once, struck out or cleared, and told to both sides."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from app.domain.accounts import names
from app.domain.accounts.models import Footprint, Operator, User
from app.domain.forum.actions.recounting import miscounts
from app.domain.forum.actions.voiding import void_votes
from app.domain.forum.actions.voting import vote
from app.domain.forum.models.votes import Vote
from app.domain.reputation.actions.cases import clear_case, find_cases, reverse_case
from app.domain.reputation.actions.recounting import check
from app.domain.reputation.events import VotesCleared, VotesReversed
from app.domain.reputation.models.cases import Case, CaseVote
from app.domain.reputation.models.ledger import Entry
from app.domain.reputation.queries.ballots import keys_of
from app.domain.reputation.queries.cases import case_list, case_page
from app.kit import clock
from app.kit.db import db
from app.kit.problems import Forbidden, Invalid
from app.kit.work import unit_of_work, write
from tests.factories.announcing import announced
from tests.factories.forum import keep_all, make_question, new_answer
from tests.factories.voting import cast_all
from tests.people import make_member

WHY = "They know each other and wrote so."


def answers_of(*authors, count=10):
    """Returns answers under one question, so that a community is made quickly: by author."""
    question = make_question()
    posts = [new_answer(question, author) for author in authors for _ in range(count)]
    keep_all(question, posts)
    return [posts[n * count : (n + 1) * count] for n in range(len(authors))]


def crowd(name, count):
    """Returns so many members, stored at once."""
    with unit_of_work():
        made = [
            User(
                handle=f"{name}{n}",
                handle_key=names.handle_key(f"{name}{n}"),
                name=name,
                email=f"{name}{n}@example.com",
                email_key=f"{name}{n}@example.com",
                trust="member",
                confirmed_at=clock.now(),
                staff_roles=[],
            )
            for n in range(count)
        ]
        db.session.add_all(made)
    return made


def ago(**span):
    return clock.now() - timedelta(**span)


@pytest.fixture
def town(session):
    """Forty who vote for everybody, so that there is something usual to compare with."""
    people = crowd("town", 40)
    posts = answers_of(*people, count=5)
    cast_all(
        (voter, posts[(n + step) % 40][step % 5], 1, ago(days=step, hours=n))
        for n, voter in enumerate(people)
        for step in range(1, 13)
    )
    return people


@pytest.fixture
def serial(town):
    """Vera votes for everything that Otto wrote, within minutes."""
    vera, otto = make_member("vera"), make_member("otto")
    [posts] = answers_of(otto, count=12)
    cast_all((vera, post, 1, ago(hours=3, seconds=20 * n)) for n, post in enumerate(posts))
    return SimpleNamespace(voter=vera, author=otto, posts=posts)


@pytest.fixture
def pair(town):
    """Paul and Pia vote for each other, over weeks, and for some others."""
    paul, pia = make_member("paul"), make_member("pia")
    for_paul, for_pia = answers_of(paul, pia, count=9)
    elsewhere = answers_of(*town[:9], count=1)
    cast_all(
        [
            *((paul, post, 1, ago(days=2 * n + 1)) for n, post in enumerate(for_pia)),
            *((pia, post, 1, ago(days=2 * n + 1)) for n, post in enumerate(for_paul)),
            *((it, posts[0], 1, ago(days=3)) for it in (paul, pia) for posts in elsewhere),
        ]
    )
    return SimpleNamespace(people=(paul, pia))


def only_case():
    return db.session.scalars(select(Case)).one()


def test_nothing_is_found_where_everybody_votes_for_everybody(town):
    assert find_cases() == 0


def test_what_is_certain_is_struck_out_at_once_and_told(serial):
    with announced(VotesReversed) as heard:
        assert find_cases() == 1
    case = only_case()
    assert (case.kind, case.state, case.decided_by_id) == ("serial", "reversed", None)
    assert heard == [VotesReversed(case.id, [serial.voter.id], [serial.author.id])]
    assert {post.score for post in serial.posts} == {0}
    assert not any(miscounts().values())
    assert find_cases() == 0  # once


def test_what_is_not_certain_waits_for_staff(pair):
    with announced(VotesReversed) as heard:
        assert find_cases() == 1
    case = only_case()
    assert (case.kind, case.state) == ("pair", "open")
    assert case.voter_ids == sorted(it.id for it in pair.people) == case.author_ids
    assert len(keys_of(case.id)) == 18
    assert heard == []
    assert db.session.scalar(select(Vote).where(Vote.voided_at.is_not(None))) is None
    assert find_cases() == 0


def test_a_ring_is_found_whole(town):
    crew = crowd("ring", 6)
    posts = answers_of(*crew, count=2)
    cast_all(
        (voter, post, 1, ago(days=9 * n + 1, hours=voter.id % 7))
        for voter in crew
        for author, theirs in zip(crew, posts, strict=True)
        for n, post in enumerate(theirs)
        if author is not voter
    )
    assert find_cases() == 1
    case = only_case()
    assert (case.kind, case.state) == ("ring", "reversed")
    assert case.voter_ids == sorted(member.id for member in crew)
    assert len(keys_of(case.id)) == 60


def test_two_accounts_of_one_browser_are_found(town):
    main, second = make_member("main"), make_member("second")
    with unit_of_work():
        for member in (main, second):
            db.session.add(Footprint(user_id=member.id, kind="device", key="k" * 64))
    [posts] = answers_of(main, count=8)
    cast_all((second, post, 1, ago(days=n + 1)) for n, post in enumerate(posts))
    find_cases()
    assert only_case().kind == "same-device"
    assert only_case().evidence["devices"] == 1


def test_votes_against_one_person_are_found(town):
    [posts] = answers_of(town[0], count=6)
    cast_all((town[5], post, -1, ago(minutes=50 - n)) for n, post in enumerate(posts))
    find_cases()
    case = only_case()
    assert (case.kind, case.state, case.evidence["value"]) == ("serial", "reversed", -1)


def test_staff_strikes_out_and_lets_count_again(pair, morgan):
    find_cases()
    case = only_case()
    with announced(VotesReversed, VotesCleared) as heard:
        write(reverse_case, case, by=morgan, note=WHY)
        write(reverse_case, case, by=morgan, note=WHY)
        assert db.session.scalar(select(db.func.count()).where(Vote.voided_at.is_not(None))) == 18
        write(clear_case, case, by=morgan, note=WHY)
        write(clear_case, case, by=morgan, note=WHY)
    assert db.session.scalar(select(db.func.count()).where(Vote.voided_at.is_not(None))) == 0
    assert [type(it) for it in heard] == [VotesReversed, VotesCleared]
    assert (case.state, case.note, case.decided_by_id) == ("cleared", WHY, morgan.id)
    assert not any(miscounts().values())


def test_clearing_what_was_never_struck_out_tells_nobody(pair, morgan):
    find_cases()
    with announced(VotesCleared) as heard:
        write(clear_case, only_case(), by=morgan, note=WHY)
    assert heard == []


def test_what_was_cleared_is_not_found_again_for_the_same_votes(pair, morgan):
    find_cases()
    write(clear_case, only_case(), by=morgan, note=WHY)
    assert find_cases() == 0
    paul, pia = pair.people
    for voter, posts in zip((pia, paul), answers_of(paul, pia, count=12), strict=True):
        cast_all((voter, post, 1, ago(hours=4 * n + 1)) for n, post in enumerate(posts))
    assert find_cases() == 1  # new ones alone suffice
    new = db.session.scalars(select(Case).where(Case.state == "open")).one()
    assert len(keys_of(new.id)) == 24


def test_a_case_that_waits_grows_instead_of_being_found_twice(pair):
    find_cases()
    case = only_case()
    paul, pia = pair.people
    [[post]] = answers_of(pia, count=1)
    cast_all([(paul, post, 1, clock.now())])
    assert find_cases() == 1
    assert only_case() is case
    assert len(keys_of(case.id)) == 19


def test_a_few_votes_after_a_reversal_are_for_staff(serial):
    find_cases()
    [more] = answers_of(serial.author, count=4)
    cast_all((serial.voter, post, 1, ago(seconds=9 * n)) for n, post in enumerate(more))
    find_cases()
    assert {post.score for post in more} == {1}


def test_points_follow_a_decision_in_both_directions(alice, bob, morgan):
    [posts] = answers_of(bob, count=10)
    for post in posts:
        write(vote, post, by=alice, value=1)
    before, proved = bob.points, check()
    assert before > 0
    find_cases()
    case = only_case()
    db.session.refresh(bob)
    assert (case.state, bob.points) == ("reversed", 0)
    taken = db.session.scalars(select(Entry).where(Entry.reverses_id.is_not(None))).all()
    assert sum(entry.delta for entry in taken) == -before
    write(clear_case, case, by=morgan, note=WHY)
    db.session.refresh(bob)
    assert bob.points == before
    assert check() == proved


def test_nobody_decides_about_a_case_they_are_part_of(town, morgan, sue):
    [posts] = answers_of(town[0], count=9)
    cast_all((morgan, post, 1, ago(minutes=3, seconds=n)) for n, post in enumerate(posts))
    find_cases()
    case = only_case()
    for person in (morgan, sue):
        with pytest.raises(Forbidden):
            write(clear_case, case, by=person, note=WHY)
    with pytest.raises(Forbidden):
        write(void_votes, keys_of(case.id), by=sue)


@pytest.mark.parametrize("note", ["", "  short ", "x" * 301])
def test_a_decision_takes_a_note(pair, morgan, note):
    find_cases()
    for verb in (reverse_case, clear_case):
        with pytest.raises(Invalid):
            write(verb, only_case(), by=morgan, note=note)
    assert only_case().state == "open"


def test_old_votes_are_not_looked_at(town):
    vera, otto = make_member("vera"), make_member("otto")
    [posts] = answers_of(otto, count=12)
    cast_all((vera, post, 1, ago(days=100)) for post in posts)
    assert find_cases() == 0


def test_the_list_costs_the_same_however_long_it_is(town, statements):
    def keep(count):
        with unit_of_work():
            for n in range(count):
                voter, author = town[n % 12], town[n % 12 + 1]
                case = Case(
                    key=f"{count}:{n}", kind="pair", voter_ids=[voter.id], author_ids=[author.id]
                )
                db.session.add(case)

    keep(3)
    db.session.commit()
    with statements() as few:
        assert len(case_list().items) == 3
    keep(40)
    db.session.commit()
    with statements() as many:
        page = case_list()
        assert len(page.items) == 30
    assert len(few) == len(many) == 2
    assert len(case_list(after=page.next).items) == 13
    assert case_list("reversed").items == []


def test_the_page_of_a_case_tells_who_gave_whom_how_many(serial, statements):
    find_cases()
    case_id, title = only_case().id, serial.posts[0].question.title
    db.session.commit()
    db.session.expunge_all()
    with statements() as ran:
        page = case_page(case_id)
    assert len(ran) <= 6
    assert [(line.voter.handle, line.author.handle, line.votes) for line in page.lines] == [
        ("vera", "otto", 12)
    ]
    assert {(row.title, row.is_void, row.value) for row in page.votes.items} == {(title, True, 1)}
    assert page.vote_count == 12


def test_a_vote_withdrawn_since_is_shown_as_such(pair):
    find_cases()
    with unit_of_work():
        db.session.query(Vote).filter(Vote.voter_id == pair.people[0].id).delete()
    page = case_page(only_case().id)
    assert {row.value for row in page.votes.items if row.voter.handle == "paul"} == {None}
    write(reverse_case, only_case(), by=Operator(), note=WHY)
    assert db.session.query(CaseVote).count() == 18

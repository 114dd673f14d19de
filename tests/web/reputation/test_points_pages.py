"""How points work, and each line of them: for everybody, and telling nobody who voted."""

from datetime import timedelta

import pytest

from app.domain.accounts.permissions import Permission, Requirement
from app.domain.accounts.privileges import put_requirements
from app.domain.knowledge.actions.helping import say_whether_it_helped
from app.domain.reputation.actions.economies import change_economy
from app.domain.reputation.models.ledger import Credit
from app.domain.reputation.rules import LAUNCH, LEVELS, REASONS
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work, write
from tests.factories.catalog import make_group, make_space
from tests.factories.forum import make_answer, make_question
from tests.factories.knowledge import an_article
from tests.factories.reputation import make_entry
from tests.people import make_member


def earn(member, answer, delta=6, reason="answer-upvoted", **values):
    about = {
        "subject_kind": "answer",
        "subject_id": answer.id,
        "question_id": answer.question_id,
        "reason": reason,
    }
    return make_entry(member, delta, **(about | values))


@pytest.fixture
def answer(alice, bob):
    return make_answer(make_question("Lamp drops off at night", author=alice), author=bob)


def test_a_line_says_what_for_and_leads_to_it(client, bob, answer):
    earn(bob, answer, 15, "answer-accepted")
    page = client.get("/members/bob/points").text
    assert "Answer accepted" in page
    assert "Lamp drops off at night" in page
    assert f"?answer={answer.id}#answer-{answer.id}" in page
    assert '<b class="plus">+15</b>' in page


def test_equal_lines_of_a_day_are_one_that_adds_up(client, bob, answer):
    moment = clock.now()
    for _ in range(3):
        earn(bob, answer, at=moment)
        earn(bob, answer, 1, "question-shared", at=moment)
    earn(bob, answer, at=moment - timedelta(days=3))
    page = client.get("/members/bob/points").text
    assert "3 votes on an answer" in page
    assert '<b class="plus">+18</b>' in page
    assert page.count("<td>Vote on an answer") == 1


def test_no_voter_is_named_and_whoever_awarded_is(client, bob, mallory, morgan, answer):
    earn(bob, answer, actor_id=mallory.id)
    make_entry(
        bob, 50, reason="award", actor_id=morgan.id, note="Wrote the guide", subject_kind="member"
    )
    page = client.get("/members/bob/points").text
    assert "Mallory" not in page
    assert "Wrote the guide" in page
    assert 'href="/members/morgan"' in page


def test_what_was_taken_back_says_so(client, bob, answer):
    first = earn(bob, answer)
    earn(bob, answer, -6, reverses_id=first.id)
    page = client.get("/members/bob/points").text
    assert "Vote on an answer, taken back" in page
    assert '<b class="minus">\N{MINUS SIGN}6</b>' in page


@pytest.mark.parametrize(
    "delta, said", [(-2, "Beyond what a post or a day may bring"), (4, "may bring, again")]
)
def test_a_cap_is_named_where_it_moved_points(client, bob, answer, delta, said):
    earn(bob, answer, delta, note="cap")
    assert said in client.get("/members/bob/points").text


def test_a_thread_that_may_not_be_seen_keeps_its_line_and_tells_nothing(
    client, as_member, alice, bob, mallory, gina_group
):
    gina, space = gina_group
    secret = make_question("The secret beta", author=alice, space=space)
    earn(bob, make_answer(secret, author=bob))
    for browser in (client, as_member(mallory)):
        page = browser.get("/members/bob/points").text
        assert "In a thread you cannot see" in page
        assert "secret" not in page
        assert f"/questions/{secret.id}" not in page
        overview = browser.get("/members/bob").text
        assert "secret beta" not in overview
    assert "The secret beta" in as_member(gina).get("/members/bob/points").text


@pytest.fixture
def gina_group(session):
    gina = make_member("gina")
    return gina, make_space("group", group=make_group(gina))


def test_the_ledger_is_read_page_by_page_and_no_line_is_lost(client, bob, answer):
    base = clock.now()
    for day in range(40):
        earn(bob, answer, day + 1, at=base - timedelta(days=day))
    first = client.get("/members/bob/points").text
    older = first.split('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    second = client.get(older.replace("&amp;", "&")).text
    shown = [n for n in range(1, 41) if f">+{n}</b>" in first or f">+{n}</b>" in second]
    assert shown == list(range(1, 41))
    assert 'rel="prev"' in second
    assert client.get("/members/bob/points?after=nonsense").status_code == 422


def test_the_ledger_costs_the_same_with_more_in_it(as_member, bob, answer, statements):
    browser = as_member(bob)

    def cost():
        with statements() as ran:
            assert browser.get("/members/bob/points").status_code == 200
        return len(ran)

    earn(bob, answer)
    cost()
    before = cost()
    for days in range(25):
        earn(bob, answer, at=clock.now() - timedelta(days=days))
    assert cost() == before <= 12


def test_nobodys_ledger_is_there_but_a_members(client, ulla):
    assert client.get("/members/ulla/points").status_code == 404
    assert client.get("/members/nobody/points").status_code == 404
    response = client.get("/members/ULLA/points")
    assert response.status_code == 404


def test_a_ledger_in_another_case_leads_to_the_right_one(client, bob):
    response = client.get("/members/BOB/points")
    assert (response.status_code, response.location) == (301, "/members/bob/points")


def test_the_bounds_of_today_are_told_to_oneself_alone(as_member, client, bob, answer):
    with unit_of_work():
        db.session.add(
            Credit(
                fact="vote:9:answer:9",
                user_id=bob.id,
                reason="answer-upvoted",
                actor_id=answer.author_id,
                subject_kind="answer",
                subject_id=answer.id,
                at=clock.now(),
                day=clock.now().date(),
                price=6,
                amount=0,
            )
        )
    assert "Bounds of today." in as_member(bob).get("/members/bob/points").text
    assert "Bounds of today." not in client.get("/members/bob/points").text


# -- how points work --------------------------------------------------------------------------


def test_everybody_reads_the_whole_economy(client):
    page = client.get("/points").text
    for name, reason in REASONS.items():
        if reason.points and not name.startswith("imported"):
            assert str(reason.label) in page
    for level in LEVELS:
        assert str(level.name) in page
        assert f"{level.points:,}" in page
    assert "at most 200 points in a day" in page
    assert "5 votes and me-toos count in a day" in page
    assert "costs nothing either" in page
    assert "You are here" not in page


def test_the_page_tells_what_is_in_force_and_what_was(client, ada):
    write(
        change_economy,
        preset="mature",
        reason="Rights should be rare from now on.",
        by=ada,
    )
    page = client.get("/points").text
    assert "costs its author 2 points" in page
    assert "Rights should be rare from now on." in page
    assert 'href="/members/ada"' in page
    assert "numbers changed" in page
    assert "the beginning" in page


def test_a_member_sees_where_they_stand(as_member, bob):
    with unit_of_work():
        bob.points = 700
        put_requirements(
            {
                **LAUNCH.privileges,
                Permission.JOIN_LOUNGE: Requirement(1000, "trusted"),
                Permission.VOTE_DOWN: Requirement(100, "member"),
            }
        )
    page = as_member(bob).get("/points").text
    assert "You are here" in page
    assert "300 points to go" in page
    assert "Yours" in page
    assert "takes more trust" in page
    assert "<b>300 more</b> to become a Guide" in page
    assert "<b>A Guide can</b> join the lounge (with the trust level “Trusted”)" in page


def test_the_page_of_the_economy_costs_the_same_with_more_versions(client, ada, statements):
    def cost():
        with statements() as ran:
            client.get("/points")
        return len(ran)

    cost()
    before = cost()
    for preset in ("growing", "mature", "launch", "growing"):
        write(change_economy, preset=preset, reason="We try what suits us.", by=ada)
    # The names of those who changed it are one statement more.
    assert cost() <= before + 1


# -- levels beside names ----------------------------------------------------------------------


def test_a_byline_names_the_level_and_keeps_the_points_for_those_who_ask(client, alice, answer):
    with unit_of_work():
        alice.points = 1840
    page = client.get(f"/questions/{answer.question_id}", follow_redirects=True).text
    assert 'title="Level 4 of 10 · 1,840 points"' in page
    assert "Guide</span>" in page


def test_staff_wear_the_label_instead_of_a_level(client, alice, morgan):
    question = make_question(author=alice)
    make_answer(question, author=morgan)
    page = client.get(f"/questions/{question.id}", follow_redirects=True).text
    post = page.split('id="answer-')[1].split("</div></div></div>")[0]
    assert 'class="role"' in post
    assert "level--rungs" not in post


def test_the_list_of_members_shows_level_and_points(client, bob):
    with unit_of_work():
        bob.points = 500
    page = client.get("/members").text
    assert "Helper</span>" in page
    assert ">500<" in page


def test_an_empty_ledger_tells_oneself_how_it_fills(as_member, client, bob):
    own = as_member(bob).get("/members/bob/points").text
    assert "Your first question and your first answer bring some" in own
    assert 'class="btn" href="/questions?tab=unanswered"' in own
    assert "Each point of Bob will stand here" in client.get("/members/bob/points").text


def test_the_page_says_how_votes_are_checked(client):
    assert '<h2 id="votes">How votes are checked</h2>' in client.get("/points").text


def test_what_articles_brought_leads_to_the_article(client, bob, alice, as_member, mallory):
    article = an_article("Reset the <b>Glow</b>", author=bob)
    for reader in (alice, mallory):
        write(say_whether_it_helped, article, by=reader, who=f"m:{reader.id}", is_helpful=True)
    page = client.get("/members/bob/points").text
    assert "Article helped 2 members" in page
    assert f'href="/knowledge/{article.slug}"' in page
    assert "Reset the &lt;b&gt;Glow" in page
    closed = make_space(visibility="group")
    with unit_of_work():
        article.space = closed
    page = client.get("/members/bob/points").text
    assert "An article you cannot read" in page
    assert "Glow" not in page
    assert article.slug not in page
    lines = client.get("/api/v1/members/bob/points").text
    assert "Glow" not in lines

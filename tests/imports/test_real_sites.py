"""Three real sites: the counts of their dumps, and how faithful their bodies stay."""

from collections import Counter

import pytest

from app.imports.stackexchange.bodies import comment_to_markdown, to_markdown
from app.imports.stackexchange.check import check
from app.imports.stackexchange.dump import Dump
from app.imports.stackexchange.history import histories
from app.imports.stackexchange.links import internal_links
from app.imports.stackexchange.people import handle_for, profile_of
from app.kit.markup.options import Options
from app.kit.markup.parsing import build_parser
from tests.imports.words import words

IOT, CARDANO = "iot.stackexchange.com", "cardano.stackexchange.com"
BICYCLES = "bicycles.meta.stackexchange.com"

# The table of the data's own page.
COUNTS = {
    IOT: {
        "users": 1944,
        "questions": 320,
        "answers": 508,
        "other posts": 312,
        "accepted answers": 185,
        "comments": 1607,
        "votes": 7242,
        "tags": 199,
        "links": 88,
        "history entries": 4202,
        "badges": 2900,
    },
    CARDANO: {
        "users": 3988,
        "questions": 1042,
        "answers": 1496,
        "other posts": 92,
        "accepted answers": 459,
        "comments": 1829,
        "votes": 9147,
        "tags": 224,
        "links": 104,
        "history entries": 0,
        "badges": 4467,
    },
    BICYCLES: {
        "users": 2551,
        "questions": 453,
        "answers": 971,
        "other posts": 22,
        "accepted answers": 157,
        "comments": 2448,
        "votes": 5671,
        "tags": 94,
        "links": 189,
        "history entries": 3994,
        "badges": 6585,
    },
}
UP_AND_DOWN = {IOT: (5862, 458), CARDANO: (7604, 268), BICYCLES: (5136, 281)}
FAITHFUL = 0.99

pytestmark = pytest.mark.needs("data")


@pytest.fixture(params=sorted(COUNTS))
def site(request, data):
    with Dump.open(data / "sites" / f"{request.param}.zip") as dump:
        yield dump


def test_the_check_reads_every_row(site):
    table = check(site).table
    assert {kind: line.read for kind, line in table.lines.items()} == COUNTS[site.site]


def test_what_the_plan_promises_is_what_it_lets_through(site):
    plan = check(site)
    promised = {kind: line.to_create for kind, line in plan.table.lines.items()}
    streams = {
        "users": plan.kept_users,
        "questions": plan.kept_questions,
        "answers": plan.kept_answers,
        "comments": plan.kept_comments,
        "links": plan.kept_links,
    }
    for kind, stream in streams.items():
        assert sum(1 for _row in stream(site)) == promised[kind]
    assert len(list(plan.kept_tags())) == promised["tags"]
    assert len(plan.accepted) == promised["accepted answers"]
    assert sum(tag.description != "" for tag in plan.kept_tags()) == promised["other posts"]
    assert sum(map(sum, plan.vote_sums.values())) == promised["votes"]
    entries = sum(history.entries for history in histories(site, plan))
    assert entries == promised["history entries"]


def test_the_sums_of_votes_are_the_scores_of_the_posts(site):
    plan = check(site)
    for post in site.posts():
        if plan.keeps_post(post.id):
            up, down = plan.votes_of(post)
            assert up - down == post.score
    cast = Counter(vote.type_id for vote in site.votes())
    assert (cast[2], cast[3]) == UP_AND_DOWN[site.site]


def test_every_accepted_answer_has_its_day(site):
    plan = check(site)
    assert set(plan.accepted_at) == set(plan.accepted.values())


def test_bodies_say_the_same_as_markdown(site):
    parser = build_parser(Options(mentions=False))
    total, faithful, code = 0, 0, 0
    for post in site.posts():
        if post.is_question or post.is_answer:
            made = parser.reset().convert(to_markdown(post.body_html, site.site))
            total += 1
            faithful += words(made) == words(post.body_html)
            code += made.count("<pre") == post.body_html.count("<pre")
    assert faithful / total > FAITHFUL
    assert code / total > FAITHFUL


def test_comments_begin_no_heading_quote_or_rule(site):
    parser = build_parser(Options(mentions=False))
    for comment in site.comments():
        made = parser.reset().convert(comment_to_markdown(comment.text))
        assert not any(tag in made for tag in ("<h3", "<h4", "<blockquote", "<hr", "<ol", "<table"))


def test_people_get_handles_and_profiles(site):
    people = list(site.users())
    handles = {handle_for(person.display_name, person.id) for person in people}
    assert len(handles) > len(people) * 0.95
    assert all(profile_of(person, site.site).display_name for person in people)


def test_links_within_the_site_lead_to_posts_mostly(site):
    posts = {post.id for post in site.posts()}
    found = [
        number
        for post in site.posts()
        for _kind, number in internal_links(post.body_html, site.site)
    ]
    assert found
    assert sum(number in posts for number in found) / len(found) > 0.8

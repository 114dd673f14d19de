"""What the team says to itself is in no page, feed, answer of the API or search of anybody else."""

from __future__ import annotations

import pytest

from app.domain.ideas.actions.customers import vote_on_behalf
from app.domain.ideas.actions.planning import estimate, note
from app.domain.ideas.actions.views import save_view
from app.domain.search import actions as search
from app.kit.work import write
from tests.factories.catalog import make_product, make_tag
from tests.factories.ideas import a_comment, a_theme, an_idea, an_official_reply

SECRETS = ("quokkanote", "zebrahotels", "okapirooms", "tapirview")
TITLE = "A lamp that sings at dusk"


@pytest.fixture
def idea(session, alice, hanna):
    theme = a_theme("Season", partner=hanna)
    made = an_idea(
        TITLE,
        author=alice,
        votes=1,
        status="under-review",
        theme=theme,
        product=make_product("Glow"),
        tags=(make_tag("dusk"),),
    )
    a_comment(made)
    an_official_reply(made, author=hanna)
    write(note, made, by=hanna, body="quokkanote: nobody else may know")
    write(vote_on_behalf, made, by=hanna, customer="zebrahotels", note="okapirooms")
    write(estimate, made, by=hanna, effort=4, value=5)
    write(save_view, by=hanna, name="tapirview", values={"status": "planned"}, shared=True)
    search.rebuild()
    return made


def everywhere(idea):
    """Every page, feed and answer that tells of an idea."""
    own = f"/ideas/{idea.id}"
    return [
        f"{own}-{idea.slug}",
        *(f"{own}/{part}" for part in ("history", "voters", "links", "vote", "follow", "edit")),
        *(f"{own}/{part}" for part in ("status", "planning", "merge", "customers")),
        *("/ideas", "/ideas?sort=new", "/ideas?sort=affected", "/roadmap", "/ideas/feed"),
        *("/ideas/themes", f"/ideas/themes/{idea.theme.slug}", "/ideas/rounds", "/ideas/in-action"),
        *("/ideas/statuses", "/ideas/held", "/ideas/desk", "/ideas/desk.csv", "/", "/sitemap.xml"),
        *(f"/products/{idea.product.slug}", "/tags/dusk", f"/members/{idea.author.handle}/ideas"),
        *("/api/v1/ideas", f"/api/v1/ideas/{idea.id}", "/api/v1/search?q=lamp+sings"),
        *("/search?q=lamp+sings", "/ideas?q=lamp+sings", "/search/suggest?q=lamp+sin"),
        *("/ideas/similar?title=a+lamp+that+sings", "/notices"),
    ]


def leaks(browser, idea):
    found = []
    for path in everywhere(idea):
        answer = browser.get(path)
        said = answer.get_data(as_text=True).lower()
        assert answer.status_code in (200, 303, 403, 404), path
        found += [f"{path}: {secret}" for secret in SECRETS if secret in said]
        if answer.status_code == 200 and ('id="effort-' in said or '"effort"' in said):
            found.append(f"{path}: effort")
    return found


@pytest.mark.parametrize(
    "who", ["client", "alice", "bob", "tess", "sue", "morgan", "erin", "max_partner"]
)
def test_nobody_but_the_team_reads_what_the_team_says_to_itself(request, as_member, idea, who):
    somebody = request.getfixturevalue(who)
    assert leaks(somebody if who == "client" else as_member(somebody), idea) == []


def test_the_team_does_read_it(as_member, idea, hanna):
    said = "".join(
        as_member(hanna).get(path).get_data(as_text=True)
        for path in (f"/ideas/{idea.id}-{idea.slug}", f"/ideas/{idea.id}/customers", "/ideas/desk")
    )
    for secret in SECRETS:
        assert secret in said
    assert f'id="effort-{idea.id}"' in said


@pytest.mark.parametrize("word", SECRETS)
def test_nothing_of_it_is_a_word_to_search_by(client, as_member, idea, alice, morgan, hanna, word):
    for browser in (client, as_member(alice), as_member(morgan), as_member(hanna)):
        for path in ("/search?q={}", "/ideas?q={}", "/api/v1/search?q={}", "/search/suggest?q={}"):
            assert TITLE not in browser.get(path.format(word)).get_data(as_text=True), path

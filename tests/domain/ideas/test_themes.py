"""Themes: made by the team, each with a partner who answers for its ideas."""

from __future__ import annotations

import pytest

from app.domain.accounts.models import Guest
from app.domain.ideas.actions.themes import edit_theme, make_theme
from app.domain.ideas.queries.themes import find_theme, theme_page, themes
from app.kit.problems import Forbidden, Invalid, NotFound
from app.kit.work import write
from tests.factories.catalog import make_space
from tests.factories.ideas import a_theme, an_idea
from tests.factories.rounds import a_team_member


def made(by, **values):
    given = {"name": "Light that knows the hour", "about": "Evenings first.", "partner": by}
    return write(make_theme, by=by, **given | values)


def changed(theme, by, **values):
    given = {
        "name": theme.name,
        "about": theme.about,
        "partner": theme.partner,
        "position": theme.position,
        "closed": theme.closed_at is not None,
    }
    write(edit_theme, theme, by=by, **given | values)


def test_the_team_makes_a_theme_with_its_partner(hanna):
    theme = made(hanna)
    assert theme.slug == "light-that-knows-the-hour"
    (row,) = themes(Guest())
    assert (row.name, row.about, row.partner.handle) == (theme.name, "Evenings first.", "hanna")


def test_two_themes_of_one_name_have_two_addresses_and_none_is_new(hanna):
    slugs = [made(hanna, name=name).slug for name in ("Dusk", "Dusk", "Dusk", "New")]
    assert slugs == ["dusk", "dusk-2", "dusk-3", "new-2"]


def test_only_the_team_makes_and_changes_themes(alice, morgan, hanna):
    theme = made(hanna)
    for member in (alice, morgan):
        with pytest.raises(Forbidden):
            made(member, partner=hanna)
        with pytest.raises(Forbidden):
            changed(theme, member)


def test_a_partner_is_of_the_team(alice, hanna):
    for partner in (alice, None):
        with pytest.raises(Invalid) as refused:
            made(hanna, partner=partner)
        assert refused.value.field == "partner"


def test_a_theme_has_a_short_name(hanna):
    for name in ("", "  ", "w" * 81):
        with pytest.raises(Invalid) as refused:
            made(hanna, name=name)
        assert refused.value.field == "name"


def test_a_new_partner_takes_over_the_open_ideas_of_the_former_one(hanna):
    theme = a_theme()
    former, other = theme.partner_id, a_team_member()
    open_one, done = an_idea(theme=theme), an_idea(theme=theme, status="delivered")
    others = an_idea(theme=theme, owner_id=other.id)
    changed(theme, hanna, partner=hanna)
    assert (open_one.owner_id, done.owner_id) == (hanna.id, former)
    assert others.owner_id == other.id
    assert theme_page(theme.slug, Guest()).partner.handle == "hanna"


def test_a_partner_who_left_the_team_may_stay_while_words_change(alice, hanna):
    theme = a_theme(partner=alice)
    changed(theme, hanna, name="Other words")
    assert theme.partner_id == alice.id


def test_closed_themes_stand_last_and_stay_readable(hanna):
    first, second = a_theme("A"), a_theme("B")
    changed(first, hanna, closed=True)
    at = first.closed_at
    changed(first, hanna, closed=True)
    assert first.closed_at == at
    assert [row.id for row in themes(Guest())] == [second.id, first.id]
    changed(first, hanna, closed=False)
    assert not theme_page(first.slug, Guest()).is_closed


def test_a_theme_counts_what_its_reader_may_see(alice):
    theme = a_theme()
    an_idea(theme=theme)
    an_idea(theme=theme, status="delivered")
    an_idea(theme=theme, status="declined")
    an_idea(theme=theme, space=make_space("members"))
    seen = [(row.open_count, row.delivered_count) for row in (*themes(Guest()), *themes(alice))]
    assert seen == [(1, 1), (2, 1)]


def test_all_themes_take_one_statement(session, statements):
    for _ in range(3):
        a_theme()
    with statements() as ran:
        themes(Guest())
    assert len(ran) == 1


def test_an_unknown_theme_is_not_found(session):
    for finding in (find_theme, lambda slug: theme_page(slug, Guest())):
        with pytest.raises(NotFound):
            finding("nothing")

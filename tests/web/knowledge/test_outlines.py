"""How an article's text is cut into blocks."""

from __future__ import annotations

from markupsafe import Markup

from app.web.knowledge.codes import QUIET, code_of
from app.web.knowledge.outlines import blocks_of, contents_of
from tests.factories.knowledge import PROCESS, an_outline

TEXT = """Before everything.

## Fix the channel

Choose one.

{{kb:reset-a-bulb#reset}}

### On a phone

Tap it.

## The lasting fix

Wait.
"""


def shown(text: str, kind: str = "article") -> list[tuple[str, str, str]]:
    parts = an_outline(text).parts
    return [(b.key, b.kind, b.html) for b in blocks_of(parts, kind=kind, embed=lambda _: None)]


def test_a_text_is_cut_at_its_headings() -> None:
    assert [key for key, _, _ in shown(TEXT)] == [
        "",
        "fix-the-channel",
        "on-a-phone",
        "the-lasting-fix",
    ]


def test_a_heading_is_reached_by_its_key() -> None:
    html = shown(TEXT)[1][2]
    assert html.startswith('<h2 id="fix-the-channel">Fix the channel</h2>')


def test_an_embed_stands_where_it_was_put() -> None:
    def drawn(reference: str) -> Markup:
        return Markup("<b>{}</b>").format(reference)

    found = blocks_of(an_outline(TEXT).parts, kind="article", embed=drawn)
    assert found[1].html.endswith("<p>Choose one.</p><b>reset-a-bulb#reset</b>")


def test_an_embed_that_nobody_draws_shows_nothing() -> None:
    assert "reset-a-bulb" not in "".join(html for _, _, html in shown(TEXT))


def test_a_passage_is_not_cut_and_can_be_acted_on() -> None:
    text = "::: #short\n\nOne.\n\n## Inside\n\nTwo.\n\n:::\n\n## After\n\nThree."
    parts = an_outline(text).parts
    found = blocks_of(
        parts,
        kind="article",
        embed=lambda _: None,
        acts=lambda key: Markup("<i>{}</i>").format(key),
    )
    assert [block.key for block in found] == ["", "after"]
    assert found[0].html.startswith('<div class="passage" id="short">')
    assert found[0].html.endswith("<i>short</i></div>")


def test_the_parts_of_a_process_are_known_and_hold_together() -> None:
    text = f"It happens.\n\n{PROCESS}\n\n### Deep in the check\n\nOne more.\n\n## Notes\n\nOther."
    kinds = [kind for _, kind, _ in shown(text, "process")]
    assert kinds == [
        "intro",
        "steps",
        "exceptions",
        "references",
        "contact",
        "quality-check",
        "more",
    ]


def test_a_heading_named_as_the_page_names_itself_does_not_double_its_id() -> None:
    assert shown("## Main\n\nWords.")[0][2].startswith("<h2>Main</h2>")


def test_the_contents_go_two_levels_deep() -> None:
    text = f"{TEXT}\n\n#### Too deep\n\nNo."
    assert [(one.key, one.level) for one in contents_of(an_outline(text).parts)] == [
        ("fix-the-channel", 2),
        ("on-a-phone", 3),
        ("the-lasting-fix", 2),
    ]


def test_a_code_is_square_with_white_around() -> None:
    code = code_of("https://community.lumen.example/knowledge/reset-a-glow-bulb")
    assert code.size >= 21 + 2 * QUIET
    # The corner that a telephone looks for: seven dark dots after the white.
    assert code.path.startswith(f"M{QUIET} {QUIET}h7v1h-7z")


def test_different_addresses_have_different_codes() -> None:
    assert code_of("https://a.example/knowledge/a").path != code_of("https://a.example/b").path

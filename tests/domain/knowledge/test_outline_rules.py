"""Which block is which: a key stays with its text, whatever the heading is called."""

from __future__ import annotations

import pytest

from app.domain.knowledge.rules.outline import (
    Known,
    Place,
    balanced,
    embeds_in,
    places,
    rekeyed,
    sections,
)
from app.domain.knowledge.rules.sources import named_keys
from tests.factories.knowledge import an_outline

LONG = "Switch it off and on five times, a second apart, until it blinks twice."
OTHER = "Open the app, choose Add a device, and hold the phone near the lamp."
THIRD = "Nobody but the owner of a home may invite others into it."


def known_of(source: str, **changed: Known) -> list[Known]:
    """Return the blocks that publishing a text for the first time makes."""
    blocks = []
    for place in places(sections(an_outline(source).parts), [], named_keys(source)):
        section = place.section
        block = Known(place.key, place.key, section.heading, section.body, section.is_passage)
        blocks.append(changed.get(place.key, block))
    return blocks


def placed(source: str, known: list[Known]) -> list[Place]:
    """Return which block each section of the next text is."""
    return places(sections(an_outline(source).parts), known, named_keys(source))


def keys(source: str, known: list[Known]) -> list[str]:
    """Return the keys of the next text's blocks, new ones with a plus."""
    return [("+" if place.is_new else "") + place.key for place in placed(source, known)]


def test_a_section_runs_to_the_next_heading_of_its_level_or_a_higher() -> None:
    found = sections(
        an_outline("Before.\n\n## One\n\nA.\n\n### Deep\n\nB.\n\n## Two\n\nC.\n").parts
    )

    assert [(s.slug, s.level, s.body) for s in found] == [
        ("one", 2, "A.\nDeep\nB."),
        ("deep", 3, "B."),
        ("two", 2, "C."),
    ]


def test_a_passage_is_what_stands_between_its_marks() -> None:
    found = sections(an_outline("## One\n\nA.\n\n::: #careful\n\nHot!\n\n:::\n\nB.\n").parts)

    assert [(s.slug, s.is_passage, s.body) for s in found] == [
        ("one", False, "A.\nHot!\nB."),
        ("careful", True, "Hot!"),
    ]


def test_marks_of_a_passage_that_goes_on_outside_are_left_out() -> None:
    parts = [{"passage": "a"}, "<p>x</p>", {"passage_end": "b"}, {"passage": "b"}, "<p>y</p>"]

    assert balanced(parts) == ["<p>x</p>", {"passage_end": "b"}, {"passage": "b"}, "<p>y</p>"]
    assert balanced(parts[:2]) == ["<p>x</p>"]


def test_headings_that_say_the_same_are_numbered() -> None:
    text = f"## Steps\n\n{LONG}\n\n## Steps\n\n{OTHER}\n\n## Steps\n\n{THIRD}\n"

    assert keys(text, []) == ["+steps", "+steps-2", "+steps-3"]


def test_a_renamed_heading_keeps_its_key() -> None:
    before = known_of(f"## Reset it\n\n{LONG}\n\n## Add it\n\n{OTHER}\n")

    assert keys(f"## Make it forget\n\n{LONG}\n\n## Add it\n\n{OTHER}\n", before) == [
        "reset-it",
        "add-it",
    ]


def test_a_heading_renamed_with_its_text_edited_keeps_its_key() -> None:
    before = known_of(f"## Reset it\n\n{LONG}\n\n## Add it\n\n{OTHER}\n")
    edited = LONG.replace("five", "six").replace("blinks twice", "glows")

    assert keys(f"## Make it forget\n\n{edited}\n\n## Add it\n\n{OTHER}\n", before) == [
        "reset-it",
        "add-it",
    ]


def test_a_heading_with_another_text_is_another_block() -> None:
    before = known_of(f"## Reset it\n\n{LONG}\n")

    assert keys(f"## Invite others\n\n{THIRD}\n", before) == ["+invite-others"]


def test_the_name_of_a_renamed_heading_holds_in_the_next_edit() -> None:
    renamed = Known("reset-it", "make-it-forget", "Make it forget", LONG)

    assert keys(f"## Make it forget\n\n{OTHER}\n", [renamed]) == ["reset-it"]


def test_a_new_section_under_the_old_name_is_a_new_block() -> None:
    renamed = Known("reset-it", "make-it-forget", "Make it forget", LONG)

    assert keys(f"## Reset it\n\n{THIRD}\n\n## Make it forget\n\n{LONG}\n", [renamed]) == [
        "+reset-it-2",
        "reset-it",
    ]


def test_a_key_that_its_writer_wrote_wins() -> None:
    renamed = Known("reset-it", "make-it-forget", "Make it forget", LONG)

    found = keys(f"## Anew {{#reset-it}}\n\n{THIRD}\n\n## Make it forget\n\n{LONG}\n", [renamed])

    assert found == ["reset-it", "+make-it-forget"]


def test_a_section_put_before_its_namesake_does_not_take_its_key() -> None:
    before = known_of(f"## Steps\n\n{LONG}\n")

    assert keys(f"## Steps\n\n{THIRD}\n\n## Steps\n\n{LONG}\n", before) == ["+steps-3", "steps"]


def test_swapped_sections_keep_their_keys() -> None:
    before = known_of(f"## A way\n\n{LONG}\n\n## Another\n\n{OTHER}\n")

    assert keys(f"## Another\n\n{OTHER}\n\n## A way\n\n{LONG}\n", before) == ["another", "a-way"]


def test_what_was_removed_comes_back_by_its_key() -> None:
    gone = Known("reset-it", "reset-it", "Reset it", LONG, is_present=False)

    assert keys(f"## Reset it\n\n{THIRD}\n", [gone]) == ["reset-it"]
    assert keys(f"## Make it forget\n\n{LONG}\n", [gone]) == ["+make-it-forget"]


def test_a_passage_never_becomes_a_section() -> None:
    before = [Known("careful", "careful", "", LONG, is_passage=True)]

    assert keys(f"## Careful now\n\n{LONG}\n", before) == ["+careful-now"]


def test_likeness_does_not_reach_far() -> None:
    many = "\n\n".join(f"## Part {word}\n\nNothing of {word} but {word}." for word in "abcdef")
    before = known_of(f"{many}\n\n## Last\n\n{LONG}\n")
    edited = LONG.replace("five", "six")
    other = "\n\n".join(f"## Else {word}\n\nQuite {word} and so {word}." for word in "uvwxyz")

    assert keys(f"## First\n\n{edited}\n\n{other}\n", before)[0] == "+first"


@pytest.mark.parametrize(
    "source",
    [
        f"## A\n\n{LONG}\n\n### B\n\n{OTHER}\n\n::: #c\n\n{THIRD}\n\n:::\n",
        f"::: #c\n\n## A\n\n{LONG}\n\n:::\n\n## A\n\n{OTHER}\n",
        "",
    ],
)
def test_publishing_a_text_again_changes_nothing(source: str) -> None:
    before = known_of(source)

    assert [place.key for place in placed(source, before)] == [block.key for block in before]
    assert not any(place.is_new for place in placed(source, before))


def test_a_text_bears_the_keys_of_its_blocks() -> None:
    parts = an_outline(f"## A\n\n{LONG}\n\n::: #c\n\n{THIRD}\n\n:::\n").parts

    again = rekeyed(parts, ["first", "second"])

    assert [section.slug for section in sections(again)] == ["first", "second"]
    assert {"head_end": "first", "level": "2"} in again
    assert {"passage_end": "second"} in again


def test_what_a_text_shows_of_others_is_told_once() -> None:
    source = "{{kb:one#a}}\n\nAnd\n\n{{kb:two#b}}\n\n{{kb:one#a}}\n"

    assert embeds_in(an_outline(source).parts) == ["one#a", "two#b"]

"""Sections in the Markdown are those of the rendered text; a process has its five parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.accounts.texts import prepare
from app.domain.knowledge.rules import PROCESS_PARTS
from app.domain.knowledge.rules.outline import sections
from app.domain.knowledge.rules.processes import compose, missing_parts, parted
from app.domain.knowledge.rules.sources import cut, is_aligned, named_keys, put, source_sections
from app.domain.knowledge.rules.words import lines_of
from tests.factories.knowledge import PROCESS, an_outline

MANY = """Intro *text*.

# Top `code` & more

Setext head
===========

## Reset the **bulb** {#my-key}

- item

  {{kb:abc#d}}

## Steps

### Sub [link](http://x.example) here

::: #warn
Careful.

### Inside
hm
:::

## My key

```
## not a heading
::: #no
```

> ## quoted heading

## Steps

Über Straße
-----------

##
## Snake_case & entity &amp; all
## Ends with hash ##
##NoSpace
"""

SECTIONED = """Before.

## One

First.

### Deep

Deeper.

## Two
Second.
"""


@pytest.mark.usefixtures("app")
def test_the_source_has_the_sections_of_the_rendered_text() -> None:
    parts = prepare(MANY, outline=True).parts

    read = [(it.slug, it.level, it.is_passage) for it in source_sections(MANY)]

    assert read == [(it.slug, it.level, it.is_passage) for it in sections(parts)]
    assert is_aligned(MANY, parts)


def test_a_source_read_otherwise_is_not_aligned() -> None:
    assert not is_aligned("## One\n\nText.\n", an_outline("## One\n\n## Two\n").parts)


def test_keys_that_were_written_out_are_known() -> None:
    assert named_keys(MANY) == {"my-key", "warn"}


@pytest.mark.parametrize(
    "position, text",
    [
        (0, "## One\n\nFirst.\n\n### Deep\n\nDeeper."),
        (1, "### Deep\n\nDeeper."),
        (2, "## Two\nSecond."),
    ],
)
def test_a_section_is_cut_out_whole(position: int, text: str) -> None:
    assert cut(SECTIONED, position) == text
    assert put(SECTIONED, position, text) == SECTIONED


def test_a_section_is_replaced_and_the_rest_left_alone() -> None:
    changed = put(SECTIONED, 1, "### Deeper still\n\nDown here.")

    assert changed == SECTIONED.replace("### Deep\n\nDeeper.", "### Deeper still\n\nDown here.")


def test_a_passage_is_cut_with_its_marks() -> None:
    source = "A.\n\n::: #outer\n\n::: #inner\n\nB.\n\n:::\n\n:::\n\nC.\n"

    assert cut(source, 0) == "::: #outer\n\n::: #inner\n\nB.\n\n:::\n\n:::"
    assert cut(source, 1) == "::: #inner\n\nB.\n\n:::"


def test_the_words_of_a_text_stand_a_line_for_each_element() -> None:
    parts = [
        "<p>One <strong>two</strong><br>three</p>\n<ul><li>four</li><li>five</li></ul>",
        {"embed": "a#b"},
        '<table><tr><td>six</td><td>seven</td></tr></table><p><img alt="eight" src="/x.png"></p>',
    ]

    assert lines_of(parts) == "One two\nthree\nfour\nfive\nsix seven\neight"


# -- processes --------------------------------------------------------------------------------


def test_a_process_with_all_its_parts_misses_none() -> None:
    assert missing_parts(an_outline(PROCESS).parts) == []


@pytest.mark.parametrize("part", PROCESS_PARTS)
def test_a_part_without_words_is_missing(part: str) -> None:
    filled = dict.fromkeys(PROCESS_PARTS, "Words.") | {part: "  "}

    assert missing_parts(an_outline(compose(filled)).parts) == [part]


def test_a_block_of_another_article_fills_a_part() -> None:
    filled = dict.fromkeys(PROCESS_PARTS, "Words.") | {"contact": "{{kb:people#phone}}"}

    assert missing_parts(an_outline(compose(filled)).parts) == []


words = st.text(
    alphabet=st.characters(
        whitelist_categories=("Ll", "Lu", "Nd", "Po", "Zs"), blacklist_characters="#`~:"
    ),
    max_size=40,
).map(str.strip)


@given(st.fixed_dictionaries(dict.fromkeys(PROCESS_PARTS, words)), words)
def test_parts_composed_are_parted_again(filled: dict[str, str], intro: str) -> None:
    assert parted(compose(filled, intro)) == (intro, filled)


def test_a_section_that_is_no_part_belongs_to_the_part_before_it() -> None:
    filled = dict.fromkeys(PROCESS_PARTS, "Words.") | {"steps": "Do.\n\n## By night\n\nWait."}

    assert parted(compose(filled))[1] == filled

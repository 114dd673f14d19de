"""Comments keep the small markup that they were written in."""

import pytest

from app.imports.stackexchange.bodies import LONGEST_COMMENT, comment_to_markdown


@pytest.mark.parametrize(
    "text, markdown",
    [
        ("Try *this* and `that_one`.", "Try *this* and `that_one`."),
        ("see [here](https://a.org)", "see [here](https://a.org)"),
        ("#1 is fine", "#1 is fine"),
        ("# not a heading", "\\# not a heading"),
        ("1. not a list\n    2. nor code", "1\\. not a list\n2\\. nor code"),
        ("> not a quote", "\\> not a quote"),
        ("use [tag:mqtt] or `[tag:x]`", "use `mqtt` or `[tag:x]`"),
        ("![a](https://a.org/b.png)", "[a](https://a.org/b.png)"),
        ("```\n# code\n  more\n```", "```\n# code\n  more\n```"),
        ("a <b> & c", "a <b> & c"),
    ],
)
def test_comments_keep_their_small_markup_and_begin_no_block(text, markdown):
    assert comment_to_markdown(text) == markdown


def test_a_comment_of_unlikely_length_becomes_plain():
    made = comment_to_markdown("`a` " * LONGEST_COMMENT)
    assert made.startswith("\\`a\\`")

"""The bounds that a form refuses a text over, and what stays well within them."""

import pytest

from app.kit.markup import MAX_LENGTH, TooHard, check_bounds

TOO_HARD = {
    "longer": "a" * (MAX_LENGTH + 1),
    "lines": "a\n" * 6_000,
    "brackets": "[" * 20_000,
    "closing brackets": "]" * 20_000,
    "pictures": "![" * 5_000,
    "backticks": "` " * 3_000,
    "angle": "<a " * 3_000,
    "asterisks": "*a " * 3_000,
    "underscores": "_" * 5_000,
    "tildes": "a~" * 3_000,
    "ampersands": "&" * 3_000,
    "pipes": "|" * 6_000,
    "Quotes": ">" * 11 + " a",
    "Quotes with spaces": "> " * 11 + "a",
    "Lists by indentation": "\n".join("  " * depth + "- a" for depth in range(12)),
    "Lists in one line": "- " * 11 + "a",
    "numbered Lists": "1. " * 11 + "a",
    "columns": "|" + "a|" * 51 + "\n|" + "-|" * 51,
}
FINE = {
    "nothing": "",
    "full length": "a" * MAX_LENGTH,
    "quotes": ">" * 10 + " a",
    "lists": "\n".join("  " * depth + "- a" for depth in range(10)),
    "siblings": "- a\n- b\n" * 900,
    "back and forth": "- a\n  - b\n    - c\n" * 500,
    "a rule": "- " * 40,
    "fifty columns": "|" + "a|" * 50 + "\n|" + "-|" * 50 + "\n|" + "b|" * 50,
    "a pasted log": "```\n" + "[info] <a> `b` *c* | d\n" * 900 + "```",
    "an unfenced log": "[info] something happened\n" * 900,
    "brackets over many paragraphs": "[a] " * 500 + ("\n\n" + "[a] " * 500) * 12,
    "a list of links": "- [a](https://a.example)\n" * 1_000,
    "a quoted fence": "> ```\n" + "> " + "[" * 5_000 + "\n> ```",
    "a deep indentation in code": "```yaml\n"
    + "\n".join("  " * depth + "- a" for depth in range(20))
    + "\n```",
}


@pytest.mark.parametrize("name", TOO_HARD)
def test_a_text_over_a_bound_is_refused_with_the_reason(name: str) -> None:
    with pytest.raises(TooHard) as refusal:
        check_bounds(TOO_HARD[name])
    word = next(word for word in name.split() if word not in ("closing", "numbered"))
    expected = {"pictures": "brackets", "longer": "longer", "lines": "lines"}.get(word, word)
    assert expected in refusal.value.reason
    assert refusal.value.reason.endswith(".")


@pytest.mark.parametrize("name", FINE)
def test_what_people_write_is_within_bounds(name: str) -> None:
    check_bounds(FINE[name])

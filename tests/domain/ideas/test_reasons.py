"""What counts as a reason: words, thirty characters of them, that everybody can read."""

from __future__ import annotations

import pytest

from app.domain.ideas.rules.machine import REASON_LONGEST
from app.domain.ideas.rules.reasons import checked_code, checked_note, checked_reason
from app.kit.problems import Invalid

GOOD = "We looked at it, and few would use it."


@pytest.mark.parametrize(
    "reason",
    [
        "",
        "No.",
        "We will not build this one.",
        "x" * 200,
        "no " * 40,
        "no no, No NO - no! (no) because because because",
        " " * 40 + "We will not." + " " * 40,
        "We" + "\u200b" * 20 + " will not do it.",
        "We   will   not   do   it,   no.",
        "— … — … — … — … — … — … — … — … —",
        "_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _",
    ],
)
def test_no_reason_at_all(reason):
    with pytest.raises(Invalid) as refused:
        checked_reason(reason, needed=True)
    assert refused.value.field == "reason"


@pytest.mark.parametrize(
    "reason",
    [
        GOOD,
        "It does what you ask for already.",  # 33
        "Wir haben es geprüft und bauen es nicht.",
        "我们认真研究了这个想法,但是它会影响安全,所以我们决定不做这个功能,谢谢大家。",
        "เราได้พิจารณาแนวคิดนี้แล้วและจะไม่ทำ",
        "First line of it.\n\nAnd a second line, as people write.",
    ],
)
def test_a_reason_in_any_script(reason):
    assert checked_reason(f"  {reason}\n", needed=True) == reason


def test_thirty_characters_are_enough_and_twenty_nine_are_not():
    words = "We did look at it, and say no."
    assert len(words) == 30
    assert checked_reason(words, needed=True) == words
    with pytest.raises(Invalid):
        checked_reason(words[1:], needed=True)


@pytest.mark.parametrize("needed", [True, False])
@pytest.mark.parametrize("bad", ["\x00", "\x07", "\u202e", "\ud800"])
def test_what_nobody_can_see_is_refused(bad, needed):
    with pytest.raises(Invalid):
        checked_reason(GOOD + bad + GOOD, needed=needed)


def test_a_reason_has_an_end():
    long = (GOOD + " ") * 200
    with pytest.raises(Invalid):
        checked_reason(long, needed=False)
    assert checked_reason(long[:REASON_LONGEST], needed=True)


def test_where_none_is_needed_less_is_fine():
    assert checked_reason("", needed=False) == ""
    assert checked_reason(" Soon. ", needed=False) == "Soon."


def test_a_refusal_has_a_code_and_nothing_else_has():
    assert checked_code("cost", needed=True) == "cost"
    assert checked_code("cost", needed=False) == ""
    for code in ("", "nothing such"):
        with pytest.raises(Invalid) as refused:
            checked_code(code, needed=True)
        assert refused.value.field == "code"


def test_a_note_keeps_its_lines_and_says_something():
    assert checked_note("One\r\ntwo\rthree") == "One\ntwo\nthree"
    with pytest.raises(Invalid):
        checked_note("   ")

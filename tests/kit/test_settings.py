"""Community settings: a default until somebody changes it, and only to what fits."""

from __future__ import annotations

from typing import Any

import pytest

from app.kit.problems import Invalid
from app.kit.settings import Setting
from app.kit.work import unit_of_work

COUNT = Setting("test.count", 5, "How many?")
SWITCH = Setting("test.switch", default=False, help="On or off?")


def test_a_default_holds_until_it_is_changed(session: Any) -> None:
    assert COUNT.get() == 5
    with unit_of_work():
        COUNT.put(7)
    assert COUNT.get() == 7
    with unit_of_work():
        COUNT.put(9)
    assert COUNT.get() == 9


def test_a_form_gives_words_and_gets_values() -> None:
    assert COUNT.parse(" 12 ") == 12
    assert SWITCH.parse("1") is True
    assert SWITCH.parse("") is False


def test_what_is_no_number_is_refused_on_its_field() -> None:
    with pytest.raises(Invalid) as refused:
        COUNT.parse("many")
    assert refused.value.field == "test.count"


@pytest.mark.parametrize("said", ["-1", "100001", "9" * 20, "9" * 5000])
def test_what_no_clock_can_hold_is_refused(said: str) -> None:
    with pytest.raises(Invalid):
        COUNT.parse(said)


def test_words_are_bounded() -> None:
    with pytest.raises(Invalid):
        Setting("test.words", "UTC", "Which?").parse("x" * 201)

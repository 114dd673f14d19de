"""What forms say by themselves: in our words, which tell what to do."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional

from app.web.forms import Form


class _Sheet(Form):
    reason = StringField(validators=[DataRequired(), Length(min=3, max=9)])
    note = StringField(validators=[Length(max=4)])
    points = IntegerField(validators=[Optional()])
    tier = SelectField(choices=["gold"])


@pytest.mark.parametrize(
    "field, given, said",
    [
        ("reason", "", "Fill this in."),
        ("reason", "no", "Use 3 to 9 characters."),
        ("note", "too long", "Use at most 4 characters."),
        ("points", "many", "Write a whole number."),
        ("tier", "tin", "Choose one of these."),
    ],
)
def test_what_is_missing_or_wrong_tells_what_to_do(
    app: Any, field: str, given: str, said: str
) -> None:
    fine = {"reason": "because", "note": "", "points": "7", "tier": "gold"}
    with app.test_request_context(method="POST"):
        form = _Sheet(MultiDict(fine | {field: given}), meta={"csrf": False})
        assert not form.validate()
    assert {name: list(errors) for name, errors in form.errors.items()} == {field: [said]}

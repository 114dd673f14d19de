from pathlib import Path

import pytest

from tests.house import room


def test_a_room_is_laid_out_on_every_floor_and_what_stands_is_kept(tmp_path: Path) -> None:
    made = room.lay_out("ideas", tmp_path)
    opening = tmp_path / "app/domain/ideas/__init__.py"
    assert opening in made
    assert (tmp_path / "tests/web/ideas").is_dir()
    opening.write_text('"""Ours."""\n')
    assert room.lay_out("ideas", tmp_path) == []
    assert opening.read_text() == '"""Ours."""\n'


def test_a_name_that_is_no_word_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["room.py", "../ideas"])
    assert room.main() == 2
    assert "one lower-case word" in capsys.readouterr().err

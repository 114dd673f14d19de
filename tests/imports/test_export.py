"""A whole site out and in again: nothing is lost, nothing is half done, nobody else reads it."""

import itertools
import json
import shutil
import stat
import zipfile

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import IntegrityError

from app.domain.catalog.models import Tag
from app.domain.forum.models.questions import Question
from app.domain.reputation.models.ledger import Entry
from app.imports.export import writing
from app.imports.export.faults import ExportError, NotEmptyError
from app.imports.export.manifest import NAME, VERSION
from app.imports.export.reading import checked_export, fill_site
from app.imports.export.shapes import row_of
from app.imports.export.tables import GROWS_ONLY, LEFT_OUT, ORDER, carried, later_columns
from app.imports.export.writing import one_moment, write_export
from app.kit import files
from app.kit.db import Base, db
from app.kit.work import unit_of_work
from tests.imports.sites import ROWS, everything, fill_every_column, whole_site

PICTURE = b"\x89PNG\x00\xff not quite a picture"


@pytest.fixture
def source(tmp_path):
    """A SQLite site with something in every column of every table, and one file."""
    with whole_site(tmp_path / "source"):
        fill_every_column()
        files.current().put(PICTURE, "png")
        yield


@pytest.fixture(scope="module")
def one_export(tmp_path_factory):
    """An export of such a site, made once."""
    folder = tmp_path_factory.mktemp("exported")
    with whole_site(folder / "source"):
        fill_every_column()
        files.current().put(PICTURE, "png")
        return export_to(folder / "out")


@pytest.fixture
def exported(one_export, tmp_path):
    """The same for one test to spoil."""
    return shutil.copytree(one_export, tmp_path / "out")


def export_to(path):
    with one_moment() as connection:
        write_export(connection, path, "http://localhost")
    return path


def import_from(path):
    with checked_export(path) as found:
        return fill_site(found)


def rows_in(path):
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def edit_manifest(path, **changes):
    manifest = json.loads((path / NAME).read_text())
    (path / NAME).write_text(json.dumps(manifest | changes))


# -- what is carried ------------------------------------------------------------------------------


def test_every_table_is_carried_or_left_out_with_a_reason():
    assert set(ORDER) | set(LEFT_OUT) == set(Base.metadata.tables)
    assert not set(ORDER) & set(LEFT_OUT)
    assert all(LEFT_OUT.values())


def test_rows_come_after_the_rows_they_point_to_or_are_completed_later():
    for place, table in enumerate(carried()):
        for column in table.columns:
            for key in column.foreign_keys:
                is_before = ORDER.index(key.column.table.name) < place
                is_earlier = key.column.table is table and table.name in GROWS_ONLY
                assert is_before or is_earlier or column.name in later_columns(table)


@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_a_round_trip_into_an_empty_site_loses_nothing(source, tmp_path, kind):
    path = export_to(tmp_path / ("out.zip" if kind == "zip" else "out"))
    before, names = everything(), files.current().names()
    with whole_site(tmp_path / "target"):
        counts = import_from(path)
        assert everything() == before
        assert files.current().names() == names
        assert [files.current().get(name) for name in names] == [PICTURE]
    assert counts == dict.fromkeys(ORDER, ROWS) | {"files": 1}


@pytest.mark.needs("postgresql")
def test_a_round_trip_to_postgresql_loses_nothing_and_numbers_on(
    source, tmp_path, new_postgresql_database
):
    exported, before = export_to(tmp_path / "out"), everything()
    with whole_site(tmp_path / "target", new_postgresql_database()):
        import_from(exported)
        assert everything() == before
        with unit_of_work():
            tag = Tag(name="after")
            db.session.add(tag)
            db.session.flush()
            assert tag.id == ROWS + 1
        again = export_to(tmp_path / "again")
    assert rows_in(again / "questions.jsonl") == rows_in(exported / "questions.jsonl")


def test_an_export_is_read_in_one_moment(source, tmp_path, monkeypatch):
    """What is written while the export runs is not in it, so that its rows fit together."""
    rows = writing._rows

    def rows_while_others_write(connection, table, progress):
        if table.name == "questions":
            with unit_of_work():
                db.session.add(Tag(name="meanwhile"))
                db.session.execute(text("UPDATE questions SET title = 'changed meanwhile'"))
        return rows(connection, table, progress)

    monkeypatch.setattr(writing, "_rows", rows_while_others_write)
    path = export_to(tmp_path / "out")
    assert "meanwhile" not in (path / "questions.jsonl").read_text()
    assert db.session.scalar(select(func.count()).where(Question.title == "changed meanwhile"))


def test_rows_are_fetched_some_at_a_time(source, tmp_path):
    """Memory stays the same, however large a table is."""
    streamed = []

    def note(_conn, _cursor, _statement, _parameters, context, _many):
        streamed.append(context.execution_options.get("yield_per"))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        export_to(tmp_path / "out")
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert streamed
    assert set(streamed) == {writing.FETCHED}


# -- who may read it ------------------------------------------------------------------------------


def test_only_the_owner_can_read_an_export(source, tmp_path):
    exported, archive = export_to(tmp_path / "out"), export_to(tmp_path / "out.zip")
    assert stat.S_IMODE(exported.stat().st_mode) == 0o700
    written = [archive, *(path for path in exported.rglob("*") if path.is_file())]
    assert {stat.S_IMODE(path.stat().st_mode) for path in written} == {0o600}


def test_sessions_are_left_behind_and_password_hashes_come_along(exported):
    assert not (exported / "sessions.jsonl").exists()
    assert '"password":"passwo' in (exported / "users.jsonl").read_text()


# -- refused, with nothing left behind ------------------------------------------------------------


def test_a_path_that_is_taken_is_left_alone(source, exported):
    with pytest.raises(ExportError, match="there already"):
        export_to(exported)
    assert (exported / NAME).exists()


def test_a_failing_export_leaves_nothing(source, tmp_path, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "_files", full)
    for name in ("out", "out.zip"):
        with pytest.raises(ExportError, match="No space left"):
            export_to(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["source"]


@pytest.fixture
def refused(exported, tmp_path):
    """Try an import into an empty site: give the reason, having seen that nothing is kept."""

    numbers = itertools.count()

    def trying():
        with whole_site(tmp_path / f"target{next(numbers)}"):
            before = everything()
            with pytest.raises((ExportError, NotEmptyError)) as problem:
                import_from(exported)
            assert everything() == before
            assert not files.current().names()
        return str(problem.value)

    return trying


def test_a_site_with_content_is_refused(exported, tmp_path):
    with whole_site(tmp_path / "target"):
        with unit_of_work():
            db.session.add(Tag(name="mine"))
        with pytest.raises(NotEmptyError, match="not empty: there are tags"):
            import_from(exported)
        assert not files.current().names()
        assert db.session.scalars(select(Tag.name)).all() == ["mine"]


def test_a_newer_format_is_refused(exported, refused):
    edit_manifest(exported, version=VERSION + 1)
    assert "newer than" in refused()


def test_something_else_is_refused(exported, refused):
    edit_manifest(exported, format="other")
    assert "not an export of Pukka" in refused()


@pytest.mark.parametrize("manifest", ["", "[]", '{"format": "pukka-export"}', "[" * 50_000])
def test_a_damaged_manifest_is_refused(exported, refused, manifest):
    (exported / NAME).write_text(manifest)
    assert refused().startswith("manifest.json: is damaged")


def test_a_missing_part_is_refused(exported, refused):
    (exported / "answers.jsonl").unlink()
    assert refused().startswith("answers.jsonl: cannot be read")


def test_a_file_cut_off_within_a_line_is_refused_with_its_line(exported, refused):
    path = exported / "answers.jsonl"
    path.write_bytes(path.read_bytes()[:-30])
    assert refused() == "answers.jsonl, line 2: the file is cut off within this line"


def test_a_file_cut_off_between_lines_is_refused_with_its_line(exported, refused):
    path = exported / "answers.jsonl"
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    assert refused() == "answers.jsonl, line 1: the file ends here, 1 lines too early"


def test_a_changed_byte_is_refused(exported, refused):
    path = exported / "answers.jsonl"
    path.write_bytes(path.read_bytes().replace(b"body", b"bodx", 1))
    assert refused() == "answers.jsonl, line 1: the column 'bodx' is unknown here"
    path.write_bytes(path.read_bytes().replace(b"bodx", b"body", 1).replace(b"1", b"2", 1))
    assert refused() == "answers.jsonl: is not what was exported: its checksum differs"


def test_a_changed_upload_is_refused(exported, refused):
    (upload,) = (exported / "files").iterdir()
    upload.write_bytes(b"something else")
    assert "its checksum differs" in refused()


def test_a_row_that_the_database_refuses_undoes_everything(source, tmp_path):
    """Checksums can be right and the row wrong all the same: then nothing is kept."""
    with unit_of_work():
        db.session.execute(text("PRAGMA defer_foreign_keys = ON"))
        db.session.execute(text("PRAGMA ignore_check_constraints = ON"))
        db.session.execute(text("UPDATE votes SET value = 5 WHERE voter_id = 2"))
        db.session.execute(text("PRAGMA ignore_check_constraints = OFF"))
    path = export_to(tmp_path / "out")
    with whole_site(tmp_path / "target"):
        before = everything()
        with pytest.raises(ExportError, match=r"^votes\.jsonl, line 1: .* refused .*value_one"):
            import_from(path)
        assert everything() == before
        assert not files.current().names()


@pytest.mark.parametrize("name", ["../../outside", "/etc/outside", ".hidden", "short.png"])
def test_names_of_files_lead_nowhere_else(exported, refused, tmp_path, name):
    entry = json.loads((exported / "files.jsonl").read_text()) | {"name": name}
    line = json.dumps(entry, separators=(",", ":")).encode() + b"\n"
    (exported / "files.jsonl").write_bytes(line)
    (exported / "files" / "short.png").write_bytes(PICTURE)
    manifest = json.loads((exported / NAME).read_text())
    part = writing._write_part(_Nowhere(tmp_path), "files.jsonl", [entry])
    manifest["parts"]["files.jsonl"] = {
        "rows": part.rows,
        "bytes": part.bytes,
        "sha256": part.sha256,
    }
    (exported / NAME).write_text(json.dumps(manifest))
    assert "no name of a file" in refused()


class _Nowhere:
    """Takes what is written, to learn its checksum."""

    def __init__(self, folder):
        self._path = folder / "nowhere"

    def open(self, _name):
        return self._path.open("wb")


def test_a_damaged_zip_is_refused(source, tmp_path):
    archive = export_to(tmp_path / "out.zip")
    archive.write_bytes(archive.read_bytes()[:-200])
    with whole_site(tmp_path / "target"), pytest.raises(ExportError, match="not a readable zip"):
        import_from(archive)


def test_a_zip_without_a_part_is_refused(source, tmp_path):
    whole = export_to(tmp_path / "out.zip")
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(tmp_path / "less.zip", "w") as new:
        for name in old.namelist():
            if name != "votes.jsonl":
                new.writestr(name, old.read(name))
    with whole_site(tmp_path / "target"), pytest.raises(ExportError, match=r"^votes\.jsonl"):
        import_from(tmp_path / "less.zip")


def test_an_older_export_without_a_newer_column_gets_its_default(exported, tmp_path):
    rows = rows_in(exported / "tags.jsonl")
    for row in rows:
        del row["question_count"]
    part = writing._write_part(_Nowhere(tmp_path), "tags.jsonl", rows)
    (exported / "tags.jsonl").write_bytes((tmp_path / "nowhere").read_bytes())
    manifest = json.loads((exported / NAME).read_text())
    manifest["parts"]["tags.jsonl"]["sha256"] = part.sha256
    (exported / NAME).write_text(json.dumps(manifest))
    with whole_site(tmp_path / "target"):
        import_from(exported)
        assert db.session.scalars(select(Tag.question_count)).all() == [0, 0]


def test_what_a_killed_import_left_is_no_hindrance(exported, tmp_path):
    """Files come before the rows: a second try meets those of the first."""
    (upload,) = (exported / "files").iterdir()
    with whole_site(tmp_path / "target"):
        files.current().keep(upload.name, PICTURE)
        import_from(exported)
        assert files.current().get(upload.name) == PICTURE


def test_a_day_that_is_none_is_refused(source, tmp_path):
    (row, *_) = rows_in(export_to(tmp_path / "out") / "visits.jsonl")
    line = json.dumps(row | {"day": "yesterday"}).encode()
    with pytest.raises(ValueError, match="day is 'yesterday', expected a day"):
        row_of(line, Base.metadata.tables["visits"])


def test_the_ledger_that_came_along_only_grows(exported, tmp_path):
    with whole_site(tmp_path / "target"):
        import_from(exported)
        taken_back = db.session.scalars(select(Entry.reverses_id).order_by(Entry.id)).all()
        assert taken_back == [None, 1]
        with pytest.raises(IntegrityError, match="only grows"), unit_of_work():
            db.session.execute(text("UPDATE ledger SET delta = 99"))

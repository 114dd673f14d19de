import os
import subprocess
import sys
import textwrap

import pytest

from app.kit import files as uploads
from app.kit.files import LocalFiles, NoSuchFile

TRICKS = [
    "",
    ".",
    "..",
    "../secret",
    "/etc/passwd",
    "a" * 32 + "/../../secret",
    "a" * 32 + ".php.jpg",
    "a" * 32 + "\0.png",
    "a" * 32 + ".png\n",
    "~" + "a" * 31,
    "é" * 32,
    "a" * 31,
    "a" * 5000,
]


@pytest.fixture
def files(tmp_path):
    return LocalFiles(tmp_path / "uploads")


def everything_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_is_put_can_be_got_until_it_is_dropped(files):
    name = files.put(b"picture", "webp")
    assert files.get(name) == b"picture"
    assert files.path(name).read_bytes() == b"picture"
    files.drop(name)
    with pytest.raises(NoSuchFile):
        files.get(name)
    assert everything_in(files.folder) == []


def test_a_file_can_keep_the_name_it_had_elsewhere(files):
    name = files.put(b"one")
    files.drop(name)
    files.keep(name, b"two")
    assert files.get(name) == b"two"
    with pytest.raises(FileExistsError):
        files.keep(name, b"three")
    assert files.get(name) == b"two"


def test_names_are_random_and_end_as_asked(files):
    names = {files.put(b"same", "png") for _ in range(20)} | {files.put(b"same")}
    assert len(names) == 21
    assert sum(name.endswith(".png") for name in names) == 20
    assert files.names() == names


def test_an_empty_and_a_large_file_are_kept(files):
    large = os.urandom(3_000_000)
    assert files.get(files.put(b"")) == b""
    assert files.get(files.put(large)) == large


@pytest.mark.parametrize("name", TRICKS)
def test_a_name_that_is_not_ours_leads_nowhere(files, name, tmp_path):
    (tmp_path / "secret").write_text("secret")
    files.put(b"picture")
    with pytest.raises(NoSuchFile):
        files.get(name)
    with pytest.raises(NoSuchFile):
        files.path(name)
    files.drop(name)
    assert (tmp_path / "secret").exists()
    assert len(files.names()) == 1


@pytest.mark.parametrize(
    "name", ["../../../../../../../../../outside", "a" * 31, "a" * 32 + ".PNG"]
)
def test_no_file_is_kept_under_a_name_that_is_not_ours(files, name):
    with pytest.raises(NoSuchFile):
        files.keep(name, b"one")
    assert files.names() == set()


@pytest.mark.parametrize("suffix", ["../x", ".png", "PNG", "p\0g", "tar.gz", "toolong"])
def test_a_suffix_cannot_smuggle_a_path(files, suffix):
    with pytest.raises(ValueError, match="suffix"):
        files.put(b"picture", suffix)
    assert not files.folder.exists()


def test_dropping_twice_is_no_fault(files):
    name = files.put(b"picture")
    files.drop(name)
    files.drop(name)


def test_files_belong_to_the_site_alone(files):
    path = files.path(files.put(b"picture"))
    assert path.parent.stat().st_mode & 0o077 == 0


def test_no_room_keeps_nothing_of_the_file(files):
    """The system refuses the write half-way, as it does on a full disk."""
    kept = files.put(b"before", "txt")
    program = """
        import resource, signal, sys
        from pathlib import Path
        from app.kit.files import LocalFiles, StorageFull

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
        try:
            LocalFiles(Path(sys.argv[1])).put(b"x" * 200_000, "bin")
        except StorageFull:
            sys.exit(7)
    """
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), str(files.folder)], check=False
    )
    assert ended.returncode == 7
    assert files.names() == {kept}
    assert everything_in(files.folder) == [files.path(kept)]


def test_the_files_in_use_are_those_given_last(files, monkeypatch):
    monkeypatch.setattr("app.kit.files._chosen", [])
    uploads.use(files)
    assert uploads.current() is files

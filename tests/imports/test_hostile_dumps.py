"""Dumps that are broken or mean harm: refused with file and line, quickly, in bounded memory."""

import tracemalloc
import zipfile

import pytest

from app.imports.stackexchange.dump import Dump
from app.imports.stackexchange.faults import DumpError
from app.imports.stackexchange.rowstream import LONGEST_ROW
from tests.imports.dumps import HEAD, dump_texts, question, user, write_folder, write_zip, xml

LAUGHS = "".join(
    f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">\n' if n else '<!ENTITY lol0 "lol">\n'
    for n in range(10)
)


def read_users(tmp_path, text):
    with Dump.open(write_folder(tmp_path, {**dump_texts(), "Users.xml": text})) as dump:
        return list(dump.users())


@pytest.mark.parametrize(
    "text",
    [
        f'<?xml version="1.0"?>\n<!DOCTYPE users [\n{LAUGHS}]>\n<users><row Id="&lol9;"/></users>',
        (
            '<?xml version="1.0"?>\n<!DOCTYPE users [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n'
            '<users><row Id="1" DisplayName="&x;"/></users>'
        ),
        '<?xml version="1.0"?>\n<!DOCTYPE users SYSTEM "http://127.0.0.1/users.dtd">\n<users/>',
        '<?xml version="1.0"?>\n<!DOCTYPE users [<!ENTITY % p SYSTEM "x"> %p;]>\n<users/>',
    ],
    ids=["billion laughs", "external entity", "external type", "parameter entity"],
)
def test_document_types_and_entities_are_refused_at_sight(tmp_path, text):
    with pytest.raises(DumpError) as caught:
        read_users(tmp_path, text)
    assert (caught.value.file, caught.value.line) == ("Users.xml", 2)
    assert "entities" in str(caught.value)


def test_an_entity_that_nobody_declared_is_refused(tmp_path):
    text = '<users>\n<row Id="1" DisplayName="&secret;"/></users>'
    with pytest.raises(DumpError, match=r"Users.xml, line 2: .*undefined entity"):
        read_users(tmp_path, text)


@pytest.mark.parametrize(
    "text, line, message",
    [
        ('<users>\n<row Id="1"\n</users>', 3, "not well-formed"),
        ("", 1, "no element found"),
        ("<users>\n" + xml("x", [user(1)]).split("\n")[2] + "\n", 3, "cut off"),
        ('<users>\n<row Id="1" Disp', 2, "cut off"),
        ('<users>\n<row Id="1" Id="2"/></users>', 2, "duplicate attribute"),
        ('<users>\n\n<row DisplayName="a&#0;b"/></users>', 3, "invalid character"),
        ("<posts></posts>", 1, "expected <users>"),
        ("<users>\n<person/></users>", 2, "expected <row>"),
        ('<users>\n<row Id="1" CreationDate="2021-01-01"><row/></row></users>', 2, "expected <row"),
        ("PK\x03\x04 this is no XML", 1, "not well-formed"),
    ],
)
def test_malformed_xml_is_refused_with_its_line(tmp_path, text, line, message):
    with pytest.raises(DumpError, match=message) as caught:
        read_users(tmp_path, text)
    assert (caught.value.file, caught.value.line) == ("Users.xml", line)


@pytest.mark.parametrize(
    "encoded, message",
    [
        (xml("users", [user(1)]).encode("utf-16"), "UTF-16"),
        (xml("users", [user(1, "Zoë")]).lstrip("\ufeff").encode("latin-1"), "invalid token"),
        (b'<?xml version="1.0" encoding="windows-1252"?><users/>', "windows-1252"),
        (b'<?xml version="1.0" encoding="rot13"?><users/>', "rot13"),
    ],
)
def test_other_encodings_are_refused(tmp_path, encoded, message):
    with pytest.raises(DumpError, match=message) as caught:
        read_users(tmp_path, encoded)
    assert caught.value.line


@pytest.mark.parametrize(
    "row, message",
    [
        (user("one"), "Id is 'one', expected a whole number"),
        (user(""), "the attribute Id is missing"),
        (user("1_0"), "expected a whole number"),
        (user("٣"), "expected a whole number"),
        (user("9" * 5_000), "expected a whole number"),
        (user(2**31), "expected a whole number"),
        (user(1, Reputation="many"), "Reputation is 'many'"),
        (user(1, CreationDate="yesterday"), "CreationDate is 'yesterday'"),
        (user(1, CreationDate="2021-02-30T00:00:00.000"), "expected a date that exists"),
        (user(1, CreationDate="0001-01-01T00:00:00+14:00"), "expected a date that exists"),
        (user(1, LastAccessDate="20210427"), "LastAccessDate is '20210427'"),
    ],
)
def test_bad_values_are_refused_with_their_line(tmp_path, row, message):
    with pytest.raises(DumpError, match=message) as caught:
        read_users(tmp_path, xml("users", [user(1), row]))
    assert (caught.value.file, caught.value.line) == ("Users.xml", 4)
    assert len(str(caught.value)) < 200


def test_a_row_without_end_stops_in_bounded_memory(tmp_path):
    text = f'<users><row Id="1" AboutMe="{"a" * (10 * LONGEST_ROW)}"/></users>'
    folder = write_folder(tmp_path, {**dump_texts(), "Users.xml": text})
    del text
    tracemalloc.start()
    with Dump.open(folder) as dump, pytest.raises(DumpError, match="longer than 4 MiB"):
        list(dump.users())
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * LONGEST_ROW


def test_a_large_body_is_no_row_without_end(tmp_path):
    texts = dump_texts(Posts=[question(1, Body="x" * (LONGEST_ROW // 2))])
    with Dump.open(write_folder(tmp_path, texts)) as dump:
        assert len(next(dump.posts()).body_html) == LONGEST_ROW // 2


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path):
    texts = {**dump_texts(), "Users.xml": HEAD + "<users>" + " " * (8 << 20) + "</users>"}
    path = write_zip(tmp_path / "a.zip", texts)
    with pytest.raises(DumpError, match=r"Users.xml: unpacks to more than 200 times"):
        Dump.open(path)


def test_what_is_no_zip_is_refused(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(b"PK\x03\x04 no zip at all")
    with pytest.raises(DumpError, match=r"a.zip: not a readable zip file"):
        Dump.open(path)


def test_an_archive_of_another_kind_says_what_to_do(tmp_path):
    path = tmp_path / "iot.stackexchange.com.7z"
    path.write_bytes(b"7z")
    with pytest.raises(DumpError, match="unpack it and give the folder"):
        Dump.open(path)


def test_a_damaged_zip_is_refused_while_reading(tmp_path):
    users = [user(number, f"name {number * 7919}") for number in range(2_000)]
    path = write_zip(tmp_path / "a.zip", dump_texts(Users=users))
    data = bytearray(path.read_bytes())
    middle = len(data) // 3
    data[middle : middle + 40] = bytes(40)
    path.write_bytes(data)
    with Dump.open(path) as dump, pytest.raises(DumpError, match=r"Users.xml"):
        list(dump.users())


def test_a_cut_off_zip_is_refused(tmp_path):
    path = write_zip(tmp_path / "a.zip", dump_texts())
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(DumpError, match="not a readable zip file"):
        Dump.open(path)


def test_an_encrypted_zip_is_refused(tmp_path):
    path = write_zip(tmp_path / "a.zip", dump_texts())
    data = path.read_bytes()
    # The first bit of the flags, in each entry of the directory and before each entry.
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = data.find(mark)
        while at >= 0:
            data = data[: at + offset] + bytes([data[at + offset] | 1]) + data[at + offset + 1 :]
            at = data.find(mark, at + 1)
    path.write_bytes(data)
    with pytest.raises(DumpError, match="is encrypted"):
        Dump.open(path)


def test_an_unusual_compression_is_refused(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as archive:
        for name, text in dump_texts().items():
            archive.writestr(name, text)
    with pytest.raises(DumpError, match="compressed in an unusual way"):
        Dump.open(path)


@pytest.mark.parametrize("prefix", ["../", "/", "a/b/", "..\\", "__MACOSX/"])
def test_names_that_climb_or_hide_are_strangers(tmp_path, prefix):
    texts = {f"{prefix}{name}": text for name, text in dump_texts().items()}
    folder = tmp_path / "outer" / "inner"
    folder.mkdir(parents=True)
    path = write_zip(folder / "a.zip", texts)
    with pytest.raises(DumpError, match=r"holds no Posts.xml"):
        Dump.open(path)
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == [path]

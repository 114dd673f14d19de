"""Where a dump may lie, and what its files may look like."""

from datetime import UTC, datetime

import pytest

from app.imports.stackexchange.dump import Dump
from app.imports.stackexchange.faults import DumpError
from tests.imports.dumps import (
    DAY,
    answer,
    comment,
    dump_texts,
    question,
    user,
    vote,
    write_folder,
    write_zip,
    xml,
)


def test_a_folder_is_read(tmp_path):
    with Dump.open(write_folder(tmp_path, dump_texts())) as dump:
        assert [person.display_name for person in dump.users()] == ["Alice", "Bob"]
        assert [post.id for post in dump.posts()] == [10]
        assert list(dump.comments()) == []
        assert not dump.has("comments")


def test_a_zip_with_one_folder_inside_is_read_and_names_the_site(tmp_path):
    texts = {f"iot.stackexchange.com/{name}": text for name, text in dump_texts().items()}
    with Dump.open(write_zip(tmp_path / "backup.zip", texts)) as dump:
        assert dump.site == "iot.stackexchange.com"
        assert len(list(dump.users())) == 2


def test_the_name_of_the_archive_names_the_site(tmp_path):
    with Dump.open(write_zip(tmp_path / "Iot.StackExchange.com.zip", dump_texts())) as dump:
        assert dump.site == "iot.stackexchange.com"


def test_names_of_files_may_have_any_case(tmp_path):
    texts = {name.lower(): text for name, text in dump_texts().items()}
    with Dump.open(write_folder(tmp_path, texts)) as dump:
        assert len(list(dump.posts())) == 1


def test_unknown_files_are_listed_and_left_alone(tmp_path):
    texts = {**dump_texts(), "PendingFlags.xml": "<!DOCTYPE x>", "readme.txt": "hello"}
    with Dump.open(write_zip(tmp_path / "a.zip", texts)) as dump:
        assert dump.unknown_files == ("PendingFlags.xml", "readme.txt")


@pytest.mark.parametrize("missing", ["Posts.xml", "Users.xml"])
def test_a_dump_without_posts_or_users_is_refused(tmp_path, missing):
    texts = dump_texts()
    del texts[missing]
    with pytest.raises(DumpError, match=f"holds no {missing}"):
        Dump.open(write_folder(tmp_path, texts))


def test_a_path_that_leads_nowhere_is_refused(tmp_path):
    with pytest.raises(DumpError, match="no such folder or file"):
        Dump.open(tmp_path / "nowhere.zip")


def test_two_sites_in_one_archive_are_refused(tmp_path):
    texts = {f"{site}/{name}": t for site in ("a", "b") for name, t in dump_texts().items()}
    with pytest.raises(DumpError, match="one site at a time"):
        Dump.open(write_zip(tmp_path / "a.zip", texts))


def test_progress_says_how_much_of_each_file_was_read(tmp_path):
    said = []
    with Dump.open(write_folder(tmp_path, dump_texts())) as dump:
        list(dump.users(lambda *numbers: said.append(numbers)))
        size = (tmp_path / "Users.xml").stat().st_size
    assert said == [("Users.xml", size, size)]


def read_post(tmp_path, row):
    with Dump.open(write_folder(tmp_path, dump_texts(Posts=[row]))) as dump:
        return next(dump.posts())


@pytest.mark.parametrize("written", ["<mqtt><smart-home>", "|mqtt|smart-home|"])
def test_tags_are_read_in_the_old_and_the_new_way(tmp_path, written):
    assert read_post(tmp_path, question(1, Tags=written)).tags == ("mqtt", "smart-home")


@pytest.mark.parametrize(
    "written",
    [
        "2021-04-27T14:50:43.050",
        "2021-04-27T14:50:43.05",
        "2021-04-27T14:50:43.050Z",
        "2021-04-27 14:50:43.0500000",
        "2021-04-27T16:50:43.050+02:00",
    ],
)
def test_times_are_utc_however_they_are_written(tmp_path, written):
    expected = datetime(2021, 4, 27, 14, 50, 43, 50_000, tzinfo=UTC)
    assert read_post(tmp_path, question(1, CreationDate=written)).created_at == expected


def test_a_time_may_be_a_day(tmp_path):
    read = read_post(tmp_path, question(1, CreationDate="2021-04-27"))
    assert read.created_at == datetime(2021, 4, 27, tzinfo=UTC)


def test_an_old_row_with_few_columns_is_read(tmp_path):
    row = {"Id": 1, "PostTypeId": 1, "CreationDate": DAY}
    post = read_post(tmp_path, row)
    assert (post.score, post.view_count, post.body_html, post.tags) == (0, 0, "", ())
    assert (post.owner_id, post.closed_at, post.license) == (None, None, "")
    assert post.title == "Question 1"
    assert post.active_at == post.created_at


def test_a_deleted_owner_leaves_a_name(tmp_path):
    row = question(1, OwnerDisplayName="Gone Girl")
    del row["OwnerUserId"]
    post = read_post(tmp_path, row)
    assert (post.owner_id, post.owner_name) == (None, "Gone Girl")


def test_the_robot_is_read_like_anybody(tmp_path):
    texts = dump_texts(Users=[user(-1, "Community"), user(7, "")])
    with Dump.open(write_folder(tmp_path, texts)) as dump:
        names = [(person.id, person.display_name) for person in dump.users()]
    assert names == [(-1, "Community"), (7, "user7")]


def test_rows_of_all_kinds_keep_what_we_need(tmp_path):
    texts = dump_texts(
        Posts=[question(1), answer(2, 1)],
        Comments=[comment(3, 2, Score=4, UserDisplayName="Ex")],
        Votes=[vote(5, 2, 2)],
        Tags=[{"Id": 1, "TagName": "mqtt", "Count": 9, "ExcerptPostId": 8}],
        Badges=[{"Id": 1, "UserId": 1, "Name": "Student", "Date": DAY}],
    )
    with Dump.open(write_folder(tmp_path, texts)) as dump:
        written = next(dump.comments())
        assert (written.post_id, written.score, written.user_name) == (2, 4, "Ex")
        assert next(dump.votes()).on.isoformat() == "2021-04-27"
        assert next(dump.tags()).excerpt_post_id == 8
        assert next(dump.badges()).name == "Student"
        assert [post.is_answer for post in dump.posts()] == [False, True]


def test_rows_stream_before_the_file_ends(tmp_path):
    text = xml("users", [user(number) for number in range(5_000)])
    broken = text.replace("</users>", "</posts>")
    texts = {**dump_texts(), "Users.xml": broken}
    with Dump.open(write_folder(tmp_path, texts)) as dump:
        users = dump.users()
        assert next(users).id == 0
        with pytest.raises(DumpError, match=r"Users.xml, line 5003: .*mismatched tag"):
            list(users)

"""One small dump with everything in it, and how to look at what it became."""

from sqlalchemy import func, select

from app.kit.db import db
from tests.imports.dumps import DAY, answer, comment, entry, link, question, user, vote

LATER = "2021-05-02T08:00:00.000"


def one(kind, number):
    """The thing that was imported under this id."""
    found = db.session.scalar(select(kind).where(kind.external_id == str(number)))
    assert found is not None
    return found


def created(table):
    return {kind: line.created for kind, line in table.lines.items() if line.created}


def count(kind):
    return db.session.scalar(select(func.count()).select_from(kind))


FULL = {
    "Users": [
        user(1, "Alice", Reputation=120, AboutMe="<p>I like <b>bulbs</b>.</p>", Location="Bern"),
        user(2, "Bob", LastAccessDate=LATER),
    ],
    "Posts": [
        question(10, AcceptedAnswerId=20, ViewCount=77, Tags="<mqtt><c#>", LastActivityDate=LATER),
        question(11, Title="Another question", OwnerUserId=2),
        answer(20, 10, LastEditDate=LATER),
        answer(21, 10, OwnerUserId=1),
        {"Id": 30, "PostTypeId": 4, "CreationDate": DAY, "Body": "Messages in queues."},
    ],
    "Comments": [
        comment(40, 10, Score=3),
        comment(41, 20, Text="Thanks @Bob, `it` *works*", CreationDate=LATER),
    ],
    "Votes": [
        vote(50, 10, 2),
        vote(51, 10, 2),
        vote(52, 10, 3),
        vote(53, 20, 2),
        vote(54, 20, 1, CreationDate="2021-04-27T00:00:00.000"),
    ],
    "PostLinks": [link(60, 11, 10, 3), link(61, 10, 11)],
    "Tags": [
        {"Id": 70, "TagName": "mqtt", "Count": 1, "ExcerptPostId": 30},
        {"Id": 71, "TagName": "c#", "Count": 1},
    ],
    "PostHistory": [
        entry(80, 20, 2, RevisionGUID="a", UserId=2, Text="First *words*"),
        entry(81, 20, 5, RevisionGUID="b", Text="Second words", Comment="clearer",
              CreationDate=LATER),
        entry(82, 10, 2, RevisionGUID="c", Text="Why?"),
        entry(83, 11, 10, RevisionGUID="d", Comment="101"),
    ],
}  # fmt: skip

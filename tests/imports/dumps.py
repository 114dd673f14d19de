"""Small dumps made by hand: each test says only what it is about, the rest is valid."""

import zipfile
from pathlib import Path
from xml.sax.saxutils import quoteattr

FILES = {
    "Users": "users",
    "Posts": "posts",
    "Comments": "comments",
    "Votes": "votes",
    "PostLinks": "postlinks",
    "Tags": "tags",
    "PostHistory": "posthistory",
    "Badges": "badges",
}
DAY = "2021-04-27T14:50:43.050"
HEAD = '\ufeff<?xml version="1.0" encoding="utf-8"?>\n'


def user(number, name="Alice", **more):
    return {"Id": number, "DisplayName": name, "Reputation": 1, "CreationDate": DAY, **more}


def question(number, **more):
    values = {"Title": "A question", "Body": "<p>Why?</p>", "OwnerUserId": 1, "Tags": "<mqtt>"}
    return {"Id": number, "PostTypeId": 1, "CreationDate": DAY, "Score": 0, **values, **more}


def answer(number, parent, **more):
    values = {"Body": "<p>Because.</p>", "OwnerUserId": 2, "ParentId": parent}
    return {"Id": number, "PostTypeId": 2, "CreationDate": DAY, "Score": 0, **values, **more}


def comment(number, post, **more):
    values = {"Text": "Indeed.", "UserId": 1, "CreationDate": DAY}
    return {"Id": number, "PostId": post, "Score": 0, **values, **more}


def vote(number, post, kind, **more):
    return {"Id": number, "PostId": post, "VoteTypeId": kind, "CreationDate": DAY, **more}


def link(number, post, related, kind=1, **more):
    values = {"PostId": post, "RelatedPostId": related, "LinkTypeId": kind}
    return {"Id": number, "CreationDate": DAY, **values, **more}


def entry(number, post, kind, **more):
    values = {"PostId": post, "PostHistoryTypeId": kind, "RevisionGUID": f"guid-{number}"}
    return {"Id": number, "CreationDate": DAY, "UserId": 1, **values, **more}


def xml(root, rows):
    lines = [f"  <row {_attributes(row)} />" for row in rows]
    return HEAD + "\n".join([f"<{root}>", *lines, f"</{root}>"]) + "\n"


def _attributes(row):
    return " ".join(f"{name}={quoteattr(str(value))}" for name, value in row.items())


def dump_texts(**kinds):
    """The files of a dump by name; Users and Posts are always there."""
    kinds = {"Users": [user(1), user(2, "Bob")], "Posts": [question(10)], **kinds}
    return {f"{name}.xml": xml(FILES[name], rows) for name, rows in kinds.items()}


def write_folder(folder: Path, texts):
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        data = text if isinstance(text, bytes) else text.encode()
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def write_zip(path: Path, texts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    return path

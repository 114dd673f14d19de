"""People, groups and signed-in browsers, valid by default."""

from __future__ import annotations

import re
from typing import Any

from flask_security.utils import hash_password

from app.domain.accounts.models import Group, Membership, User
from app.domain.accounts.texts import Text
from app.kit import jobs, mail
from app.kit.db import db
from app.kit.slugs import slug
from app.kit.work import unit_of_work
from tests.people import make_member

PASSWORD = "correct horse battery"


def make_signer_in(handle: str = "pia", password: str = PASSWORD, **values: Any) -> User:
    """Return a member who has a password."""
    return make_member(handle, password=hash_password(password), **values)


def make_group(name: str = "Beta testers", *members: User) -> Group:
    """Return a group with these members."""
    with unit_of_work():
        group = Group(slug=slug(name), name=name)
        db.session.add(group)
        db.session.flush()
        for member in members:
            db.session.add(Membership(group_id=group.id, user_id=member.id))
    return group


def make_bio(source: str = "") -> Text:
    """Return a text as if it had been rendered."""
    return Text(source=source, parts=[source] if source else [])


def letters() -> list[mail.Mail]:
    """Let the worker run, and return every mail that was sent so far."""
    jobs.run_all()
    mailer = mail.current()
    assert isinstance(mailer, mail.MemoryMailer)
    return mailer.sent


def link_in(letter: mail.Mail, path: str) -> str:
    """Return the path of the letter's link that begins like this."""
    found = re.search(rf"http://localhost({re.escape(path)}/[^\s\"<>)]+)", letter.text)
    assert found, letter.text
    return found[1]


def sent_to(address: str) -> list[mail.Mail]:
    """Return the mails that went to an address, oldest first."""
    return [letter for letter in letters() if letter.to == address]

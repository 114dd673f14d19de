"""``flask accounts``: members, roles, trust and groups from the shell."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from flask.cli import AppGroup
from flask_security.utils import hash_password

from app.cli.terminal import Unusable, counted
from app.domain.accounts.actions import groups, joining, rights
from app.domain.accounts.addresses import read_address
from app.domain.accounts.models import ROLES, TRUST_LEVELS, Group, Operator, User
from app.domain.accounts.passwords import password_flaw
from app.domain.accounts.queries import group_by_slug, member_by_handle
from app.kit.problems import Invalid, Problem
from app.kit.work import write

cli = AppGroup("accounts", help="Members, roles, trust and groups.")
group = AppGroup("group", help="Named sets of members that a space can be open to.")
cli.add_command(group)

OPERATOR = Operator()
REASON = "from the shell"


def refusing(command: Callable[..., None]) -> Callable[..., None]:
    """Turn a refusal of the rules into its sentence and exit code 2."""

    @wraps(command)
    def careful(*args: Any, **kwargs: Any) -> None:
        try:
            with counted() as counts:
                command(*args, counts=counts, **kwargs)
        except Invalid as problem:
            raise Unusable(f"{problem.field}: {problem.message}") from problem
        except Problem as problem:
            raise Unusable(str(problem.message)) from problem

    return careful


@cli.command("create")
@click.argument("email")
@click.argument("handle")
@click.option("--role", default="member", help=f"One of: {', '.join(ROLES)}.")
@click.option("--trust", default="", help=f"One of: {', '.join(TRUST_LEVELS)}.")
@click.option("--name", default="", help="The name that pages show; the handle if not given.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@refusing
def create(
    *,
    email: str,
    handle: str,
    role: str,
    trust: str,
    name: str,
    password_stdin: bool,
    counts: dict[str, int],
) -> None:
    """Make a member whose address needs no proof. Without a password they recover one by mail."""
    hashed = None
    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
        flaw = password_flaw(password, (handle, email))
        if flaw:
            raise Invalid("password", flaw)
        hashed = hash_password(password)
    address = read_address(email)
    write(_enrol, address, handle, name, hashed, role_named(role), trust)
    counts["member created"] = 1


@cli.command("grant")
@click.argument("handle")
@click.argument("role")
@refusing
def grant(*, handle: str, role: str, counts: dict[str, int]) -> None:
    """Give a member a staff role; `member` takes all of them back."""
    member = found(handle)
    before = list(member.staff_roles)
    write(rights.grant_role, member, role_named(role), reason=REASON, by=OPERATOR)
    counts["roles changed"] = len(set(before) ^ set(member.staff_roles))


@cli.command("withdraw")
@click.argument("handle")
@click.argument("role")
@refusing
def withdraw(*, handle: str, role: str, counts: dict[str, int]) -> None:
    """Take a staff role back."""
    member = found(handle)
    before = list(member.staff_roles)
    write(rights.withdraw_role, member, role_named(role), reason=REASON, by=OPERATOR)
    counts["roles changed"] = len(set(before) ^ set(member.staff_roles))


@cli.command("trust")
@click.argument("handle")
@click.argument("level")
@refusing
def trust(*, handle: str, level: str, counts: dict[str, int]) -> None:
    """Say how far a member is trusted."""
    member = found(handle)
    before = member.trust
    write(rights.set_trust, member, level, reason=REASON, by=OPERATOR)
    counts["levels changed"] = int(member.trust != before)


@group.command("create")
@click.argument("name")
@click.option("--about", default="", help="What it is for, in one line.")
@refusing
def create_group(*, name: str, about: str, counts: dict[str, int]) -> None:
    """Make an empty group; prints the slug that the other commands take."""
    made = write(groups.create_group, name, about, by=OPERATOR)
    click.echo(made.slug)
    counts["group created"] = 1


@group.command("add")
@click.argument("slug")
@click.argument("handles", nargs=-1, required=True)
@refusing
def add(*, slug: str, handles: tuple[str, ...], counts: dict[str, int]) -> None:
    """Add members to a group: all of them, or none."""
    chosen = found_group(slug)
    write(_for_each, groups.add_to_group, chosen, [found(handle) for handle in handles])
    counts["members added"] = len(handles)


@group.command("remove")
@click.argument("slug")
@click.argument("handles", nargs=-1, required=True)
@refusing
def remove(*, slug: str, handles: tuple[str, ...], counts: dict[str, int]) -> None:
    """Take members out of a group: all of them, or none."""
    chosen = found_group(slug)
    write(_for_each, groups.remove_from_group, chosen, [found(handle) for handle in handles])
    counts["members removed"] = len(handles)


def found(handle: str) -> User:
    member = member_by_handle(handle.lstrip("@"))
    if member is None:
        raise Unusable(f"handle: nobody is called {handle!r}")
    return member


def found_group(slug: str) -> Group:
    known = group_by_slug(slug)
    if known is None:
        raise Unusable(f"group: there is none called {slug!r}")
    return known


def role_named(text: str) -> str:
    """Read a role as people type it in a shell: `product-team` is `product team`."""
    return text.strip().lower().replace("-", " ").replace("_", " ")


def _enrol(address: str, handle: str, name: str, hashed: str | None, role: str, trust: str) -> None:
    member = joining.enrol(
        address=address, handle=handle, name=name, password_hash=hashed, by=OPERATOR
    )
    rights.grant_role(member, role, reason=REASON, by=OPERATOR)
    if trust:
        rights.set_trust(member, trust, reason=REASON, by=OPERATOR)


def _for_each(verb: Callable[..., None], chosen: Group, members: list[User]) -> None:
    for member in members:
        verb(chosen, member, by=OPERATOR)


commands = [cli]

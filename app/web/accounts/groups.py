"""Groups: made and filled by admins, so that spaces can be open to them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, url_for

from app.domain.accounts.actions.groups import add_to_group, create_group, remove_from_group
from app.domain.accounts.actions.lounges import set_lounge
from app.domain.accounts.models import Group, User
from app.domain.accounts.permissions import Permission
from app.domain.accounts.queries import group_by_slug, group_members, groups, member_by_handle
from app.kit.i18n import gettext
from app.kit.problems import NotFound
from app.kit.work import write
from app.web.accounts.forms import GroupForm, GroupMemberForm, NothingForm
from app.web.guards import demands
from app.web.partials import page
from app.web.people import person
from app.web.shell import actor

bp = Blueprint("groups", __name__, url_prefix="/admin/groups")


@bp.route("", methods=["GET", "POST"])
@demands(Permission.MANAGE_GROUPS)
def index() -> Any:
    """List the groups, and make one."""
    form = GroupForm()
    if form.validate_on_submit():
        made = form.attempt(
            create_group,
            form.name.data,
            form.about.data or "",
            is_lounge=form.is_lounge.data,
            by=actor(),
        )
        if made is not None:
            return redirect(url_for("groups.show", slug=made.slug), 303)
    return page("accounts/groups.html", form.status, form=form, groups=groups())


@bp.route("/<slug>", methods=["GET", "POST"])
@demands(Permission.MANAGE_GROUPS)
def show(slug: str) -> Any:
    """Show who belongs to a group, and add somebody."""
    group = found_group(slug)
    form = GroupMemberForm()
    if form.validate_on_submit():
        member = member_by_handle(form.handle.data.strip().lstrip("@"))
        if member is None:
            form.refuse("handle", gettext("Nobody has this handle."))
        else:
            write(add_to_group, group, member, by=actor())
            flash(gettext("%(name)s belongs to the group now.", name=member.name))
            return redirect(url_for("groups.show", slug=slug), 303)
    people = [person(face) for face in group_members(group)]
    return page("accounts/group.html", form.status, form=form, group=group, people=people)


@bp.post("/<slug>/lounge")
@demands(Permission.MANAGE_GROUPS)
def create_lounge(slug: str) -> Any:
    """Make a group a lounge."""
    return _be_lounge(slug, is_lounge=True)


@bp.post("/<slug>/lounge/withdrawal")
@demands(Permission.MANAGE_GROUPS)
def delete_lounge(slug: str) -> Any:
    """Let a group be one that admins fill."""
    return _be_lounge(slug, is_lounge=False)


def _be_lounge(slug: str, *, is_lounge: bool) -> Any:
    group = found_group(slug)
    if NothingForm().validate_on_submit():
        write(set_lounge, group, is_lounge=is_lounge, by=actor())
        flash(gettext("Saved."))
    return redirect(url_for("groups.show", slug=slug), 303)


@bp.post("/<slug>/members/<handle>/removal")
@demands(Permission.MANAGE_GROUPS)
def delete(slug: str, handle: str) -> Any:
    """Take somebody out of a group."""
    group, member = found_group(slug), known_member(handle)
    if NothingForm().validate_on_submit():
        write(remove_from_group, group, member, by=actor())
        flash(gettext("%(name)s does not belong to the group any more.", name=member.name))
    return redirect(url_for("groups.show", slug=slug), 303)


def found_group(slug: str) -> Group:
    group = group_by_slug(slug)
    if group is None:
        raise NotFound
    return group


def known_member(handle: str) -> User:
    member = member_by_handle(handle)
    if member is None:
        raise NotFound
    return member

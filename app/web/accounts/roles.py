"""Roles and trust of a member, as admins give and take them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, url_for

from app.domain.accounts.actions.rights import (
    grant_role,
    is_pinned,
    release_trust,
    set_trust,
    withdraw_role,
)
from app.domain.accounts.models import User
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import may_grant_roles, may_set_trust
from app.domain.accounts.queries import faces, traces_of
from app.kit.decisions import require
from app.kit.i18n import gettext, lazy_gettext
from app.web.accounts.entering import recently
from app.web.accounts.forms import ReleaseForm, RoleForm, TrustForm
from app.web.accounts.heads import found_member, head_of
from app.web.guards import demands
from app.web.partials import page
from app.web.shell import actor

# Why the rules changed a level, in words for what a trace keeps.
RULED_WORDS = {
    "rose": lazy_gettext("What the level asks for was reached"),
    "fell": lazy_gettext("What it asks for was no longer reached"),
    "found": lazy_gettext("Held before the rules began to look"),
    "released": lazy_gettext("Left to the rules"),
}

bp = Blueprint("roles", __name__, url_prefix="/members/<handle>")


@bp.get("/roles")
@demands(Permission.GRANT_ROLES)
@recently
def show(handle: str) -> Any:
    """Show a member's roles and how they came by them."""
    return roles_page(found_member(handle))


@bp.post("/roles")
@demands(Permission.GRANT_ROLES)
@recently
def create(handle: str) -> Any:
    """Give or take a role, with the reason."""
    member = found_member(handle)
    require(may_grant_roles(actor(), member))
    form = RoleForm()
    if form.validate_on_submit():
        verb = withdraw_role if form.withdraw.data else grant_role
        form.attempt(verb, member, form.role.data, reason=form.reason.data, by=actor())
        if not form.errors:
            flash(gettext("The roles of %(name)s are changed.", name=member.name))
            return redirect(url_for("roles.show", handle=member.handle), 303)
    return roles_page(member, role_form=form)


@bp.post("/trust")
@demands(Permission.GRANT_ROLES)
@recently
def create_trust(handle: str) -> Any:
    """Say how far a member is trusted, with the reason."""
    member = found_member(handle)
    require(may_grant_roles(actor(), member))
    form = TrustForm()
    if form.validate_on_submit():
        form.attempt(set_trust, member, form.trust.data, reason=form.reason.data, by=actor())
        if not form.errors:
            flash(gettext("The trust of %(name)s is changed.", name=member.name))
            return redirect(url_for("roles.show", handle=member.handle), 303)
    return roles_page(member, trust_form=form)


@bp.post("/trust/release")
@demands(Permission.GRANT_ROLES)
@recently
def delete_trust(handle: str) -> Any:
    """Let the rules decide again about a level given by hand, with the reason."""
    member = found_member(handle)
    require(may_set_trust(actor(), member))
    form = ReleaseForm()
    if form.validate_on_submit():
        form.attempt(release_trust, member, reason=form.reason.data, by=actor())
        if not form.is_refused:
            flash(gettext("The rules decide about %(name)s again.", name=member.name))
            return redirect(url_for("roles.show", handle=member.handle), 303)
    return roles_page(member, release_form=form)


def roles_page(
    member: User,
    role_form: RoleForm | None = None,
    trust_form: TrustForm | None = None,
    release_form: ReleaseForm | None = None,
) -> Any:
    """Show a member's roles, with the form that was refused when one was."""
    refused = role_form or trust_form or release_form
    traces = traces_of(member)
    return page(
        "accounts/roles.html",
        refused.status if refused else 200,
        tab="roles",
        role_form=role_form or RoleForm(formdata=None),
        trust_form=trust_form or TrustForm(formdata=None, trust=member.trust),
        release_form=release_form or ReleaseForm(formdata=None),
        is_pinned=is_pinned(member),
        traces=traces,
        ruled=RULED_WORDS,
        givers=faces([i for t in traces for i in (t.granted_by_id, t.withdrawn_by_id)]),
        may_grant=may_grant_roles(actor(), member),
        **head_of(member),
    )

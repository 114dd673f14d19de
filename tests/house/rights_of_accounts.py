"""Who may what with accounts and with the site itself: a part of the table of rights."""

from __future__ import annotations

from tests.house.groups import (
    ADMINS,
    CONFIRMED,
    MEMBERS,
    MODERATORS,
    Row,
    each_member,
    only,
)
from tests.house.stage import GUEST

OWN: dict[str, Row] = {
    # One's own account.
    "GET /join": {frozenset({GUEST}): 200, MEMBERS: 303},
    "POST /join": 303,
    "GET /signin": {frozenset({GUEST}): 200, MEMBERS: 303},
    "POST /signin": {frozenset({GUEST}): 422, MEMBERS: 303},  # an empty form
    "POST /signin/persona": 404,  # no demo site
    "GET /signin/again": each_member(200),
    "POST /signin/again": each_member(422),  # an empty form
    "POST /signout": 303,
    "GET /confirm": 200,
    "POST /confirm": 200,
    "GET /recover": 200,
    "POST /recover": 200,
    "GET /settings": each_member(200),
    "POST /settings": each_member(303),
    "GET /settings/address": each_member(200),
    "POST /settings/address": each_member(422),  # an empty form
    "GET /settings/password": each_member(200),
    "POST /settings/password": each_member(422),  # an empty form
    "POST /settings/picture": each_member(422),  # no file
    "POST /settings/picture/removal": each_member(303),
    "GET /settings/browsers": each_member(200),
    "POST /settings/browsers/<id_hash>/end": each_member(404),  # somebody else's, or none
    "POST /settings/browsers/end": each_member(303),
    "POST /products/<slug>/ownership": only(CONFIRMED, 303),
    "POST /products/<slug>/ownership/withdrawal": only(CONFIRMED, 303),
    "GET /settings/tokens": each_member(200),
    "GET /settings/tokens/new": each_member(200),
    "POST /settings/tokens/new": each_member(422),  # an empty form
    "POST /settings/tokens/<int:token_id>/withdrawal": only(CONFIRMED, 404),  # there is none
}

RUNNING: dict[str, Row] = {
    # Running the site.
    "GET /members/<handle>/roles": only(ADMINS, 200),
    "POST /members/<handle>/roles": only(ADMINS, 303),
    "POST /members/<handle>/trust": only(ADMINS, 303),
    "POST /members/<handle>/trust/release": only(ADMINS, 303),
    "GET /members/<handle>/points/award": only(MODERATORS, 200),
    "POST /members/<handle>/points/award": only(MODERATORS, 303),
    "GET /badges/award": only(MODERATORS, 200),
    "GET /badges/<key>/award": only(MODERATORS, 200),
    "POST /badges/<key>/award": only(MODERATORS, 303),
    "GET /badges/<key>/holders/<handle>/revocation": only(MODERATORS, 200),
    "POST /badges/<key>/holders/<handle>/revocation": only(MODERATORS, 303),
    "GET /admin/badges": only(ADMINS, 200),
    "GET /admin/badges/new": only(ADMINS, 200),
    "POST /admin/badges/new": only(ADMINS, 303),
    "GET /admin/badges/<key>": only(ADMINS, 200),
    "POST /admin/badges/<key>": only(ADMINS, 303),
    "POST /admin/badges/<key>/retirement": only(ADMINS, 303),
    "POST /admin/badges/<key>/retirement/withdrawal": only(ADMINS, 303),
    "GET /admin/economy": only(ADMINS, 200),
    "POST /admin/economy": only(ADMINS, 303),
    "GET /metrics": {ADMINS: 200},  # for a scraper, which cannot sign in on a page
    "GET /admin": only(ADMINS, 200),
    "GET /admin/groups": only(ADMINS, 200),
    "POST /admin/groups": only(ADMINS, 303),
    "GET /admin/groups/<slug>": only(ADMINS, 200),
    "POST /admin/groups/<slug>": only(ADMINS, 303),
    "POST /admin/groups/<slug>/lounge": only(ADMINS, 303),
    "POST /admin/groups/<slug>/lounge/withdrawal": only(ADMINS, 303),
    "POST /admin/groups/<slug>/members/<handle>/removal": only(ADMINS, 303),
    "GET /admin/jobs": only(ADMINS, 200),
    "POST /admin/jobs/<int:job_id>/retrial": only(ADMINS, 303),
    "GET /admin/products/<slug>": only(ADMINS, 200),
    "POST /admin/products/<slug>": only(ADMINS, 303),
    "GET /admin/products/new": only(ADMINS, 200),
    "POST /admin/products/new": only(ADMINS, 303),
    "GET /admin/settings": only(ADMINS, 200),
    "POST /admin/settings": only(ADMINS, 303),
    "GET /admin/spaces/<slug>": only(ADMINS, 200),
    "POST /admin/spaces/<slug>": only(ADMINS, 303),
    "GET /admin/spaces/new": only(ADMINS, 200),
    "POST /admin/spaces/new": only(ADMINS, 303),
}

"""People on the web: join, sign in, prove, recover, settings, members, roles, groups."""

from app.web.accounts import (
    addresses,
    browsers,
    confirmations,
    groups,
    joins,
    members,
    passwords,
    pictures,
    profiles,
    recoveries,
    roles,
    signins,
    signouts,
    tokens,
)

blueprints = [
    m.bp
    for m in (
        joins,
        signins,
        signouts,
        confirmations,
        recoveries,
        passwords,
        addresses,
        profiles,
        pictures,
        browsers,
        tokens,
        members,
        roles,
        groups,
    )
]

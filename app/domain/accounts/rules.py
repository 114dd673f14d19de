"""The numbers of people: lengths, lifetimes, limits. Plain values only."""

from __future__ import annotations

from datetime import timedelta

HANDLE_SHORTEST = 2
HANDLE_LONGEST = 30
# A folded handle may be longer than the handle; it is stored in this many characters.
HANDLE_KEY_LONGEST = 120
NAME_LONGEST = 60
ADDRESS_LONGEST = 254
PASSWORD_SHORTEST = 8
PASSWORD_LONGEST = 128
BIO_LONGEST = 2_000
LOCATION_LONGEST = 80
REASON_LONGEST = 300

# How long the links in letters work.
CONFIRM_WITHIN = timedelta(hours=24)
RECOVER_WITHIN = timedelta(minutes=30)
CHANGE_ADDRESS_WITHIN = timedelta(hours=2)

# A signed-in browser: idle, absolute, and idle for staff, whose rights are worth more.
SESSION_IDLE = timedelta(days=30)
SESSION_LONGEST = timedelta(days=90)
STAFF_IDLE = timedelta(hours=12)
# A browser that is not signed in, and one whose drafts wait for its sign-in.
GUEST_IDLE = timedelta(days=1)
DRAFTING_GUEST_IDLE = timedelta(days=30)
# That somebody was here is written down at most this often.
SEEN_EVERY = timedelta(minutes=10)
# How long days on the site are remembered: longer than any rule of trust may look back.
VISITS_KEPT = timedelta(days=400)
# How long it is remembered with which browser and in which network somebody was seen.
FOOTPRINTS_KEPT = timedelta(days=90)
# How fresh a sign-in must be for changing rights.
FRESH_FOR = timedelta(minutes=10)

# A handle that somebody gave up still leads to them; one that was only tried is free again.
TRIED_HANDLE_HELD = CONFIRM_WITHIN

# Members on one page of the list, and offered while a mention is typed.
MEMBERS_A_PAGE = 40
COMPLETIONS = 8

# Roles by weight: the first that somebody has is the one their label names.
ROLES_BY_WEIGHT = ("admin", "moderator", "product team", "editor", "partner manager")


def weightiest(roles: list[str] | tuple[str, ...]) -> str:
    """Return the role that the staff label names, or nothing for an ordinary member."""
    return next((role for role in ROLES_BY_WEIGHT if role in roles), "")


def address_key(address: str) -> str:
    """Return what tells two accounts apart; mail goes to the address as it was given."""
    return address.strip().casefold()

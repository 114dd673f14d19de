"""Where suspicion begins. For staff and the program: no page shows these numbers to members.

Each kind has a bound at which a case is opened for staff, and a higher one, ``Certain``, at which
the rules strike the votes out at once. They were chosen on simulated communities (bench/fraud.py)
so that fans, couples, busy teams and grateful newcomers stay below.
"""

from __future__ import annotations

from datetime import timedelta

# How far back votes are read, and how long footprints are kept.
WINDOW = timedelta(days=90)

# A browser or network that more members than this share says nothing about two of them.
DEVICE_MOST = 12
NETWORK_MOST = 25

# -- the graph of concentrated votes ----------------------------------------------------------
# An edge is a pair whose votes are this unlikely by chance, given how much the one votes and the
# other receives. So many edges among all pairs may be chance, and in a small community, where
# little is unlikely, the bound stays within these.
CHANCE_EDGES = 50.0
CHANCE_MOST = 0.02
CHANCE_MUTUAL_EDGES = 10.0
CHANCE_MUTUAL_MOST = 0.001

# -- rings ------------------------------------------------------------------------------------
RING_LEAST, RING_MOST = 3, 30
# Votes inside for each member, on average; and of all its members give and receive, the part
# that stays inside; and how many of the possible directed pairs there are.
RING_VOTES_EACH = 4.0
RING_INWARD = 0.3
RING_RECEIVED = 0.45
RING_DENSITY = 0.35
# How many times more votes stay inside than chance would leave there.
RING_LIFT = 4.0
CERTAIN_RING_LEAST = 4
CERTAIN_RING_VOTES_EACH = 5.0
CERTAIN_RING_INWARD = 0.4
CERTAIN_RING_RECEIVED = 0.6
# Somebody at the edge belongs to a ring when linked with this part of it, and giving it this part.
JOINS_LINKED, JOINS_INWARD = 0.5, 0.25
# Whoever gives it less than this and lives on it for less than that is a bystander.
STAYS_INWARD, STAYS_RECEIVED = 0.15, 0.5

# -- stars: several accounts for one --------------------------------------------------------
STAR_LEAST = 4
STAR_VOTES = 5
STAR_SHARE = 0.42
STAR_CHANCE = 1e-5
# The part of what the middle receives that comes from them.
STAR_DEPENDS = 0.6
CERTAIN_STAR_LEAST = 5
CERTAIN_STAR_SHARE = 0.6
CERTAIN_STAR_DEPENDS = 0.7

# -- pairs ------------------------------------------------------------------------------------
PAIR_VOTES = 8
PAIR_SHARE = 0.25
# Times as many as anybody else gets from either of them.
PAIR_ABOVE_OTHERS = 3.0
CERTAIN_PAIR_VOTES = 14
CERTAIN_PAIR_SHARE = 0.6

# -- serial -----------------------------------------------------------------------------------
MINUTES = timedelta(minutes=10)
DAY = timedelta(days=1)
SERIAL_IN_MINUTES, SERIAL_IN_DAY = 8, 12
# Votes against are rarer, and hurt more.
SERIAL_DOWN_IN_MINUTES, SERIAL_DOWN_IN_DAY = 4, 5
# The part of the voter's votes (of the same direction) that the burst makes.
SERIAL_SHARE = 0.5
CERTAIN_SERIAL_IN_MINUTES, CERTAIN_SERIAL_IN_DAY = 10, 15
CERTAIN_SERIAL_DOWN_IN_MINUTES, CERTAIN_SERIAL_DOWN_IN_DAY = 5, 8

# -- one browser, one network -----------------------------------------------------------------
DEVICE_VOTES, DEVICE_SHARE = 5, 0.25
CERTAIN_DEVICE_VOTES, CERTAIN_DEVICE_SHARE = 8, 0.5
NETWORK_VOTES, NETWORK_SHARE = 8, 0.5

# -- cases ------------------------------------------------------------------------------------
# A finding opens a case only with so many votes that no case is about yet.
NEW_VOTES = 3
# The rules decide alone only where at least this part of the votes is new to them; a finding that
# leans on votes of the past is for staff.
NEW_PART = 0.5

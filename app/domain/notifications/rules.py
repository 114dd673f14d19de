"""What people are told about, how often, and how long we wait. Plain values only."""

from __future__ import annotations

from datetime import timedelta

# News about a thread that gathers: several of them go in one letter.
POST_KINDS = ("answer", "reply", "mention")
# The same for somebody who follows: one waiting letter a thread, whatever happens in it.
THREAD = "thread"
# What is said under one idea: one waiting letter an idea, whatever is said there.
TALK = "comment"
# The weekly letter to the product team: of which kind, and when it goes by the site's clock.
IDEAS_WEEK = "ideas-week"
WEEK_HOUR = 7
# So long after its hour it is still worth sending, when nobody worked at that moment.
WEEK_LATE = timedelta(days=1)
# News that each stand alone.
FACT_KINDS = ("acceptance", "status", "solved", "ruling")
# News about the reader and not about a thread: each is said once.
PERSONAL_KINDS = ("points", "trust", "badge", "votes", "staging", "article")
# How long a badge is 'earned just now'.
JUST_NOW = timedelta(hours=1)
# Letters that belong to the account: never switched off, limited for each address.
ACCOUNT_KINDS = ("confirm", "already-member", "reset", "address-change", "claim", "welcome")
# Warnings that must arrive whatever else was sent.
WARNING_KINDS = ("password-changed", "address-changed")
FOLLOW_CONFIRM = "follow-confirm"

# How much of a thread a follower hears about.
SCOPES = ("all", "solved", "none")

# Letters about posts to one address in each window; what comes after waits and goes as one.
LETTERS_MOST = 3
LETTERS_WINDOW = timedelta(hours=1)
# Letters of the account to one address in the window; what comes after is not sent.
ACCOUNT_LETTERS_MOST = 3
# A follower's letter waits this long for more of the same, and so long after the last one.
THREAD_WAIT = timedelta(minutes=10)
THREAD_WINDOW = timedelta(hours=1)
# Lines of one gathered letter; the rest is counted.
LETTER_LINES = 20

# How long one worker has a letter in hand before another may send it.
HOLD = timedelta(minutes=5)
# A letter that waits this long past its time lost its job and is queued again.
OVERDUE = timedelta(minutes=15)
UNSENT_KEPT = timedelta(days=3)
# Followers told in one unit of work.
FOLLOWERS_AT_ONCE = 500

# A guest's follow that nobody confirmed is dropped, and its link ends with it.
UNCONFIRMED_KEPT = timedelta(days=7)
FOLLOWS_BY_MAIL_MOST = 5
FOLLOWS_BY_PLACE_MOST = 20
FOLLOWS_BY_MAIL_WINDOW = timedelta(hours=24)
# "This solved it" in a mail accepts without signing in for this long.
SOLVED_LINK = timedelta(days=90)

# Lines behind the bell, and on one page of all notices.
BELL_LINES = 8
NOTICES_A_PAGE = 30

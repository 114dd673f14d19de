"""The forum's numbers: limits, windows, sizes. Plain values only."""

from __future__ import annotations

from datetime import timedelta

TITLE_SHORTEST = 10
TITLE_LONGEST = 200
BODY_SHORTEST = 20
REPLY_SHORTEST = 2
BODY_LONGEST = 30_000
FIELD_LONGEST = 200
TAGS_MOST = 5
TAG_LONGEST = 40

# Answers on one page of a thread, questions on one page of a list.
ANSWERS_A_PAGE = 20
QUESTIONS_A_PAGE = 20
# First questions on one page of the reviewers' list.
STAGED_A_PAGE = 30
LIMIT_MOST = 100
# Duplicates, links and merged questions named on one page, of each.
RELATED_MOST = 20
# A question merged into a merged one: merging keeps the way short, this bounds it.
REDIRECTS_MOST = 10
# Replies shown under a post before "show n more", and how deep they are drawn.
REPLIES_SHOWN = 3
REPLIES_LOADED = 200
DEPTH_SHOWN = 2

# A soft claim: "somebody is writing an answer". Kitsune's ten minutes.
CLAIM = timedelta(minutes=10)
# An author's own edits so soon after posting leave no line: typos are not news.
SILENT_EDIT = timedelta(minutes=5)
# A newcomer may edit their own post for a day; everybody else always.
NEW_MEMBER_EDITS = timedelta(hours=24)

# Queues of helpers (Kitsune's windows).
ATTENTION = timedelta(days=7)
STILL_STUCK = timedelta(days=7)
RECENT = timedelta(hours=24)
# Signs in a queue: so many me-toos within so long are growth; so long without a word is silence.
GROWTH = 3
GROWTH_WITHIN = timedelta(days=1)
SILENCE = timedelta(days=3)
# What the desk's figures of answers are about.
REPLIES_OVER = timedelta(days=7)
REPLY_IN_TIME = timedelta(days=1)

# What a newcomer may put into one post; explained before posting.
NEW_MEMBER_LINKS = 2
NEW_MEMBER_PICTURES = 1
NEW_MEMBER_MENTIONS = 2
MENTIONS_MOST = 10

# Uploads: bytes a day, pictures a day.
UPLOADS_A_DAY = 100
UPLOADS_A_DAY_NEW = 10
UPLOAD_BYTES = 8 * 1024 * 1024
# Pixels of a picture's longer edge, at most.
PICTURE_EDGE = 2048
# An upload that no post uses is swept after this.
UPLOAD_ORPHANED = timedelta(hours=24)
DRAFT_KEPT = timedelta(days=180)
GUEST_DRAFT_KEPT = timedelta(days=7)

# Characters of an answer's beginning where lists show it.
EXCERPT_SHOWN = 160

# What is wrong with fields of the ask form that are too many or too long.
COMMENT_LONGEST = 300
VERSION_LONGEST = 60
NOTE_LONGEST = 2000
# How long a first question waits for somebody to look over it; then it is published as it is.
STAGING_HOURS = 24
NOTES_ON_STAGED = 50

# How often: (how many, within what). New members ask less.
QUESTIONS_A_DAY_NEW = 5
QUESTIONS_A_DAY = 20
ANSWERS_A_MINUTE = 4
ANSWERS_A_DAY = 100
VOTES_A_MINUTE = 30
VOTES_A_DAY = 200
EDITS_A_MINUTE = 10
# A guest's "me too" and "it worked": for one browser, and for one address (many share one).
GUEST_SIGNS_A_DAY = 10
GUEST_SIGNS_AN_ADDRESS = 50

# How often drafts of guests are kept, for one address; a draft is kept each time somebody pauses.
GUEST_DRAFTS_AN_HOUR = 600

# One person's drafts, and the characters one may have.
DRAFTS_MOST = 50
DRAFT_LONGEST = 100_000
# How long the number of a posted form is remembered.
NONCE_KEPT = timedelta(days=1)

# Posts rendered anew in one unit of work when the renderer changed.
RERENDERED_AT_ONCE = 50

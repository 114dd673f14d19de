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
LIMIT_MOST = 100
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

# What a newcomer may put into one post; explained before posting.
NEW_MEMBER_LINKS = 2
NEW_MEMBER_PICTURES = 1
NEW_MEMBER_MENTIONS = 2
MENTIONS_MOST = 10

# Uploads: bytes a day, pictures a day.
UPLOADS_A_DAY = 100
UPLOADS_A_DAY_NEW = 10
UPLOAD_BYTES = 8 * 1024 * 1024
# An upload that no post uses is swept after this.
UPLOAD_ORPHANED = timedelta(hours=24)
DRAFT_KEPT = timedelta(days=180)
GUEST_DRAFT_KEPT = timedelta(days=7)

"""The timetable: what happens by the clock, and how often. The switchboard puts it in force."""

from __future__ import annotations

from datetime import timedelta

from app.domain.accounts.actions import browsers, footprints, joining, lounges, visits
from app.domain.badges.actions import earning
from app.domain.forum.actions import drafts, posting, rendering, staging, states, uploads
from app.domain.ideas.actions import archiving, proposing, rounds
from app.domain.ideas.actions import rendering as idea_texts
from app.domain.knowledge.actions import attachments, reckoning
from app.domain.knowledge.actions import rendering as texts
from app.domain.loop.actions import paining, pairing
from app.domain.notifications.actions import follows, idea_week, outbox
from app.domain.reputation.actions import cases, cutoffs, reviewing, standings
from app.domain.search import gaps, terms
from app.domain.search.actions import asks, mend
from app.kit import limits
from app.kit.schedule import Scheduled
from app.kit.work import write

# Each once over all workers.
SCHEDULE: list[Scheduled] = [
    Scheduled("limits.sweep", timedelta(hours=1), lambda: write(limits.sweep)),
    Scheduled("accounts.expire-pending", timedelta(hours=1), joining.expire_pending),
    Scheduled("accounts.sweep-sessions", timedelta(hours=6), browsers.sweep_sessions),
    Scheduled("accounts.sweep-footprints", timedelta(days=1), footprints.sweep_footprints),
    Scheduled("accounts.sweep-visits", timedelta(days=1), visits.sweep_visits),
    Scheduled("forum.sweep-drafts", timedelta(days=1), lambda: write(drafts.sweep_drafts)),
    Scheduled("forum.sweep-nonces", timedelta(hours=6), lambda: write(posting.sweep_nonces)),
    Scheduled("forum.sweep-uploads", timedelta(hours=6), uploads.sweep_uploads),
    Scheduled(
        "knowledge.sweep-attachments",
        timedelta(hours=6),
        lambda: attachments.sweep_attachments(drafts.typed_by),
    ),
    Scheduled("forum.archive-quiet", timedelta(days=1), states.archive_quiet_questions),
    Scheduled("forum.publish-staged", timedelta(minutes=10), staging.publish_overdue),
    Scheduled("forum.rerender-stale", timedelta(minutes=10), rendering.rerender_all_stale),
    Scheduled("knowledge.rerender-stale", timedelta(minutes=10), texts.rerender_all_stale),
    Scheduled(
        "follows.drop-unconfirmed", timedelta(hours=6), lambda: write(follows.drop_unconfirmed)
    ),
    # First who is trusted, then who may stay where trust is asked for.
    Scheduled("reputation.review-trust", timedelta(days=1), reviewing.review_trust),
    Scheduled("accounts.leave-lost-lounges", timedelta(days=1), lounges.leave_lost_lounges),
    Scheduled("reputation.find-cases", timedelta(days=1), cases.find_cases),
    Scheduled("reputation.count-entries", timedelta(minutes=1), standings.count_entries),
    Scheduled("reputation.sweep-standings", timedelta(days=1), standings.sweep_standings),
    Scheduled("reputation.find-cutoffs", timedelta(hours=1), cutoffs.find_cutoffs),
    Scheduled("knowledge.reckon-health", timedelta(days=1), reckoning.reckon_all),
    Scheduled("ideas.release-overdue", timedelta(minutes=10), proposing.release_overdue),
    Scheduled("ideas.rerender-stale", timedelta(minutes=10), idea_texts.rerender_all_stale),
    Scheduled("ideas.archive-silent", timedelta(days=1), archiving.archive_silent),
    Scheduled("ideas.close-rounds", timedelta(minutes=1), rounds.close_overdue),
    Scheduled("search.mend-index", timedelta(seconds=30), mend),
    Scheduled("search.sweep-gaps", timedelta(days=1), lambda: write(gaps.sweep_gaps)),
    Scheduled("search.find-unopened", timedelta(days=1), lambda: write(terms.find_unopened)),
    Scheduled("search.sweep-terms", timedelta(days=1), lambda: write(terms.sweep_terms)),
    Scheduled("search.sweep-asks", timedelta(days=1), lambda: write(asks.sweep_asks)),
    # The hours of open threads move by themselves.
    Scheduled("loop.reckon-pain", timedelta(days=1), paining.reckon_all),
    Scheduled("loop.suggest-pairs", timedelta(days=1), pairing.pair_all),
    Scheduled("badges.sweep", timedelta(days=1), earning.sweep),
    Scheduled("ideas.write-week", timedelta(hours=1), idea_week.write_week),
    Scheduled("letters.queue-overdue", timedelta(minutes=5), lambda: write(outbox.queue_overdue)),
]

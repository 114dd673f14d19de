"""The switchboard: event → what follows, now and later. The only place that knows both sides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain.accounts import events as people
from app.domain.accounts import reactions as accounts
from app.domain.badges import events as badge_events
from app.domain.badges import reactions as badges
from app.domain.catalog import events as places
from app.domain.forum import events as forum_events
from app.domain.forum import reactions as forum
from app.domain.ideas import events as ideas_events
from app.domain.ideas import reactions as ideas
from app.domain.knowledge import events as articles
from app.domain.knowledge import reactions as knowledge
from app.domain.loop import events as loop_events
from app.domain.loop import reactions as loop
from app.domain.moderation import events as rulings
from app.domain.moderation import reactions as moderation
from app.domain.notifications import events as news
from app.domain.notifications import idea_reactions as idea_news
from app.domain.notifications import reactions as notifications
from app.domain.reputation import events as points
from app.domain.reputation import reactions as reputation
from app.domain.search import reactions as search
from app.kit import events, schedule
from app.letters import delivery
from app.timetable import SCHEDULE

Reaction = Callable[[Any], None]

# Inside the same transaction: it all happens, or none of it.
NOW: dict[type, list[Reaction]] = {
    # Posts and what becomes of them.
    forum_events.QuestionAsked: [
        reputation.settle_first_question,
        notifications.follow_own_question,
    ],
    forum_events.AnswerPosted: [reputation.settle_first_answer, notifications.tell_of_answer],
    forum_events.ReplyPosted: [notifications.tell_of_reply],
    forum_events.MembersMentioned: [notifications.tell_the_mentioned],
    forum_events.AnswerAccepted: [
        knowledge.note_solution,
        reputation.settle_marks,
        notifications.tell_of_acceptance,
    ],
    forum_events.AcceptanceWithdrawn: [
        knowledge.take_back_solution,
        reputation.settle_marks,
        notifications.take_back_acceptance,
    ],
    forum_events.AlsoWorksMarked: [reputation.settle_marks, notifications.tell_of_also_works],
    forum_events.AlsoWorksWithdrawn: [reputation.settle_marks, notifications.take_back_also_works],
    forum_events.AnswerRecommended: [reputation.settle_marks, notifications.tell_of_recommendation],
    forum_events.RecommendationWithdrawn: [
        reputation.settle_marks,
        notifications.take_back_recommendation,
    ],
    forum_events.StatusChanged: [notifications.tell_of_status],
    forum_events.InfoRequested: [notifications.tell_of_missing_info],
    forum_events.QuestionMoved: [knowledge.follow_moved_thread, reputation.settle_moved],
    forum_events.QuestionMerged: [
        knowledge.follow_merged_thread,
        reputation.settle_merged,
        notifications.move_to_canonical,
    ],
    forum_events.PostHidden: [
        knowledge.uncount_hidden,
        reputation.settle_hidden,
        notifications.tell_author_of_hiding,
    ],
    forum_events.PostRestored: [
        knowledge.count_restored,
        reputation.settle_hidden,
        notifications.tell_author_of_restoring,
    ],
    forum_events.StagedWritten: [knowledge.check_staged],
    forum_events.StagedSuggested: [notifications.tell_of_suggestion],
    forum_events.StagedAnswered: [notifications.tell_reviewers],
    forum_events.StagedPublished: [
        moderation.note_review,
        search.give_shown,
        notifications.tell_of_staged_publication,
    ],
    # Articles.
    forum_events.PostWritten: [knowledge.note_post],
    articles.ArticleDrafted: [],
    articles.RevisionProposed: [],
    articles.ArticlePublished: [
        knowledge.settle_mended,
        reputation.settle_published,
        notifications.tell_of_publication,
    ],
    articles.RevisionDeclined: [notifications.tell_of_refusal],
    articles.ArticleMoved: [knowledge.follow_moved_article, reputation.settle_moved_article],
    articles.ArticleRetired: [],
    articles.ArticleRevived: [],
    articles.ArticleValidated: [],
    articles.ArticleDoubted: [],
    articles.FollowUpNoted: [],
    articles.HelpVoted: [reputation.settle_help],
    articles.ArticleUsed: [knowledge.settle_confidence, reputation.settle_reuse],
    articles.EmbedsAffected: [],
    articles.BlockFlagged: [notifications.tell_owner_of_flag],
    articles.FlagSettled: [notifications.tell_of_settled_flag],
    articles.HealthFell: [notifications.tell_owner_of_health],
    # Ideas.
    ideas_events.IdeaProposed: [idea_news.tell_of_held_idea],
    ideas_events.IdeaReleased: [ideas.open_review, idea_news.tell_of_release],
    ideas_events.IdeaEdited: [],
    ideas_events.IdeaMoved: [],
    ideas_events.IdeaVoted: [ideas.open_review],
    ideas_events.IdeaVoteTakenBack: [],
    ideas_events.VotedOnBehalf: [ideas.open_review, idea_news.tell_of_vote_on_behalf],
    ideas_events.IdeaCommented: [idea_news.tell_of_comment],
    ideas_events.IdeaCommentEdited: [],
    ideas_events.IdeaStatusChanged: [idea_news.tell_of_decision],
    ideas_events.OfficialReplyPosted: [idea_news.tell_of_official_reply],
    ideas_events.OfficialReplyEdited: [],
    ideas_events.IdeasJoining: [idea_news.note_voters],
    ideas_events.IdeasMerged: [idea_news.follow_merged_idea],
    ideas_events.IdeaAssigned: [idea_news.tell_of_assignment],
    ideas_events.IdeaExpected: [idea_news.tell_of_expectation],
    ideas_events.IdeaHidden: [moderation.note_idea_ruling, idea_news.tell_author_of_hidden],
    ideas_events.IdeaRestored: [
        moderation.note_idea_ruling,
        ideas.open_review,
        idea_news.tell_author_of_restored,
    ],
    ideas_events.IdeaLinked: [ideas.open_review],
    ideas_events.IdeaUnlinked: [],
    ideas_events.PetitionSigned: [],
    ideas_events.RoundOpened: [idea_news.tell_of_round],
    ideas_events.RoundClosed: [idea_news.tell_of_result],
    ideas_events.StoryPosted: [idea_news.tell_of_story],
    loop_events.SolvedAsked: [idea_news.ask_whether_solved],
    loop_events.SolvedSaid: [],
    # Accounts.
    people.ConfirmationAsked: [notifications.write_confirmation],
    people.JoinedAgain: [notifications.write_already_member],
    people.MemberConfirmed: [notifications.welcome],
    people.MemberSignedIn: [forum.take_over_drafts],
    people.RecoveryAsked: [notifications.write_recovery],
    people.PasswordChanged: [notifications.warn_of_password],
    people.AddressChangeAsked: [notifications.write_to_new_address],
    people.AddressChanged: [notifications.warn_old_address],
    people.AccountExpired: [notifications.forget, badges.forget],
    # Points, trust, badges.
    forum_events.VoteVoided: [reputation.settle_vote],
    forum_events.VoteReinstated: [reputation.settle_vote],
    points.PointsChanged: [],
    points.LevelReached: [notifications.tell_of_level],
    points.PointsAwarded: [notifications.tell_of_award],
    points.EconomyChanged: [],
    points.TrustReviewed: [notifications.tell_of_trust],
    points.VotesReversed: [notifications.tell_of_reversal],
    points.VotesCleared: [notifications.tell_of_clearing],
    badge_events.BadgeAwarded: [notifications.tell_of_badge],
    badge_events.BadgeRevoked: [],
    # Nobody needs to act on these yet; pages read the facts themselves.
    forum_events.ReplyEdited: [],
    forum_events.PostVoted: [reputation.settle_vote],
    forum_events.QuestionShared: [reputation.settle_share],
    forum_events.DuplicateMarked: [],
    forum_events.QuestionClosed: [],
    places.AnnouncementPublished: [],
    places.TagMerged: [reputation.merge_standings],
    rulings.Ruled: [],
    people.MemberJoined: [],
    people.RoleGranted: [],
    people.RoleWithdrawn: [],
    people.MemberVisited: [],
    people.TrustSet: [],
    people.MembershipChanged: [],
}

# After the commit: may fail, may be repeated, never undoes anything.
LATER: dict[type, list[Reaction]] = {
    people.LetterWanted: [accounts.look_up_address],
    # A member's document and a tag's.
    **{
        event: [search.refresh_members]
        for event in (
            people.MemberConfirmed,
            people.ProfileChanged,
            people.AccountExpired,
        )
    },
    **{event: [search.refresh_tags] for event in (places.TagDescribed, places.TagMerged)},
    people.MemberVisited: [reputation.review_visitor],
    forum_events.AnswerAccepted: [search.refresh, reputation.review_answerer],
    places.SpaceChanged: [
        forum.recount_space,
        search.refresh_space,
        reputation.settle_space,
        reputation.recount_space_standings,
    ],
    places.ProductMoved: [reputation.recount_product_standings],
    articles.EmbedsAffected: [notifications.tell_affected],
    news.FollowersDue: [notifications.tell_followers],
    news.IdeaHearersDue: [idea_news.tell_handful_of_idea],
    news.IdeaCarried: [idea_news.tell_carried_voters],
    news.LetterQueued: [delivery.deliver],
    # Search: whatever was written, decided, hidden or moved makes its thread's documents anew.
    **{
        event: [search.refresh]
        for event in (
            forum_events.QuestionAsked,
            forum_events.QuestionEdited,
            forum_events.AnswerPosted,
            forum_events.AnswerEdited,
            forum_events.AcceptanceWithdrawn,
            forum_events.PostHidden,
            forum_events.PostRestored,
            forum_events.QuestionMoved,
            forum_events.QuestionMerged,
        )
    },
    # An article's document, and those of whatever shows a block of it.
    **{
        event: [search.refresh_articles]
        for event in (
            articles.ArticlePublished,
            articles.ArticleMoved,
            articles.ArticleRetired,
            articles.ArticleRevived,
            articles.ArticleValidated,
            articles.ArticleDoubted,
        )
    },
}

# An idea's document: its text, its status, what the team and others said about it.
_SEARCHED: tuple[type, ...] = (
    ideas_events.IdeaProposed,
    ideas_events.IdeaReleased,
    ideas_events.IdeaEdited,
    ideas_events.IdeaMoved,
    ideas_events.IdeaCommented,
    ideas_events.IdeaCommentEdited,
    ideas_events.IdeaStatusChanged,
    ideas_events.OfficialReplyPosted,
    ideas_events.OfficialReplyEdited,
    ideas_events.IdeasMerged,
    ideas_events.IdeaHidden,
    ideas_events.IdeaRestored,
)
for _event in _SEARCHED:
    LATER.setdefault(_event, []).append(search.refresh_ideas)

# Health: whatever speaks for or against an article has it reckoned anew.
_TELLING: tuple[type, ...] = (
    articles.ArticlePublished,
    articles.ArticleRevived,
    articles.ArticleUsed,
    articles.BlockFlagged,
    articles.FlagSettled,
    articles.FollowUpNoted,
    articles.HelpVoted,
)
for _event in _TELLING:
    LATER.setdefault(_event, []).append(knowledge.reckon_touched)

# The loop. What hurts behind an idea follows at once where a person linked it, and soon after its
# threads changed; a delivered idea tells each of them.
for _event in (
    *(forum_events.QuestionShared, forum_events.AnswerAccepted, forum_events.AcceptanceWithdrawn),
    *(forum_events.PostHidden, forum_events.PostRestored, forum_events.QuestionMoved),
):
    NOW.setdefault(_event, []).append(loop.note_thread)
_LOOP: dict[type, Reaction] = {
    ideas_events.IdeaLinked: loop.reckon_linked,
    ideas_events.IdeaUnlinked: loop.reckon_linked,
    ideas_events.IdeasMerged: loop.reckon_merged,
    ideas_events.IdeaMoved: loop.reckon_moved_idea,
    ideas_events.IdeaStatusChanged: loop.open_loop,
    forum_events.QuestionMerged: loop.follow_merged_thread,
    forum_events.AnswerAccepted: loop.note_solution,
    forum_events.AlsoWorksMarked: loop.note_solution,
    forum_events.AcceptanceWithdrawn: loop.take_back_solution,
    forum_events.AlsoWorksWithdrawn: loop.take_back_solution,
}
for _event, _reaction in _LOOP.items():
    NOW.setdefault(_event, []).append(_reaction)
_LOOP_LATER: dict[type, Reaction] = {
    loop_events.PainMoved: loop.reckon_noted,
    loop_events.LoopOpened: loop.amend_articles,
    loop_events.ThreadDue: loop.tell_thread,
    places.SpaceChanged: loop.reckon_space,
    ideas_events.IdeaProposed: loop.pair_ideas,
    ideas_events.IdeaReleased: loop.pair_ideas,
    ideas_events.IdeaEdited: loop.pair_ideas,
    forum_events.QuestionAsked: loop.pair_questions,
    forum_events.QuestionEdited: loop.pair_questions,
}
for _event, _reaction in _LOOP_LATER.items():
    LATER.setdefault(_event, []).append(_reaction)

# Badges: each of these may earn somebody one. Which badge counts what is said in badges itself.
for _event in badges.LISTENED_TO:
    LATER.setdefault(_event, []).append(badges.look_at_touched)


def connect() -> None:
    """Put the tables in force."""
    events.connect(NOW, LATER)
    schedule.connect(SCHEDULE)

"""What reputation does when others announce something."""

from __future__ import annotations

from app.domain.accounts.events import MemberVisited
from app.domain.catalog.events import ProductMoved, SpaceChanged, TagMerged
from app.domain.forum.events import (
    AcceptanceWithdrawn,
    AlsoWorksMarked,
    AlsoWorksWithdrawn,
    AnswerAccepted,
    AnswerPosted,
    AnswerRecommended,
    PostHidden,
    PostRestored,
    PostVoted,
    QuestionAsked,
    QuestionMerged,
    QuestionMoved,
    QuestionShared,
    RecommendationWithdrawn,
    VoteReinstated,
    VoteVoided,
)
from app.domain.knowledge.events import ArticleMoved, ArticlePublished, ArticleUsed, HelpVoted
from app.domain.reputation.actions import recounting, settling, standings
from app.domain.reputation.actions.reviewing import review_newcomer
from app.domain.reputation.models import boards as boards
from app.domain.reputation.models import cases as cases
from app.domain.reputation.models import ledger as ledger
from app.domain.reputation.queries import article_facts, facts
from app.kit.jobs import unhurried

Marked = (
    AnswerAccepted
    | AcceptanceWithdrawn
    | AlsoWorksMarked
    | AlsoWorksWithdrawn
    | AnswerRecommended
    | RecommendationWithdrawn
)


def settle_vote(event: PostVoted | VoteVoided | VoteReinstated) -> None:
    """A vote is worth points to the author of the post."""
    settling.settle_vote(
        event.subject_kind,
        event.subject_id,
        author_id=event.author_id,
        voter_id=event.voter_id,
    )


def settle_share(event: QuestionShared) -> None:
    """A member's me-too is worth points to the asker; a guest's is not."""
    kind, _, who = event.who.partition(":")
    asker_id = facts.asker_of(event.question_id)
    if kind == "m" and asker_id is not None:
        settling.settle_share(event.question_id, asker_id=asker_id, member_id=int(who))


def settle_marks(event: Marked) -> None:
    """A solution pays who wrote it, and the asker who named it."""
    people = facts.people_of_answer(event.answer_id)
    settling.settle_answer(event.answer_id, people)


def settle_help(event: HelpVoted) -> None:
    """What helped a member is worth points to those who made it; what helped a guest is not."""
    if event.voter_id is not None:
        settling.settle_help(event.article_id, event.voter_id)


def settle_reuse(event: ArticleUsed) -> None:
    """What solved somebody's question is worth points to those who made it."""
    question_id = article_facts.thread_of(event.host_kind, event.host_id)
    if question_id is not None:
        settling.settle_reuse(event.article_id, question_id)


def settle_published(event: ArticlePublished) -> None:
    """What helped while it was a draft counts from now on."""
    if event.is_first:
        settling.settle_article(event.article_id)


def settle_moved_article(event: ArticleMoved) -> None:
    """A space that not every member sees earns nothing."""
    if event.space_changed:
        settling.settle_article(event.article_id)


def settle_first_question(event: QuestionAsked) -> None:
    """The first question pays once."""
    settling.settle_first("question", event.author_id)


def settle_first_answer(event: AnswerPosted) -> None:
    """The first answer pays once."""
    settling.settle_first("answer", event.author_id)


def settle_hidden(event: PostHidden | PostRestored) -> None:
    """What nobody sees earns nothing: a question takes all under it along."""
    if event.subject_kind == "question":
        settling.settle_threads([event.question_id])
    elif event.subject_kind == "answer":
        settling.settle_members({event.author_id, *article_facts.makers_of_used(event.subject_id)})


def settle_merged(event: QuestionMerged) -> None:
    """Votes, me-toos and solutions went to another question."""
    settling.settle_threads([event.question_id, event.into_id])


def settle_moved(event: QuestionMoved) -> None:
    """A space that not every member sees earns nothing."""
    settling.settle_threads([event.question_id])


@unhurried
def settle_space(event: SpaceChanged) -> None:
    """Another audience: all that stands there counts now, or no longer."""
    recounting.recount_space(event.space_id)
    recounting.recount_articles(event.space_id)


def merge_standings(event: TagMerged) -> None:
    """What was earned under one tag counts for the other."""
    standings.merge_tag_standings(event.tag_id, event.into_id)


@unhurried
def recount_space_standings(event: SpaceChanged) -> None:
    """Products and tags count what is public: count anew whoever earned something in the space."""
    standings.rebuild_standings(standings.members_counted_in("space", event.space_id))


@unhurried
def recount_product_standings(event: ProductMoved) -> None:
    """Other products stand above it now."""
    standings.rebuild_standings(standings.members_counted_in("product", event.product_id))


def review_visitor(event: MemberVisited) -> None:
    """Somebody came on a new day; if they are new here, they may have earned more."""
    review_newcomer(event.member_id)


def review_answerer(event: AnswerAccepted) -> None:
    """An answer was accepted; if its author is new here, they may have earned more."""
    review_newcomer(event.author_id)

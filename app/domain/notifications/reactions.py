"""Whom each event concerns. Those it concerns in person hear at once; followers a moment later."""

from __future__ import annotations

from app.domain.accounts import events as people
from app.domain.accounts.models import User
from app.domain.badges import events as badges
from app.domain.forum import events as forum
from app.domain.forum.models.posts import Answer, Reply
from app.domain.forum.models.questions import Question
from app.domain.forum.models.staging import StagedQuestion
from app.domain.forum.queries.staging import reviewers_of
from app.domain.knowledge import events as knowledge
from app.domain.notifications.actions import article_news
from app.domain.notifications.actions.audiences import News, PersonalNews
from app.domain.notifications.actions.follows import adopt_follows, follow_by_writing
from app.domain.notifications.actions.merging import move_followers
from app.domain.notifications.actions.notices import forget_post, take_back
from app.domain.notifications.actions.outbox import write_to_account
from app.domain.notifications.actions.standing import tell_in_person, told_among
from app.domain.notifications.actions.telling import (
    author_above,
    forget_member,
    post_of,
    tell,
    tell_followers_of,
    tell_handful,
    written_at,
)
from app.domain.notifications.events import FollowersDue
from app.domain.reputation import events as reputation
from app.domain.reputation.models.ledger import Entry
from app.domain.subjects import Subject
from app.kit import clock
from app.kit.db import db

# -- posts ------------------------------------------------------------------------------------


def follow_own_question(event: forum.QuestionAsked) -> None:
    follow_by_writing(event.question_id, event.author_id)


def tell_of_answer(event: forum.AnswerPosted) -> None:
    """The asker hears at once, followers a moment later; the answerer follows from now on."""
    answer, question = db.session.get(Answer, event.answer_id), _question(event.question_id)
    if answer is None or question is None:
        return
    follow_by_writing(question.id, event.author_id)
    subject = Subject("answer", answer.id)
    news = News("answer", subject, question.id, event.author_id, answer.posted_at)
    tell(news, [question.author_id])
    tell_followers_of(news)


def tell_of_reply(event: forum.ReplyPosted) -> None:
    """Whoever wrote what the reply is to hears at once."""
    reply = db.session.get(Reply, event.reply_id)
    if reply is None:
        return
    follow_by_writing(event.question_id, event.author_id)
    subject = Subject("reply", reply.id)
    news = News("reply", subject, event.question_id, event.author_id, reply.posted_at)
    tell(news, [author_above(reply)])
    tell_followers_of(news)


def tell_the_mentioned(event: forum.MembersMentioned) -> None:
    subject = Subject(event.subject_kind, event.subject_id)  # type: ignore[arg-type]
    post = post_of(subject)
    if post is None or post.is_hidden:
        return
    at = written_at(post)
    tell(News("mention", subject, event.question_id, event.author_id, at), event.member_ids)


# -- what became of answers -------------------------------------------------------------------


def tell_of_acceptance(event: forum.AnswerAccepted) -> None:
    """The answerer hears, the asker too if somebody else decided, followers how it ended."""
    question = _question(event.question_id)
    if question is None:
        return
    subject, at = Subject("answer", event.answer_id), question.solved_at or clock.now()
    praise = News("acceptance", subject, question.id, event.by_id, at, "accepted")
    tell(praise, [event.author_id])
    news = News("solved", subject, question.id, event.by_id, at)
    if question.author_id != event.author_id:
        tell(news, [question.author_id])
    tell_followers_of(news)


def take_back_acceptance(event: forum.AcceptanceWithdrawn) -> None:
    subject = Subject("answer", event.answer_id)
    take_back(subject, ["acceptance"], ["accepted"])
    take_back(subject, ["solved"])


def tell_of_also_works(event: forum.AlsoWorksMarked) -> None:
    _praise(event.answer_id, event.question_id, event.by_id, "also-works")


def take_back_also_works(event: forum.AlsoWorksWithdrawn) -> None:
    take_back(Subject("answer", event.answer_id), ["acceptance"], ["also-works"])


def tell_of_recommendation(event: forum.AnswerRecommended) -> None:
    _praise(event.answer_id, event.question_id, event.by_id, "recommended")


def take_back_recommendation(event: forum.RecommendationWithdrawn) -> None:
    take_back(Subject("answer", event.answer_id), ["acceptance"], ["recommended"])


# -- the question as a whole ------------------------------------------------------------------


def tell_of_status(event: forum.StatusChanged) -> None:
    """All who follow or have it too hear where the brand stands."""
    question = _question(event.question_id)
    if question is None:
        return
    subject = Subject("question", question.id)
    if event.status is None:
        take_back(subject, ["status"])
        return
    at = question.status_at or clock.now()
    news = News("status", subject, question.id, event.by_id, at, event.status)
    tell(news, [question.author_id])
    tell_followers_of(news)


def tell_of_missing_info(event: forum.InfoRequested) -> None:
    """The asker learns that helpers cannot go on without them."""
    question = _question(event.question_id)
    if question is not None:
        subject, at = Subject("question", question.id), question.needs_info_at or clock.now()
        news = News("status", subject, question.id, event.by_id, at, "needs-info")
        tell(news, [question.author_id])


def move_to_canonical(event: forum.QuestionMerged) -> None:
    move_followers(event.question_id, event.into_id)


# -- what moderators did ----------------------------------------------------------------------


def tell_author_of_hiding(event: forum.PostHidden) -> None:
    """Lines that led to the post go; its author learns why, from the ruling."""
    subject = Subject(event.subject_kind, event.subject_id)  # type: ignore[arg-type]
    forget_post(subject, event.question_id)
    take_back(subject, ["ruling"])
    news = News("ruling", subject, event.question_id, event.by_id, clock.now(), "hide")
    tell(news, [event.author_id])


def tell_author_of_restoring(event: forum.PostRestored) -> None:
    subject = Subject(event.subject_kind, event.subject_id)  # type: ignore[arg-type]
    take_back(subject, ["ruling"])
    news = News("ruling", subject, event.question_id, event.by_id, clock.now(), "restore")
    tell(news, [event.author_id])


# -- people -----------------------------------------------------------------------------------


def write_confirmation(event: people.ConfirmationAsked) -> None:
    write_to_account("confirm", event.member_id, event.nonce)


def write_already_member(event: people.JoinedAgain) -> None:
    write_to_account("already-member", event.member_id, event.nonce)


def welcome(event: people.MemberConfirmed) -> None:
    """A proven address is greeted once, and what it followed as a guest is now the member's."""
    member = db.session.get(User, event.member_id)
    if member is not None:
        write_to_account("welcome", member.id, "once")
        adopt_follows(member)


def write_recovery(event: people.RecoveryAsked) -> None:
    write_to_account("reset", event.member_id, event.nonce)


def warn_of_password(event: people.PasswordChanged) -> None:
    write_to_account("password-changed", event.member_id, event.nonce)


def write_to_new_address(event: people.AddressChangeAsked) -> None:
    write_to_account("address-change", event.member_id, event.nonce, address=event.address)


def warn_old_address(event: people.AddressChanged) -> None:
    write_to_account("address-changed", event.member_id, event.nonce, address=event.old_address)


def forget(event: people.AccountExpired) -> None:
    forget_member(event.member_id)


# -- points, trust, badges, votes ---------------------------------------------------------------


def tell_of_award(event: reputation.PointsAwarded) -> None:
    """Points that staff gave or took back, with the reason that everybody can read."""
    entry = db.session.get(Entry, event.entry_id)
    if entry is None:
        return
    data = {"points": event.points, "reason": entry.note}
    detail = "awarded" if event.points > 0 else "taken-back"
    news = PersonalNews("points", f"award:{entry.id}", entry.at, detail, event.by_id, data=data)
    tell_in_person(news, [event.member_id])


def tell_of_level(event: reputation.LevelReached) -> None:
    data = {"level": event.level}
    news = PersonalNews("points", f"level:{event.level}", clock.now(), "level", data=data)
    tell_in_person(news, [event.member_id])


def tell_of_trust(event: reputation.TrustReviewed) -> None:
    """Trust rose or fell: each change is news, and a second one of the same day, too."""
    now = clock.now()
    data = {"before": event.before, "after": event.after}
    key = f"{event.before}-{event.after}:{now:%Y%m%d%H%M%S}"
    detail = "rose" if event.rose else "fell"
    tell_in_person(PersonalNews("trust", key, now, detail, data=data), [event.member_id])


def tell_of_badge(event: badges.BadgeAwarded) -> None:
    """A badge: only the bell, unless the member wishes for mail."""
    data = {"badge": event.badge}
    detail = "given" if event.by_id else "earned"
    key = f"{event.badge}:{event.occasion}"
    news = PersonalNews("badge", key, clock.now(), detail, event.by_id, data=data)
    tell_in_person(news, [event.member_id])


def tell_of_reversal(event: reputation.VotesReversed) -> None:
    """Both sides learn that votes were not counted; who did both is told once."""
    _tell_of_votes(event.case_id, "reversed", event.voter_ids, event.author_ids)


def tell_of_clearing(event: reputation.VotesCleared) -> None:
    """Whoever heard that votes were not counted hears that they count again; nobody else."""
    known = told_among(f"votes:{event.case_id}:reversed", [*event.voter_ids, *event.author_ids])
    voters = [id_ for id_ in event.voter_ids if id_ in known]
    authors = [id_ for id_ in event.author_ids if id_ in known]
    _tell_of_votes(event.case_id, "cleared", voters, authors)


def _tell_of_votes(case_id: int, what: str, voters: list[int], authors: list[int]) -> None:
    both = set(voters) & set(authors)
    sides = {"both": both, "voter": set(voters) - both, "author": set(authors) - both}
    for side, member_ids in sides.items():
        news = PersonalNews("votes", f"{case_id}:{what}", clock.now(), f"{what}-{side}")
        tell_in_person(news, member_ids)


# -- first questions --------------------------------------------------------------------------


def tell_of_suggestion(event: forum.StagedSuggested) -> None:
    """The asker hears what a reviewer suggests."""
    staged = db.session.get_one(StagedQuestion, event.staged_id)
    news = _of_staged(staged, f"note:{event.note_id}", "suggested", event.by_id, event.note_id)
    tell_in_person(news, [staged.author_id])


def tell_reviewers(event: forum.StagedAnswered) -> None:
    """Whoever took part hears that it is their turn again."""
    staged = db.session.get_one(StagedQuestion, event.staged_id)
    key = f"note:{event.note_id}" if event.note_id else f"{staged.id}:edition:{event.edition}"
    news = _of_staged(staged, key, "answered", event.by_id, event.note_id)
    tell_in_person(news, reviewers_of(staged.id))


def tell_of_staged_publication(event: forum.StagedPublished) -> None:
    """The asker hears that everybody can answer now, and the reviewers what came of it."""
    staged = db.session.get_one(StagedQuestion, event.staged_id)
    key = f"{staged.id}:published"
    told = {"published": [event.author_id], "reviewed": reviewers_of(staged.id)}
    for detail, member_ids in told.items():
        news = _of_staged(staged, key, detail, event.by_id)
        tell_in_person(news, member_ids)


def _of_staged(
    staged: StagedQuestion, key: str, detail: str, by_id: int | None, note_id: int | None = None
) -> PersonalNews:
    data = {"staged": staged.id, "title": staged.title, "note": note_id}
    now, question_id = clock.now(), staged.question_id
    return PersonalNews("staging", key, now, detail, by_id, question_id, data)


# -- articles ---------------------------------------------------------------------------------


def tell_of_publication(event: knowledge.ArticlePublished) -> None:
    """Whoever proposed the text hears, and at the first time whoever wrote what it grew from."""
    detail = "published" if event.is_first else "approved"
    article_news.tell_editor(event.revision_id, event.reviewer_id, detail)
    if event.is_first:
        article_news.tell_sources(event.article_id, event.editor_id)


def tell_of_refusal(event: knowledge.RevisionDeclined) -> None:
    article_news.tell_editor(event.revision_id, event.reviewer_id, "declined")


def tell_of_settled_flag(event: knowledge.FlagSettled) -> None:
    article_news.tell_flagger(event.flag_id, event.by_id, event.outcome)


def tell_owner_of_flag(event: knowledge.BlockFlagged) -> None:
    article_news.tell_owner_of_flag(event.flag_id)


def tell_owner_of_health(event: knowledge.HealthFell) -> None:
    article_news.tell_owner_of_health(event.article_id, event.health)


def tell_affected(event: knowledge.EmbedsAffected) -> None:
    """Authors of posts that show what a major edit changed; told later, for they may be many."""
    article_news.tell_affected(event.article_id, event.revision_id, event.embed_ids)


# -- later ------------------------------------------------------------------------------------


def tell_followers(event: FollowersDue) -> None:
    """One handful in one unit of work together with its job: nobody twice, nobody left out."""
    tell_handful(event)


def _praise(answer_id: int, question_id: int, by_id: int, detail: str) -> None:
    answer = db.session.get(Answer, answer_id)
    if answer is not None:
        subject = Subject("answer", answer.id)
        news = News("acceptance", subject, question_id, by_id, clock.now(), detail)
        tell(news, [answer.author_id])


def _question(question_id: int) -> Question | None:
    return db.session.get(Question, question_id)

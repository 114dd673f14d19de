"""Who may read, write, review and keep articles: the one place to compare authors and rights."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, false, or_, true

from app.domain.accounts.models import Actor
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import grants, may, must_be_member
from app.domain.catalog.policy import may_see_space, space_ids_visible_to
from app.domain.knowledge.models.articles import Article, ArticleRevision
from app.domain.knowledge.models.blocks import Embed
from app.kit.decisions import Decision, no, yes
from app.kit.i18n import lazy_gettext as _l
from app.kit.settings import declare

OWN_APPROVAL = declare(
    "knowledge.own_approval",
    default=False,
    help=_l("Let editors approve their own changes to articles. Only for a community with one."),
)


# -- seeing -----------------------------------------------------------------------------------


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on ``Article`` for those the actor may read: the twin of may_see.

    The space decides. What was never published is read by those who may help with it alone.
    """
    return and_(
        (Article.space_id + 0).in_(space_ids_visible_to(actor)),
        or_(Article.published_at.is_not(None), _drafts_of(actor)),
    )


def listed_for(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on ``Article`` for lists: read by the actor, and not archived."""
    return and_(visible_to(actor), Article.state != "archived")


def may_see(actor: Actor, article: Article) -> bool:
    """Say whether the actor may read an article: the twin of visible_to."""
    if not may_see_space(actor, article.space):
        return False
    return article.is_published or _helps_with(actor, article)


def _drafts_of(actor: Actor) -> ColumnElement[bool]:
    if grants(actor, Permission.DRAFT_ARTICLE):
        return true()
    return false() if actor.is_guest else Article.created_by_id == actor.id


def _helps_with(actor: Actor, article: Article) -> bool:
    return grants(actor, Permission.DRAFT_ARTICLE) or (
        not actor.is_guest and article.created_by_id == actor.id
    )


def may_see_revision(actor: Actor, revision: ArticleRevision) -> bool:
    """Published texts are everybody's who reads the article; others, their editor's and reviewers'.

    A declined or waiting text may hold what must not be read: only who judges it sees it.
    """
    if not may_see(actor, revision.article):
        return False
    if revision.state == "published":
        return True
    if _edited(actor, revision):
        return True
    if revision.state == "draft":
        # A draft nobody published yet is worked on by all who help; a change begun is its editor's.
        return not revision.article.is_published and _helps_with(actor, revision.article)
    return grants(actor, Permission.REVIEW_REVISION)


def _edited(actor: Actor, revision: ArticleRevision) -> bool:
    return not actor.is_guest and revision.editor_id == actor.id


# -- writing ----------------------------------------------------------------------------------


def may_draft(actor: Actor) -> Decision:
    """Beginning an article, from a thread or from nothing."""
    return may(actor, Permission.DRAFT_ARTICLE)


def may_propose(actor: Actor, article: Article) -> Decision:
    """Proposing a change to an article one may read."""
    if not may_see(actor, article):
        return no(_l("There is no such article."))
    if article.is_archived:
        return no(_l("This article is archived. It must be revived before it is changed."))
    if not article.is_published and _helps_with(actor, article):
        return yes
    return may(actor, Permission.PROPOSE_REVISION)


def may_attach(actor: Actor) -> Decision:
    """Sending a file for an article: whoever may write one, or change one."""
    if grants(actor, Permission.DRAFT_ARTICLE):
        return yes
    return may(actor, Permission.PROPOSE_REVISION)


def may_withdraw(actor: Actor, revision: ArticleRevision) -> Decision:
    """Taking back one's own proposal while it waits."""
    if not _edited(actor, revision):
        return no(_l("Only whoever proposed it can take it back."))
    return yes if revision.state in ("draft", "proposed") else no(_l("It was reviewed already."))


def may_review(actor: Actor, revision: ArticleRevision) -> Decision:
    """Approving or declining a proposal: an editor, and somebody else than its author."""
    allowed = may(actor, Permission.REVIEW_REVISION)
    if not allowed:
        return allowed
    if not may_see(actor, revision.article):
        return no(_l("There is no such article."))
    if revision.state != "proposed":
        return no(_l("It is not waiting for a review."))
    if _edited(actor, revision) and not OWN_APPROVAL.get():
        return no(_l("Somebody else has to look at your own change."))
    return yes


def may_keep(actor: Actor, article: Article) -> Decision:
    """Rolling back, renaming, moving, archiving, naming an owner."""
    if not may_see(actor, article):
        return no(_l("There is no such article."))
    return may(actor, Permission.KEEP_ARTICLES)


def may_see_desk(actor: Actor) -> Decision:
    """The editors' desk."""
    return may(actor, Permission.KEEP_ARTICLES)


def may_see_health(actor: Actor, article: Article) -> Decision:
    """How an article does, with what its readers said: editors, and whoever answers for it."""
    return may_settle_flags(actor, article)


def may_edit_topics(actor: Actor) -> Decision:
    """Making and ordering topics."""
    return may(actor, Permission.KEEP_ARTICLES)


# -- using ------------------------------------------------------------------------------------


def may_say_whether_it_helped(actor: Actor, article: Article) -> Decision:
    """Anybody who reads it, guests included; not whoever answers for it."""
    if not may_see(actor, article) or article.revision_id is None:
        return no(_l("There is no such article."))
    if article.is_archived:
        return no(_l("This article is archived."))
    if not actor.is_guest and article.owner_id == actor.id:
        return no(_l("You answer for this article: let others say whether it helped."))
    return yes


def may_solve(actor: Actor, article: Article) -> Decision:
    """Saying that it solves a thread: what is published, by whoever the forum lets say so."""
    if not may_see(actor, article) or not article.is_published:
        return no(_l("There is no such article."))
    if article.is_archived:
        return no(_l("This article is archived."))
    return must_be_member(actor)


def may_flag(actor: Actor, article: Article) -> Decision:
    """Anybody who reads it, guests included."""
    if not may_see(actor, article) or article.revision_id is None:
        return no(_l("There is no such article."))
    return no(_l("This article is archived.")) if article.is_archived else yes


def may_settle_flags(actor: Actor, article: Article) -> Decision:
    """Editors, and whoever answers for the article."""
    if not actor.is_guest and article.owner_id == actor.id and may_see(actor, article):
        return must_be_member(actor)
    return may_keep(actor, article)


def may_validate(actor: Actor, article: Article) -> Decision:
    """Somebody competent says that the text is true, but not its own writer."""
    allowed = may(actor, Permission.VALIDATE_ARTICLE)
    if not allowed:
        return allowed
    if not may_see(actor, article) or not article.is_published or article.revision is None:
        return no(_l("There is nothing published to validate."))
    if article.is_archived:
        return no(_l("This article is archived."))
    if _edited(actor, article.revision):
        return no(_l("Somebody else has to validate your own text."))
    return yes


def may_confirm_embed(actor: Actor, embed: Embed) -> Decision:
    """Saying that a post is still right after the text it shows changed."""
    if not actor.is_guest and embed.author_id == actor.id:
        return must_be_member(actor)
    return may(actor, Permission.KEEP_ARTICLES)


def may_judge_links(actor: Actor) -> Decision:
    """Judging sampled links between answers and articles."""
    return may(actor, Permission.KEEP_ARTICLES)

"""Letters about articles: what became of a change or a flag, and what to look at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from markupsafe import Markup, escape
from sqlalchemy import select

from app import links
from app.domain.knowledge.models.articles import Article, ArticleRevision
from app.domain.knowledge.models.blocks import Embed
from app.domain.knowledge.models.use import ArticleFlag
from app.domain.knowledge.policy import may_see
from app.domain.knowledge.rules import FLAG_REASONS, HEALTH_FLOOR
from app.domain.notifications.models import Letter
from app.domain.notifications.policy import may_hear_of
from app.domain.subjects import Subject
from app.kit.db import db
from app.kit.i18n import gettext, ngettext
from app.letters.readers import Reader, here, why_not_personal
from app.letters.sheets import Quote, Sheet
from app.letters.standing import Outcome, member_name, personal_sheet


def article_sheet(letter: Letter, reader: Reader) -> Outcome:
    """Tell news of an article to whoever may still read it."""
    reason = why_not_personal(reader, "article")
    article = db.session.get(Article, letter.data["article"])
    if reason or article is None or not may_see(reader.actor, article):
        return None, reason or "not visible"
    sheet, reason = _WRITTEN[str(letter.data["detail"])](letter, reader, article)
    if sheet is None:
        return None, reason
    about = (article.title, here(links.article_url(article.slug)))
    return replace(sheet, about=about), ""


def _judged(letter: Letter, reader: Reader, article: Article) -> Outcome:
    """Whoever proposed a text reads whether it is published, and what the reviewer said."""
    revision = db.session.scalar(
        select(ArticleRevision).where(
            ArticleRevision.article_id == article.id,
            ArticleRevision.number == letter.data["revision"],
        )
    )
    detail = letter.data["detail"]
    is_published = detail != "declined"
    if revision is None or revision.state != ("published" if is_published else "declined"):
        return None, "withdrawn"
    name = member_name(letter.data.get("actor_id"))
    if is_published:
        heading = gettext("%(name)s published your change", name=name)
        if detail == "published":
            heading = gettext("%(name)s published your article", name=name)
        words = [gettext("Everybody reads your text now. Thank you.")]
    else:
        heading = gettext("%(name)s did not publish your change", name=name)
        words = [gettext("Your text is kept: change it and propose it again, if you like.")]
    url = here(f"{links.article_url(article.slug)}/history/{revision.number}")
    if not is_published:
        url = here(f"{links.knowledge_url()}/revisions/{revision.id}")
    sheet = personal_sheet(letter, reader, heading, words, gettext("Look at it"), url)
    return replace(sheet, quote=_said(name, revision.review_note)), ""


def _source(letter: Letter, reader: Reader, article: Article) -> Outcome:
    """Whoever wrote what an article grew from reads that it helps everybody now."""
    heading = gettext("An article grew from what you wrote")
    words = [
        gettext("It names you, and you earn points each time it helps somebody."),
        gettext("If something in it is not right, flag it or propose a change."),
    ]
    return _sheet(letter, reader, article, heading, words, gettext("Read the article")), ""


def _flag_settled(letter: Letter, reader: Reader, article: Article) -> Outcome:
    """Whoever flagged a block reads what came of it."""
    flag = db.session.get(ArticleFlag, letter.data["flag"])
    if flag is None or flag.settled_at is None:
        return None, "withdrawn"
    if flag.outcome == "fixed":
        heading = gettext("What you flagged is fixed")
        words = [gettext("Thank you: whoever reads it next is spared your trouble.")]
    else:
        heading = gettext("What you flagged stays as it is")
        words = [gettext("Somebody looked at it. This is why:")]
    sheet = _sheet(letter, reader, article, heading, words, gettext("Read the article"))
    said = _said(member_name(letter.data.get("actor_id")), flag.answer)
    return replace(sheet, quote=said), ""


def _flagged(letter: Letter, reader: Reader, article: Article) -> Outcome:
    """Whoever keeps an article reads what is said to be wrong with it."""
    flag = db.session.get(ArticleFlag, letter.data["flag"])
    if flag is None or flag.settled_at is not None:
        return None, "settled already"
    if reader.actor.id != article.owner_id:
        return None, "handed over"
    heading = gettext("Somebody says that your article is not right")
    label = FLAG_REASONS.get(flag.reason)
    words = [f"{label}." if label else gettext("Look whether it is true.")]
    url = here(links.article_url(article.slug, flag.block.key if flag.block else ""))
    sheet = personal_sheet(letter, reader, heading, words, gettext("Look at it"), url)
    return replace(sheet, quote=_said(member_name(flag.flagger_id), flag.words)), ""


def _ill(letter: Letter, reader: Reader, article: Article) -> Outcome:
    """Whoever keeps an article reads that readers are not helped by it."""
    if article.health is None or article.health >= HEALTH_FLOOR:
        return None, "well again"
    if reader.actor.id != article.owner_id:
        return None, "handed over"
    heading = gettext("Your article no longer does what it should")
    words = [
        gettext("Its health is %(health)s of 100.", health=article.health),
        gettext("Votes, flags and questions that followed reading it say so. Its page has each."),
    ]
    return _sheet(letter, reader, article, heading, words, gettext("See what is wrong")), ""


def _affected(letter: Letter, reader: Reader, article: Article) -> Outcome:
    """Whoever shows text that changed reads which posts of theirs to look at."""
    doubted = select(Embed).where(
        Embed.id.in_(letter.data["embeds"]),
        Embed.author_id == reader.actor.id,
        Embed.doubted_at.is_not(None),
    )
    rows = [
        row
        for row in db.session.scalars(doubted.order_by(Embed.id))
        if row.question_id is None or may_hear_of(reader.actor, row.question_id)
    ]
    if not rows:
        return None, "checked already"
    hosts = {(row.host_kind, row.host_id) for row in rows}
    heading = ngettext(
        "Is your post still right? What it shows has changed",
        "Are your posts still right? What they show has changed",
        len(hosts),
    )
    words = [
        gettext("Your text stands beside the new one. Readers can still see what it said before."),
        gettext("Say with one click that it is still right, or edit it."),
    ]
    more = len(hosts) - 1
    if more:
        words.append(
            ngettext("There is %(num)s more like it.", "There are %(num)s more like it.", more)
        )
    url = _host_url(rows[0]) or here(links.article_url(article.slug))
    return personal_sheet(letter, reader, heading, words, gettext("Look at it"), url), ""


def _host_url(embed: Embed) -> str:
    if embed.question_id is not None:
        subject = Subject(embed.host_kind, embed.host_id)  # type: ignore[arg-type]  # one of HOSTS
        return here(links.url_of(subject, "", embed.question_id))
    host = db.session.get(Article, embed.host_id)
    return here(links.article_url(host.slug)) if host is not None else ""


def _sheet(
    letter: Letter, reader: Reader, article: Article, heading: str, words: list[str], word: str
) -> Sheet:
    url = here(links.article_url(article.slug))
    return personal_sheet(letter, reader, heading, words, word, url)


def _said(name: str, words: str) -> Quote | None:
    if not words:
        return None
    html = Markup("<br>").join(escape(line) for line in words.splitlines())
    return Quote(name=name, note="", html=html, text=words)


_WRITTEN: dict[str, Callable[[Letter, Reader, Article], Outcome]] = {
    "published": _judged,
    "approved": _judged,
    "declined": _judged,
    "source": _source,
    "flag-fixed": _flag_settled,
    "flag-declined": _flag_settled,
    "flagged": _flagged,
    "ill": _ill,
    "affected": _affected,
}

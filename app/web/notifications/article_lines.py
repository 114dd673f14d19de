"""What the lines about articles say, and where they lead."""

from __future__ import annotations

from app import links
from app.domain.notifications.queries import NoticeRow
from app.domain.subjects import Subject
from app.kit.i18n import gettext, ngettext


def url_of(row: NoticeRow) -> str:
    """Return the post to look at, for text that changed; else the article."""
    kind, number = row.data.get("host", ("", 0))
    if row.question_id and kind in ("question", "answer", "reply"):
        return links.url_of(Subject(kind, number), "", row.question_id, row.slug)
    slug = row.article[1] if row.article else ""
    return links.article_url(slug) if slug else links.knowledge_url()


def mark_of(row: NoticeRow) -> str:
    """Return the mark that leads a line behind which nobody stands."""
    return (
        "earned"
        if row.detail in ("published", "approved", "source", "flag-fixed")
        else "needs_info"
    )


def sentence(row: NoticeRow) -> str:
    """Return the sentence of a line, with gaps."""
    if row.detail == "affected":
        count = int(row.data.get("hosts", 1))
        return ngettext(
            "“%(article)s” changed: is your post that shows it still right?",
            "“%(article)s” changed: are your %(num)s posts that show it still right?",
            count,
            article="{article}",
        )
    words = {"who": "{who}", "article": "{article}"}
    return {
        "published": gettext("%(who)s published your article “%(article)s”", **words),
        "approved": gettext("%(who)s published your change of “%(article)s”", **words),
        "declined": gettext("%(who)s did not publish your change of “%(article)s”", **words),
        "source": gettext("“%(article)s” grew from what you wrote", **words),
        "flag-fixed": gettext("What you flagged in “%(article)s” is fixed", **words),
        "flag-declined": gettext("What you flagged in “%(article)s” stays as it is", **words),
        "flagged": gettext("Somebody says that “%(article)s” is not right", **words),
        "ill": gettext("“%(article)s”, which you keep, no longer does what it should", **words),
    }.get(row.detail, gettext("There is news of “%(article)s”", **words))

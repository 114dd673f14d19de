"""What the lines about the reader say: points, trust, badges, votes, first questions."""

from __future__ import annotations

from app import links
from app.domain.notifications.queries import NoticeRow
from app.domain.reputation.rules import LEVELS
from app.kit.i18n import gettext, ngettext
from app.web.notifications import article_lines
from app.web.shell import actor
from app.web.words import number


def url_of(row: NoticeRow) -> str:
    """Return the page that explains the line."""
    if row.kind == "points":
        return links.member_points_url(actor().handle)
    if row.kind == "badge":
        return links.badge_url(str(row.data.get("badge", "")))
    if row.kind == "article":
        return article_lines.url_of(row)
    return _staging_url(row) if row.kind == "staging" else _EXPLAINED[row.kind]()


# Pages that are the same for every line of a kind.
_EXPLAINED = {"trust": links.trust_url, "votes": links.checked_votes_url}


def _staging_url(row: NoticeRow) -> str:
    if row.question_id:
        return links.question_url(row.question_id, row.slug)
    return links.staged_url(int(row.data.get("staged", 0)))


def mark_of(row: NoticeRow) -> str:
    """Return the mark that leads a line behind which nobody stands, as ui/states.html names it."""
    if row.kind in ("trust", "votes"):
        is_good = row.detail == "rose" or row.detail.startswith("cleared")
        return "earned" if is_good else "needs_info"
    if row.kind == "article":
        return article_lines.mark_of(row)
    return "earned" if row.kind in ("points", "badge") else "answered"


def blanks(row: NoticeRow) -> dict[str, object]:
    """Return what is put into the sentence afterwards, escaped."""
    filled: dict[str, object] = {"reason": row.data.get("reason", "")}
    if row.kind == "staging":
        filled["title"] = row.title or row.data.get("title", "")
    if row.kind == "article":
        filled["article"] = row.article[0] if row.article else ""
    if row.kind == "badge":
        filled["badge"] = row.badge
    if row.kind == "trust":
        filled["trust"] = row.data.get("after", "")
    if row.detail == "level":
        filled["level"] = LEVELS[int(row.data["level"]) - 1].name
    return filled


def sentence(row: NoticeRow) -> str:
    """Return the sentence of a line, with gaps."""
    return _SENTENCES[row.kind](row)


def _trust(row: NoticeRow) -> str:
    if row.detail == "rose":
        return gettext("Your trust rose: you are “%(trust)s” now", trust="{trust}")
    return gettext("Your trust is “%(trust)s” now: see what is missing", trust="{trust}")


def _badge(row: NoticeRow) -> str:
    if row.detail == "given":
        return gettext("%(who)s gave you the badge “%(badge)s”", who="{who}", badge="{badge}")
    return gettext("You earned the badge “%(badge)s”", badge="{badge}")


def _points(row: NoticeRow) -> str:
    if row.detail == "level":
        return gettext(
            "You reached level %(number)s: %(level)s", number=row.data["level"], level="{level}"
        )
    count = abs(int(row.data.get("points", 0)))
    words = {"who": "{who}", "reason": "{reason}", "points": number(count)}
    if row.detail == "taken-back":
        return ngettext(
            "%(who)s took back %(points)s point: %(reason)s",
            "%(who)s took back %(points)s points: %(reason)s",
            count,
            **words,
        )
    return ngettext(
        "%(who)s gave you %(points)s point: %(reason)s",
        "%(who)s gave you %(points)s points: %(reason)s",
        count,
        **words,
    )


def _votes(row: NoticeRow) -> str:
    return {
        "reversed-voter": gettext("Some votes you gave do not count: see how votes are checked"),
        "reversed-author": gettext("Some votes you got do not count: see how votes are checked"),
        "reversed-both": gettext(
            "Some votes you gave and got do not count: see how votes are checked"
        ),
        "cleared-voter": gettext("Votes you gave count again: they were looked at once more"),
        "cleared-author": gettext("Votes you got count again: they were looked at once more"),
    }.get(row.detail, gettext("Votes you gave and got count again: they were looked at once more"))


def _staging(row: NoticeRow) -> str:
    words = {"who": "{who}", "title": "{title}"}
    if row.detail == "suggested":
        return gettext("%(who)s has a suggestion for your question “%(title)s”", **words)
    if row.detail == "answered":
        return gettext("%(who)s answered your suggestion for “%(title)s”", **words)
    if row.detail == "published":
        return gettext("Your question “%(title)s” is published", title="{title}")
    return gettext("“%(title)s”, which you looked over, is published", title="{title}")


_SENTENCES = {
    "points": _points,
    "trust": _trust,
    "badge": _badge,
    "votes": _votes,
    "staging": _staging,
    "article": article_lines.sentence,
}

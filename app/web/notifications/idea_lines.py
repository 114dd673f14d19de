"""What the lines about ideas, rounds and stories say, and where they lead."""

from __future__ import annotations

from flask import g

from app import links
from app.domain.ideas.queries.machine import machine
from app.domain.ideas.rules.machine import LABELS
from app.domain.notifications.queries import NoticeRow
from app.kit.i18n import gettext
from app.kit.slugs import slug

# What the team or the program did: led by a mark, not by somebody's face.
_MARKS = {
    "planned": "official",
    "in-progress": "official",
    "beta": "official",
    "delivered": "solved",
    "already-available": "solved",
    "declined": "official",
    "merged": "official",
    "archived": "official",
    "needs-votes": "official",
    "under-review": "official",
    "more-info": "needs_info",
    "reply": "official",
    "expected": "official",
    "released": "earned",
    "held": "needs_info",
    "waiting": "needs_info",
    "petition": "needs_info",
    "review": "needs_info",
    "round-opened": "official",
    "round-closed": "official",
    "solved-now": "solved",
}


def is_about(row: NoticeRow) -> bool:
    """Say whether a line is about an idea, a comment there, a round or a story."""
    return bool(row.idea_id) or row.subject.kind in ("round", "story")


def is_marked(row: NoticeRow) -> bool:
    """Say whether a mark leads the line rather than a face."""
    return row.kind == "ruling" or row.detail in _MARKS


def mark_of(row: NoticeRow) -> str:
    """Return the mark that leads a line behind which nobody stands, as ui/states.html names it."""
    return "hidden" if row.kind == "ruling" else _MARKS.get(row.detail, "answered")


def url_of(row: NoticeRow) -> str:
    """Return the exact place: the comment, the round, the page with the two buttons, the idea."""
    if row.subject.kind == "comment":
        return links.comment_url(row.idea_id, _slug(row), row.subject.id)
    if row.subject.kind in ("round", "story"):
        title = str(row.data.get("title", ""))
        return links.url_of(row.subject, slug(title, row.subject.kind))
    if row.detail == "solved-now":
        return links.closing_url(row.idea_id, row.question_id)
    return links.idea_url(row.idea_id, _slug(row))


def blanks(row: NoticeRow) -> dict[str, object]:
    """Return what is put into the sentence afterwards, escaped."""
    status = _label(row.detail) if row.detail in LABELS else ""
    return {
        "idea": row.idea or row.data.get("title", ""),
        "title": row.title or row.data.get("title", ""),
        "status": status,
        "expected": row.data.get("now", ""),
    }


def sentence(row: NoticeRow) -> str:
    """Return the sentence of a line, with gaps."""
    words = {"who": "{who}", "idea": "{idea}"}
    if row.kind == "comment":
        return gettext("%(who)s commented on “%(idea)s”", **words)
    if row.kind == "mention":
        return gettext("%(who)s mentioned you in “%(idea)s”", **words)
    if row.kind == "ruling":
        return _ruling(row)
    if row.detail in LABELS:
        return _decision(row)
    return _told(row)


def _ruling(row: NoticeRow) -> str:
    is_comment, idea = row.subject.kind == "comment", "{idea}"
    if row.detail == "restore":
        if is_comment:
            return gettext("Your comment on “%(idea)s” is back", idea=idea)
        return gettext("Your idea “%(idea)s” is back", idea=idea)
    if is_comment:
        return gettext("A moderator hid your comment on “%(idea)s”", idea=idea)
    return gettext("A moderator hid your idea “%(idea)s”", idea=idea)


def _decision(row: NoticeRow) -> str:
    idea = "{idea}"
    if row.data.get("code") == "appeal":
        return gettext("“%(idea)s” is looked at once more: enough who voted asked", idea=idea)
    if row.data.get("code") == "revival":
        return gettext("“%(idea)s” is open for votes again: enough who voted asked", idea=idea)
    if row.data.get("code") == "silence":
        return gettext("“%(idea)s” was archived: nobody said anything for long", idea=idea)
    return gettext("“%(idea)s”: %(status)s", idea=idea, status="{status}")


def _told(row: NoticeRow) -> str:
    words = {"who": "{who}", "idea": "{idea}"}
    idea, title = {"idea": "{idea}"}, {"title": "{title}"}
    if row.detail == "expected":
        if not row.data.get("now"):
            return gettext("“%(idea)s”: no release is named any more", **idea)
        return gettext("“%(idea)s” is expected: %(expected)s", expected="{expected}", **idea)
    return {
        "merged": gettext("“%(idea)s” was joined with another idea", **idea),
        "reply": gettext("The team replied to “%(idea)s”", **idea),
        "held": gettext("“%(idea)s” waits for somebody of the staff to look at it", **idea),
        "waiting": gettext("A newcomer’s idea waits to be looked at: “%(idea)s”", **idea),
        "released": gettext("Your idea “%(idea)s” is open for everybody", **idea),
        "on-behalf": gettext("%(who)s voted for “%(idea)s” on your behalf", **words),
        "assigned": gettext("%(who)s made you the owner of “%(idea)s”", **words),
        "petition": gettext("Enough who voted asked for it: look at “%(idea)s” again", **idea),
        "review": gettext("Review opened by itself: “%(idea)s”, which is yours to answer", **idea),
        "round-opened": gettext("Place your coins: “%(title)s” has an idea of yours", **title),
        "round-closed": gettext("The result of “%(title)s” is public", **title),
        "story": gettext("What became of an idea you wait for: “%(title)s”", **title),
        "solved-now": gettext(
            "“%(idea)s” is here: is your question “%(title)s” solved now?", **idea, **title
        ),
    }.get(row.detail, gettext("There is news of “%(idea)s”", **idea))


def _label(status: str) -> str:
    """Return what a status is called here; the table is read once for all lines of a page."""
    if "idea_table" not in g:
        g.idea_table = machine()
    return str(g.idea_table.label(status))


def _slug(row: NoticeRow) -> str:
    return slug(row.idea, "idea") if row.idea else ""

"""What each line behind the bell says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape

from app import links
from app.domain.notifications.queries import NoticeRow
from app.domain.notifications.rules import PERSONAL_KINDS
from app.kit.i18n import gettext, ngettext
from app.web.notifications import idea_lines, standing
from app.web.people import Person, person

# The mark that leads a line which is no person's doing, as ui/states.html names it.
_MARKS = {"solved": "solved", "status": "official", "ruling": "hidden"}


@dataclass(frozen=True)
class ShownNotice:
    """A line as ui/lists.html draws it."""

    id: int
    url: str
    words: Markup
    at: datetime
    is_new: bool
    person: Person | None
    kind: str


def shown_notice(row: NoticeRow) -> ShownNotice:
    """Return a line with its sentence, its face and the exact post it leads to."""
    marked = idea_lines.is_marked(row) if idea_lines.is_about(row) else row.kind in _MARKS
    by_person = not marked and row.face is not None
    return ShownNotice(
        id=row.id,
        url=_url(row),
        words=_words(row),
        at=row.at,
        is_new=row.is_new,
        person=person(row.face) if by_person and row.face is not None else None,
        kind=_mark(row),
    )


def _mark(row: NoticeRow) -> str:
    if idea_lines.is_about(row):
        return idea_lines.mark_of(row)
    return _MARKS.get(row.kind) or standing.mark_of(row)


def _url(row: NoticeRow) -> str:
    if idea_lines.is_about(row):
        return idea_lines.url_of(row)
    if row.kind in PERSONAL_KINDS:
        return standing.url_of(row)
    return links.url_of(row.subject, "", row.question_id, row.slug)


def _words(row: NoticeRow) -> Markup:
    blanks: dict[str, object] = {"title": row.title}
    if idea_lines.is_about(row):
        sentence = idea_lines.sentence(row)
        blanks |= idea_lines.blanks(row)
    elif row.kind in PERSONAL_KINDS:
        sentence = standing.sentence(row)
        blanks |= standing.blanks(row)
    elif row.kind == "status":
        sentence = _status(row)
    elif row.kind == "solved":
        sentence = gettext("“%(title)s” is solved", title="{title}")
        if row.own:
            sentence = gettext("Your question “%(title)s” is solved", title="{title}")
    elif row.kind == "ruling":
        sentence = _ruling(row)
    else:
        sentence = _deed(row)
    # The sentence is ours; what people chose is put in afterwards, escaped.
    isolated = {name: Markup("<bdi>{}</bdi>").format(said) for name, said in blanks.items()}
    words = Markup(escape(sentence)).format(who=_who(row), **isolated)  # noqa: S704
    if row.points > 0:
        brought = ngettext("+%(num)s point", "+%(num)s points", row.points)
        words = Markup("{}. <b>{}</b>").format(words, brought)
    return words


def _deed(row: NoticeRow) -> str:
    blanks = {"who": "{who}", "title": "{title}"}
    if row.kind == "answer":
        if row.own:
            return gettext("%(who)s answered your question “%(title)s”", **blanks)
        return gettext("%(who)s answered “%(title)s”", **blanks)
    if row.kind == "reply":
        return gettext("%(who)s replied in “%(title)s”", **blanks)
    if row.kind == "mention":
        return gettext("%(who)s mentioned you in “%(title)s”", **blanks)
    return {
        "also-works": gettext("%(who)s says your answer to “%(title)s” works, too", **blanks),
        "recommended": gettext("%(who)s recommends your answer to “%(title)s”", **blanks),
    }.get(row.detail, gettext("%(who)s accepted your answer to “%(title)s”", **blanks))


def _status(row: NoticeRow) -> str:
    title = "{title}"
    return {
        "acknowledged": gettext("“%(title)s” is acknowledged", title=title),
        "investigating": gettext("“%(title)s” is being investigated", title=title),
        "fixed": gettext("“%(title)s” is fixed", title=title),
        "will-not-fix": gettext("“%(title)s” will not be fixed", title=title),
        "needs-info": gettext("“%(title)s” needs more information from you", title=title),
    }.get(row.detail, gettext("“%(title)s” has a new status", title=title))


def _ruling(row: NoticeRow) -> str:
    if row.detail == "restore":
        return gettext("Your post in “%(title)s” is back", title="{title}")
    return gettext("A moderator hid your post in “%(title)s”", title="{title}")


def _who(row: NoticeRow) -> Markup:
    name = "" if row.face is None else row.face.name or row.face.handle
    shown = Markup("<b><bdi>{}</bdi></b>").format(name or gettext("Somebody"))
    others = row.people_count - 1
    if others < 1:
        return shown
    words = ngettext("%(who)s and %(num)s other", "%(who)s and %(num)s others", others, who="{who}")
    return Markup(escape(words)).format(who=shown)  # noqa: S704 - escaped, the name too

"""Forms for articles: shape only. What is typed comes back with every refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from flask import request
from markupsafe import Markup
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from app.domain.accounts.texts import Text, prepare
from app.domain.knowledge.actions.wording import Wording
from app.domain.knowledge.rules import (
    KINDS,
    MEDIUM,
    PROCESS_LABELS,
    PROCESS_PARTS,
    SIGNIFICANCES,
)
from app.domain.knowledge.rules.attachments import AT_ONCE
from app.domain.knowledge.rules.processes import compose, parted
from app.kit import merging
from app.kit.i18n import gettext, lazy_gettext
from app.kit.problems import Conflict, Forbidden, Invalid, TooMany
from app.web.embedded import preview_of
from app.web.forms import Form
from app.web.forum.forms import FIELD, WritingForm, tag_names
from app.web.knowledge.uploads import markdown_of, upload
from app.web.numbers import ROW_LAST
from app.web.shell import actor

P = ParamSpec("P")
T = TypeVar("T")

INTRO = "intro"
# What a process's parts are called in a form: drafts keep what begins like this.
PART_FIELDS = {part: FIELD + part for part in (INTRO, *PROCESS_PARTS)}


def size_of(given: Any) -> int:
    """Return a significance that was chosen; 0 for whatever is none."""
    return int(given) if str(given) in {str(size) for size in SIGNIFICANCES} else 0


class BodyForm(WritingForm):
    """The Markdown of an article or of one block of it, with why it was changed."""

    body = TextAreaField(lazy_gettext("Text"))
    comment = StringField(
        lazy_gettext("What did you change, and why?"),
        description=lazy_gettext("One line for whoever reviews it, and for the history."),
    )
    significance = StringField(lazy_gettext("How much does it change?"), default=str(MEDIUM))
    base_id = IntegerField(validators=[Optional()])
    kind = HiddenField(default="article")

    @property
    def is_process(self) -> bool:
        return bool(self.kind.data == "process")

    @property
    def base(self) -> int | None:
        """The revision in force when the text was begun."""
        given = self.base_id.data
        return given if given and 0 < given <= ROW_LAST else None

    @property
    def size(self) -> int:
        """The significance, as its rule knows it; 0 is none."""
        return size_of(self.significance.data)

    def text(self) -> Text:
        """Return what was typed, rendered as articles are: before the unit of work."""
        return self.text_of(self.body.data or "")

    def text_of(self, source: str) -> Text:
        """Return a text that holds what was typed, rendered as articles are."""
        return prepare(source, outline=True)

    def take_base(self, revision_id: int | None) -> None:
        """Let what is sent next count from another revision."""
        self.base_id.data, self.base_id.raw_data = revision_id, None

    def is_sent(self, place: str) -> bool:
        """Say whether the text is to be sent: not before one chose between two wordings."""
        is_sent = super().is_sent(place)
        if is_sent and merging.is_marked(self.body.data or ""):
            self.refuse("body", gettext("Choose between the wordings that are marked first."))
            return False
        return is_sent

    def drawn(self) -> Markup:
        """Return what was typed as it will look, with the blocks that it shows."""
        return preview_of(self.text(), actor=actor())

    def _take_pictures(self) -> None:
        """Without scripts: keep the chosen files and name them at the end of the text."""
        given = self.pictures.data or []
        chosen = [one for one in given if isinstance(one, FileStorage) and one.filename]
        for one in chosen[:AT_ONCE]:
            try:
                kept = upload(one, by=actor())
            except (Invalid, Forbidden, TooMany) as problem:
                self.refuse("pictures", problem.message)
                return
            self._append(markdown_of(kept))

    def _append(self, markdown: str) -> None:
        self.body.data = f"{(self.body.data or '').rstrip()}\n\n{markdown}\n"


class ArticleForm(BodyForm):
    """All of an article's words; of a process, part by part."""

    title = StringField(
        lazy_gettext("Title"),
        [InputRequired(lazy_gettext("Give it a title."))],
        description=lazy_gettext("The way somebody who needs it would say it."),
    )
    summary = StringField(
        lazy_gettext("In one or two sentences"),
        description=lazy_gettext("Shown in lists and in search."),
    )

    parts: dict[str, str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.part_errors: dict[str, Any] = {}
        if request.method == "POST" and any(name in request.form for name in PART_FIELDS.values()):
            self.parts = {part: request.form.get(name, "") for part, name in PART_FIELDS.items()}
            self._compose()
        else:
            self.split()

    def split(self) -> None:
        """Show a text part by part."""
        intro, filled = parted(self.body.data or "")
        self.parts = {INTRO: intro, **filled}

    def choose_kind(self, kind: str) -> None:
        """Go on with the same words as another kind of article."""
        self.kind.data = kind if kind in KINDS else "article"
        self.split()

    def take_text(self, body: str) -> None:
        """Put another text into the form: a merged one, or one that was kept."""
        self.body.data = body
        self.split()

    def wording(self) -> Wording:
        """Return what was typed as verbs take it."""
        return Wording(
            title=self.title.data or "",
            summary=self.summary.data or "",
            body=self.text(),
            comment=self.comment.data or "",
            significance=self.size,
        )

    def typed(self) -> dict[str, Any]:
        fields = {PART_FIELDS[part]: said for part, said in self.parts.items()}
        return super().typed() | (fields if self.is_process else {})

    def refuse(self, field: str, message: Any) -> None:
        """Put an error on a field; on the part of a process that it is about."""
        if field in PROCESS_PARTS:
            super().refuse("body", message)
            self.part_errors[field] = message
        else:
            super().refuse(field, message)

    def _compose(self) -> None:
        self.body.data = composed(self.parts)

    def _append(self, markdown: str) -> None:
        super()._append(markdown)
        if self.is_process:
            self.split()


def composed(parts: dict[str, str]) -> str:
    """Return the one text of a process's parts; nothing when nothing was typed."""
    if not any(said.strip() for said in parts.values()):
        return ""
    filled = {part: said for part, said in parts.items() if part != INTRO}
    return compose(filled, intro=parts.get(INTRO, ""))


def kept_values(kept: dict[str, Any]) -> dict[str, Any]:
    """Return what a draft kept as the values of a form; a process's parts as its one text."""
    values = {name: said for name, said in kept.items() if not name.startswith(FIELD)}
    parts = {part: kept[name] for part, name in PART_FIELDS.items() if name in kept}
    if parts:
        values["body"] = composed(parts)
    return values


class NewArticleForm(ArticleForm):
    """An article that begins: its words, and where it belongs."""

    kind = HiddenField(lazy_gettext("Kind"), default="article")
    space = StringField(lazy_gettext("Who may read it?"))
    product = StringField(lazy_gettext("Product"))
    topic = StringField(lazy_gettext("Topic"))
    tags = StringField(
        lazy_gettext("Tags"), description=lazy_gettext("Words others look for, parted by commas.")
    )

    @property
    def tag_names(self) -> list[str]:
        return tag_names(self.tags.data)


class ReviewForm(Form):
    """What a reviewer decides, and says to whoever proposed it."""

    significance = StringField(lazy_gettext("How much does it change?"))
    note = TextAreaField(lazy_gettext("Note to whoever proposed it"))

    @property
    def size(self) -> int:
        """The significance, as its rule knows it; 0 is none."""
        return size_of(self.significance.data)

    def attempt(self, verb: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Call the verb; what it cannot join by itself is said on the page."""
        try:
            return super().attempt(verb, *args, **kwargs)
        except Conflict as problem:
            self.form_errors.append(problem.message)
            self.status = problem.status
        return None


class SettingsForm(Form):
    """Where an article belongs, who answers for it, and its address."""

    slug = StringField(
        lazy_gettext("Address"),
        description=lazy_gettext("The old address goes on leading here."),
    )
    space = StringField(lazy_gettext("Who may read it?"))
    product = StringField(lazy_gettext("Product"))
    topic = StringField(lazy_gettext("Topic"))
    tags = StringField(
        lazy_gettext("Tags"), description=lazy_gettext("Words others look for, parted by commas.")
    )
    owner = StringField(
        lazy_gettext("Who answers for it?"),
        description=lazy_gettext("Their handle. They are told when it is flagged or falls ill."),
    )


class TopicForm(Form):
    """What articles are about, beside products."""

    name = StringField(
        lazy_gettext("Name"), [InputRequired(lazy_gettext("Give the topic a name."))]
    )
    about = StringField(lazy_gettext("In one line"))
    parent = StringField(lazy_gettext("Part of"))
    position = IntegerField(lazy_gettext("Place among its neighbours"), [Optional()], default=0)


PART_HELP = {
    INTRO: lazy_gettext("When somebody should follow this, and what they need for it."),
    "steps": lazy_gettext("One thing to do each, in order: 1. 2. 3."),
    "exceptions": lazy_gettext("When it goes another way, and what to do then. If never, say so."),
    "references": lazy_gettext("Articles, forms and pages that belong to it."),
    "contact": lazy_gettext("Whom to ask when it does not work, and how to reach them."),
    "quality-check": lazy_gettext("How one sees afterwards that it was done right."),
}


def part_fields(form: ArticleForm) -> list[tuple[str, str, str, str, str, Any]]:
    """Return a process's fields as a template draws them: part, name, label, help, text, error."""
    words: dict[str, Any] = {INTRO: gettext("When to follow it"), **PROCESS_LABELS}
    return [
        (
            part,
            name,
            str(words[part]),
            str(PART_HELP[part]),
            form.parts.get(part, ""),
            form.part_errors.get(part, ""),
        )
        for part, name in PART_FIELDS.items()
    ]

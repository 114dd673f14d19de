"""Synonyms in the interface: groups of words that mean the same, kept by editors."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, flash, request
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.domain.accounts.permissions import Permission
from app.domain.search.actions.synonyms import (
    Brought,
    add_group,
    add_groups,
    change_group,
    remove_group,
)
from app.domain.search.models import SynonymGroup
from app.domain.search.queries.synonyms import (
    find_group,
    group_counts,
    meanings_of,
    synonym_groups,
)
from app.domain.search.rules import GROUPS_MOST, SYNONYM_LONGEST, SYNONYMS_IN_GROUP
from app.domain.search.wordlists import LIST_LONGEST, read_groups, split_words
from app.kit import fulltext
from app.kit.i18n import gettext, ngettext
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Conflict, Invalid
from app.kit.work import write
from app.web.forms import Form
from app.web.guards import demands
from app.web.numbers import row_named
from app.web.partials import done, page
from app.web.shell import actor
from app.web.words import language_word

bp = Blueprint("synonyms", __name__, url_prefix="/search/synonyms")

WORDS_LONGEST = (SYNONYM_LONGEST + 2) * SYNONYMS_IN_GROUP
TRIED_LONGEST = 200
# Refused groups that are told one by one.
REFUSED_SHOWN = 20
_REQUIRED = DataRequired(_l("Fill this in."))


class GroupForm(Form):
    """Words that mean the same."""

    language = SelectField(_l("Language"))
    words = TextAreaField(
        _l("Words that mean the same"), [_REQUIRED, Length(max=WORDS_LONGEST)],
        description=_l("Between commas or on lines of their own; phrases are welcome."),
    )  # fmt: skip
    edition = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = language_choices()
        self.theirs: list[str] = []

    @property
    def said(self) -> list[str]:
        """The words, one by one."""
        return split_words(self.words.data or "")


class ListForm(Form):
    """Many groups at once."""

    language = SelectField(
        _l("Language"), description=_l("Of lines; YAML may name languages itself: “de:”.")
    )
    text = TextAreaField(
        _l("Groups, one a line"), [_REQUIRED, Length(max=LIST_LONGEST)],
        description=_l("Words between commas. Or YAML: a list of lists."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = language_choices()


@bp.get("")
@demands(Permission.KEEP_ARTICLES)
def index() -> Response:
    """Show the groups, and what a search becomes by them."""
    given = request.args.get("words", "")[:WORDS_LONGEST].replace("\x00", " ")
    return _list(GroupForm(formdata=None, language=_language(), words=given))


@bp.post("")
@demands(Permission.KEEP_ARTICLES)
def create() -> Any:
    """Let words mean the same."""
    form = GroupForm()
    if form.validate_on_submit():
        group = form.attempt(add_group, form.language.data, form.said, by=actor())
        if group is not None:
            flash(gettext("Kept. Searches know it at once."))
            return done(to=list_url(group.language))
    return _list(form)


@bp.route("/<int:synonym_id>/edit", methods=["GET", "POST"])
@demands(Permission.KEEP_ARTICLES)
def edit(synonym_id: int) -> Any:
    """Change a group."""
    group = find_group(synonym_id, actor=actor())
    form = GroupForm(
        language=group.language, words=", ".join(group.words), edition=str(group.edition)
    )
    if form.validate_on_submit() and _changed(form, group):
        flash(gettext("Saved. Searches know it at once."))
        return done(to=list_url(form.language.data))
    return page("search/synonym_edit.html", form.status, form=form, group=group)


@bp.post("/<int:synonym_id>/removal")
@demands(Permission.KEEP_ARTICLES)
def remove(synonym_id: int) -> Any:
    """Take a group away."""
    group = find_group(synonym_id, actor=actor())
    language = group.language
    write(remove_group, group, by=actor())
    flash(gettext("Removed."))
    return done(to=list_url(language))


@bp.route("/many", methods=["GET", "POST"])
@demands(Permission.KEEP_ARTICLES)
def create_many() -> Any:
    """Add many groups, pasted."""
    form = ListForm(language=_language())
    brought: Brought | None = None
    if form.validate_on_submit() and (brought := _bring(form)) and not brought.refused:
        flash(_said(brought))
        return done(to=list_url())
    return page(
        "search/synonyms_paste.html",
        form.status,
        form=form,
        said=_said(brought) if brought else "",
        refused=brought.refused[:REFUSED_SHOWN] if brought else [],
    )


def _list(form: GroupForm) -> Response:
    who, language = actor(), _language()
    counts = group_counts(actor=who)
    tried = request.args.get("try", "")[:TRIED_LONGEST].replace("\x00", " ").strip()
    return page(
        "search/synonyms.html",
        form.status,
        form=form,
        groups=synonym_groups(actor=who, language=language),
        language=language,
        tabs=[
            (language_word(code), list_url(code), code == language, counts.get(code, 0))
            for code in sorted({"en", language, *counts})
        ],
        room=GROUPS_MOST - sum(counts.values()),
        tried=tried,
        meanings=meanings_of(tried, actor=who, language=language) if tried else [],
        tried_url=f"/search?{urlencode({'q': tried})}",
    )


def _changed(form: GroupForm, group: SynonymGroup) -> bool:
    """Save it; where another did meanwhile, show theirs and let the next save be made from it."""
    try:
        write(
            change_group,
            group,
            language=form.language.data,
            words=form.said,
            edition=row_named(form.edition.data) or 0,
            by=actor(),
        )
    except Conflict as problem:
        form.theirs = problem.details["theirs"]
        form.edition.data = str(problem.details["edition"])
        form.refuse("words", problem.message)
        return False
    except Invalid as problem:
        form.refuse(problem.field, problem.message)
        return False
    return True


def _bring(form: ListForm) -> Brought | None:
    try:
        groups = read_groups(form.text.data or "", language=form.language.data)
    except Invalid as problem:
        form.refuse(problem.field, problem.message)
        return None
    return form.attempt(add_groups, groups, by=actor())


def _said(brought: Brought) -> str:
    said = [ngettext("%(num)s group is new.", "%(num)s groups are new.", brought.added)]
    if brought.known:
        said.append(ngettext("%(num)s was there.", "%(num)s were there.", brought.known))
    return " ".join(said)


def list_url(language: str = "") -> str:
    """Return where the groups of a language are."""
    return f"/search/synonyms?language={language}" if language else "/search/synonyms"


def _language() -> str:
    wanted = request.args.get("language", "")
    return wanted if wanted in fulltext.LANGUAGES else "en"


def language_choices() -> list[tuple[str, str]]:
    """Return the languages whose words are stemmed, by their names."""
    found = [(code, language_word(code)) for code in fulltext.LANGUAGES]
    return sorted(found, key=lambda pair: pair[1].casefold())

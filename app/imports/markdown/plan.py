"""The whole folder read once, before anything is written: what each file will become."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from app.domain.knowledge.rules import SUMMARY_LONGEST, TITLE_LONGEST, TITLE_SHORTEST
from app.imports.markdown import front_matter
from app.imports.markdown.body import Prepared, prepared
from app.imports.markdown.faults import BadFile
from app.imports.markdown.folder import Folder, SourceFile, read_text, tells_about_the_folder
from app.imports.markdown.headings import plain
from app.imports.markdown.report import Report
from app.imports.stackexchange.texts import clean
from app.kit.markup import MAX_LENGTH

KEY_LONGEST = 160
_FIRST_HEADING = re.compile(r"\s*#{1,2}[ \t]+([^\n]{1,300})")
_BETWEEN_WORDS = re.compile(r"[-_\s]+")


@dataclass(frozen=True, slots=True)
class Page:
    """A file that will be an article."""

    path: PurePosixPath
    # What tells it from the others in every later run: its own id, or else its path.
    key: str
    title: str
    summary: str
    topics: tuple[str, ...]
    tags: tuple[str, ...]
    is_draft: bool
    body: Prepared


@dataclass
class Plan:
    """What a folder will become."""

    folder: Folder
    report: Report = field(default_factory=Report)
    pages: list[Page] = field(default_factory=list)

    def by_id(self) -> dict[str, Page]:
        return {page.key: page for page in self.pages}

    def by_path(self) -> dict[str, Page]:
        return {str(page.path): page for page in self.pages}


def check(folder: Folder) -> Plan:
    """Read every file; what cannot be an article is named in the report."""
    plan = Plan(folder)
    read = list(_readable(folder, plan.report))
    above = _shared([file.path for file, _values, _text in read])
    keys: dict[str, PurePosixPath] = {}
    titles: dict[str, PurePosixPath] = {}
    for file, values, text in read:
        page = _page(file, values, text, len(above))
        if page.key in keys:
            reason = "with an id that another file has"
            plan.report.skip("articles", reason, f"{file.path} ({keys[page.key]} has it)")
            continue
        keys[page.key] = file.path
        if not (text := page.title.casefold()) or text in titles:
            plan.report.remark("two files of one title", f"{file.path} and {titles[text]}")
        titles.setdefault(text, file.path)
        plan.pages.append(page)
    return plan


def _readable(
    folder: Folder, report: Report
) -> Iterator[tuple[SourceFile, front_matter.Values, str]]:
    for file in folder.files():
        report.lines["articles"].read += 1
        try:
            values, text, is_good = front_matter.split(clean(read_text(file)))
            _refuse_what_is_none(file, values, text)
        except BadFile as problem:
            report.skip("articles", str(problem), str(file.path))
            continue
        if not is_good:
            report.remark("front matter read line by line, as it is not good YAML", str(file.path))
        yield file, values, text


def _refuse_what_is_none(file: SourceFile, values: front_matter.Values, text: str) -> None:
    if not values and tells_about_the_folder(file.path):
        raise BadFile("tells about the folder")
    if not text.strip():
        raise BadFile("has no text")
    if len(text) > MAX_LENGTH:
        raise BadFile(f"is longer than {MAX_LENGTH:,} characters")


def _shared(paths: list[PurePosixPath]) -> tuple[str, ...]:
    """Return the folders that all files have in common: they are no topic."""
    if not paths:
        return ()
    first = paths[0].parent
    above = [first, *first.parents]
    return next(each for each in above if all(p.is_relative_to(each) for p in paths)).parts


def _page(file: SourceFile, values: front_matter.Values, text: str, above: int) -> Page:
    title = _title(file, values, text)
    return Page(
        path=file.path,
        key=_key(file, values),
        title=title,
        summary=_cut(front_matter.words(values, "summary", "description"), SUMMARY_LONGEST),
        topics=tuple(_words(folder) for folder in file.path.parent.parts[above:]),
        tags=tuple(front_matter.several(values, "tags")),
        is_draft=front_matter.is_true(values, "draft"),
        body=prepared(text, title),
    )


def _key(file: SourceFile, values: front_matter.Values) -> str:
    key = front_matter.words(values, "id") or str(file.path.with_suffix(""))
    return key if len(key) <= KEY_LONGEST else hashlib.sha256(key.encode()).hexdigest()


def _title(file: SourceFile, values: front_matter.Values, text: str) -> str:
    title = front_matter.words(values, "title")
    if not title and (heading := _FIRST_HEADING.match(text)):
        title = plain(heading[1].strip("# \t"))
    title = title or _words(file.path.stem)
    if len(title) < TITLE_SHORTEST:
        title = f"{title} ({_words(file.path.parent.name) or 'article'})"
    return _cut(title, TITLE_LONGEST)


def _words(name: str) -> str:
    return " ".join(_BETWEEN_WORDS.split(name)).strip()


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"

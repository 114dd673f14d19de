"""The demo community's files as they are read: checked, and an error names file and place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import yaml

CONTENT = Path(__file__).parent / "content"

# libyaml reads ten times faster; it comes with most builds of the library, not with all.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Entry = dict[str, Any]

# Files that a smaller community does without.
_FURTHER = {"staged", "thanks", "economy", "awards", "badges", "topics", "searches"}
_QUESTION = {"title", "by", "ago", "body"}
_POST = {"by", "ago", "kind", "body"}
_IDEA = {"title", "product", "by", "ago", "votes", "body", "history"}
_ARTICLE = {"title", "by", "ago", "state", "body"}
_FRONT = "---\n"
# Nobody is sent to an article that not everybody can read, or that no longer holds.
_UNLINKED = {"wip", "archived"}


class BadContent(Exception):
    """A file of the demo community cannot be used: the sentence names it."""


def entries(name: str) -> list[Entry]:
    """Return the entries of one file."""
    if name in _FURTHER and not (CONTENT / f"{name}.yaml").exists():
        return []
    return cast("list[Entry]", _read(CONTENT / f"{name}.yaml", list))


def synonyms() -> list[list[str]]:
    """Return the groups of words that mean the same; none in a smaller community."""
    path = CONTENT / "synonyms.yaml"
    return cast("list[list[str]]", _read(path, list)) if path.exists() else []


def threads() -> Iterator[tuple[str, Entry]]:
    """Give every thread with the name of its file, in the order of the names."""
    for path in sorted((CONTENT / "questions").glob("*.yaml")):
        thread = cast("Entry", _read(path, dict))
        _demand(path, "the question", thread, _QUESTION)
        ids = set()
        for number, post in enumerate(thread.setdefault("posts", []), 1):
            _demand(path, f"post {number}", post, _POST)
            if post.get("to") is not None and post["to"] not in ids:
                raise BadContent(f"{path.name}: post {number} replies to {post['to']!r}, unknown")
            # Also what nobody named has an address: a second run finds it again.
            post["key"] = str(post.get("id") or f"p{number}")
            ids.add(post["key"])
        yield path.stem, thread


def articles() -> dict[str, Entry]:
    """Return every article by the name of its file: its front matter, and its text as ``body``."""
    found = {}
    for path in sorted((CONTENT / "articles").glob("*.md")):
        empty, front, body = path.read_text("utf-8").split(_FRONT, 2)
        if empty:
            raise BadContent(f"{path.name}: expected front matter")
        entry = cast("Entry", _parsed(path, front, dict)) | {"body": body}
        _demand(path, "the article", entry, _ARTICLE)
        found[path.stem] = entry
    return _linked(found)


def ideas() -> dict[str, Entry]:
    """Return every idea by the name of its file."""
    found = {}
    for path in sorted((CONTENT / "ideas").glob("*.yaml")):
        entry = cast("Entry", _read(path, dict))
        _demand(path, "the idea", entry, _IDEA)
        found[path.stem] = entry
    return found


def board() -> Entry:
    """Return what stands around the ideas: themes, rounds, stories, what the team keeps."""
    path = CONTENT / "board.yaml"
    return cast("Entry", _read(path, dict)) if path.exists() else {}


def _linked(articles: dict[str, Entry]) -> dict[str, Entry]:
    """Make a link of every bold title of a published article: the files name one another so."""
    named = {
        f"**{entry['title']}**": f"[{entry['title']}](/knowledge/{name})"
        for name, entry in articles.items()
        if entry["state"] not in _UNLINKED
    }
    for entry in articles.values():
        for title, link in named.items():
            entry["body"] = entry["body"].replace(title, link)
    return articles


def knowledge() -> Entry:
    """Return what happened to the articles beside being written."""
    path = CONTENT / "knowledge.yaml"
    return cast("Entry", _read(path, dict)) if path.exists() else {}


def check(
    members: list[Entry], products: list[Entry], spaces: list[Entry], threads: dict[str, Entry]
) -> None:
    """Refuse content that names people, products or places which are not there.

    :raises BadContent: naming the file.
    """
    cast = {entry["handle"] for entry in members}
    slugs = {each["slug"] for entry in products for each in [entry, *entry.get("children", [])]}
    places = {entry["slug"] for entry in spaces}
    for name, thread in threads.items():
        writers = {thread["by"], *(post["by"] for post in thread["posts"])}
        unknown = {
            *(f"member {handle}" for handle in writers - cast),
            *(f"product {slug}" for slug in {thread.get("product")} - slugs - {None}),
            *(f"space {slug}" for slug in {thread.get("space")} - places - {None}),
            *(f"thread {other}" for other in {thread.get("duplicate_of")} - set(threads) - {None}),
        }
        if unknown:
            raise BadContent(f"{name}.yaml: there is no {', no '.join(sorted(unknown))}")


def _read(path: Path, kind: type) -> Any:
    return _parsed(path, path.read_text("utf-8"), kind)


def _parsed(path: Path, text: str, kind: type) -> Any:
    try:
        found = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        raise BadContent(f"{path.name}: {error}") from error
    if not isinstance(found, kind):
        raise BadContent(f"{path.name}: expected a {kind.__name__}")
    return found


def _demand(path: Path, what: str, entry: Entry, keys: set[str]) -> None:
    missing = keys - set(entry)
    if missing:
        raise BadContent(f"{path.name}: {what} lacks {', '.join(sorted(missing))}")

"""How a solved thread reads as an article: the asker's words, and what solved it."""

from __future__ import annotations

import re

from app.domain.knowledge.rules import TITLE_LONGEST
from app.kit.i18n import gettext

_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"(\s{0,3})(#{1,6})(?=\s)")
_UNDERLINE = re.compile(r"\s{0,3}(=+|-{2,})\s*$")
_SIGNS = re.compile(r"([\\`*_{}\[\]()<>#+!|~-])")
# The article's own sections are at the second level.
_LOWER_BY = 2
_DEEPEST = 6


def article_title(title: str) -> str:
    """Return a question's title as an article's, which may be shorter."""
    plain = " ".join(title.split())
    return plain if len(plain) <= TITLE_LONGEST else f"{plain[: TITLE_LONGEST - 1].rstrip()}…"


def article_body(problem: str, solution: str, *, url: str, asker: str, solver: str) -> str:
    """Return the Markdown of an article that a thread grows into.

    :param url: the question's address; where the article came from is its last line.
    """
    told = gettext(
        "This grew out of [a question](%(url)s): asked by %(asker)s, solved by %(solver)s.",
        url=url,
        asker=_plain(asker),
        solver=_plain(solver),
    )
    parts = [
        f"## {gettext('Problem')} {{#problem}}",
        lowered(problem).strip(),
        f"## {gettext('Solution')} {{#solution}}",
        lowered(solution).strip(),
        f"*{told}*",
    ]
    return "\n\n".join(parts) + "\n"


def lowered(source: str) -> str:
    """Return Markdown whose headings stand below an article's own sections; code is left alone."""
    lines: list[str] = []
    fence = ""
    for line in source.splitlines():
        opening = _FENCE.match(line)
        if opening:
            sign = opening.group(1)
            if not fence:
                fence = sign
            elif sign.startswith(fence):
                fence = ""
        elif not fence and _is_underline(line, lines):
            lines[-1] = f"### {lines[-1].strip()}"
            continue
        elif not fence:
            lines.append(_HEADING.sub(_lower, line))
            continue
        lines.append(line)
    # What was never closed would swallow the rest of the article.
    return "\n".join([*lines, fence] if fence else lines)


def _is_underline(line: str, above: list[str]) -> bool:
    """Say whether a line makes a heading of the one above."""
    if not _UNDERLINE.match(line) or not above or not above[-1].strip():
        return False
    return not re.match(r"\s{0,3}([#>|-]|\d+[.)]|[*+]\s)|\s{4}", above[-1])


def _lower(heading: re.Match[str]) -> str:
    indent, signs = heading.groups()
    return indent + "#" * min(_DEEPEST, len(signs) + _LOWER_BY)


def _plain(name: str) -> str:
    """Return a name so that no sign of it is Markdown."""
    return _SIGNS.sub(r"\\\1", " ".join(name.split()))

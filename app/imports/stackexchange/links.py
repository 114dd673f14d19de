"""Links from a body to posts of the same site: to become links to the imported ones."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["question", "answer"]

_PATH = re.compile(
    r"""/(?:
        questions/(?P<question>\d{1,10})(?:/(?P<slug>[^\s/?#"'<>()\]]*)(?:/(?P<under>\d{1,10}))?)?
      | q/(?P<short>\d{1,10})
      | a/(?P<answer>\d{1,10})
    )(?![\w-])[^\s\#"'<>()\]]*(?:\#(?P<fragment>\d{1,10})(?!\w))?""",
    re.VERBOSE,
)


def internal_links(html: str, site: str) -> list[tuple[Kind, int]]:
    """List the questions and answers of ``site`` that a body links to, each once, in order.

    Works on HTML and on what ``to_markdown`` made of it. The ids are the dump's.
    """
    found: dict[tuple[Kind, int], None] = {}
    for start in _starts(site).finditer(html):
        path = _PATH.match(html, start.end())
        if path:
            found[_target(path)] = None
    return list(found)


def _target(path: re.Match[str]) -> tuple[Kind, int]:
    answer = path["answer"] or path["under"] or path["fragment"]
    if answer:
        return "answer", int(answer)
    return "question", int(path["question"] or path["short"])


def _starts(site: str) -> re.Pattern[str]:
    """Match what stands before the path: the site's host, an older name of it, or nothing."""
    hosts = {site}
    # Meta sites were called meta.NAME.stackexchange.com before NAME.meta.stackexchange.com.
    parts = site.split(".")
    if "meta" in parts[:2]:
        hosts.add(".".join([parts[1], parts[0], *parts[2:]]))
    names = "|".join(re.escape(host) for host in sorted(hosts))
    return re.compile(rf"//(?:{names})(?=/)|href=[\"'](?=/[qa])|\]\((?=/[qa])", re.IGNORECASE)

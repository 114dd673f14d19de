"""What the parser does beyond plain CommonMark, each of which can be turned off."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Options:
    """The habits of forums, on as people meet them."""

    line_breaks: bool = True
    bare_links: bool = True
    highlighting: bool = True
    mentions: bool = True
    embeds: bool = True
    """`{{kb:article#block}}` on a line of its own stands for that block."""
    outline: bool = False
    """Headings and marked passages are sections with keys, as in articles."""
    dressing: bool = True
    """Headings moved down, remote pictures made links, links marked as users' own, task boxes."""
    html: bool = False
    """Pass raw HTML through instead of showing it as text: only to compare with CommonMark."""


FORUM = Options()
ARTICLE = Options(mentions=False, outline=True)
COMMONMARK = Options(
    line_breaks=False,
    bare_links=False,
    highlighting=False,
    mentions=False,
    embeds=False,
    dressing=False,
    html=True,
)

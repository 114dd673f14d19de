"""Markdown → safe HTML. The names below are all that the rest of the program uses.

Bounds are checked first, a child process parses and sanitises (last), and what comes back is
stored in parts that are joined at display. Nothing here imports the parser or the sanitiser into
the program's own process.
"""

from .bounds import MAX_LENGTH, TooHard, check_bounds
from .keys import key_of
from .letters import for_mail
from .parts import Part, embeds_in, excerpt, flowing, join, links_in, plain, shortened
from .quoting import quote
from .rendering import VERSION, Rendered, cook, render, render_many, warm

__all__ = [
    "MAX_LENGTH",
    "VERSION",
    "Part",
    "Rendered",
    "TooHard",
    "check_bounds",
    "cook",
    "embeds_in",
    "excerpt",
    "flowing",
    "for_mail",
    "join",
    "key_of",
    "links_in",
    "plain",
    "quote",
    "render",
    "render_many",
    "shortened",
    "warm",
]

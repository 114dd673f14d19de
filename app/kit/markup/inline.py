"""Running text, read once from left to right into tokens."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from .addresses import BARE, scan_angle_address, scan_bare_address, scan_mention
from .emphasis import match_runs, read_run
from .options import Options
from .rawhtml import scan_html
from .references import Reference, References
from .scanning import (
    ENTITY,
    MAX_LABEL,
    PUNCTUATION,
    decoded,
    scan_destination,
    scan_label,
    scan_title,
    skip_break,
)
from .tokens import Address, Break, Close, Code, Image, Mention, Open, Raw, Run, Text, Token
from .tokens import words_of as words

SPECIAL = re.compile(r"[\n\\`*_~\[\]!<&]")
SPECIAL_FORUM = re.compile(r"[\n\\`*_~\[\]!<&@]|" + BARE)
BACKTICKS = re.compile(r"`++")
SIGNS = re.compile(r"\*++|_++|~++")
STRIKE = "~~"
LEADING = re.compile(r"[ \t]*+")


@dataclass(slots=True)
class Bracket:
    """A `[` or `![` that may begin a link or a picture."""

    token: int
    inside: int
    is_image: bool
    height: int
    """How many runs of emphasis were waiting outside."""
    has_inner: bool = False
    """Whether brackets stand inside, which no label may hold."""


class Inline:
    """The reader of one paragraph's text."""

    def __init__(self, text: str, references: References, options: Options) -> None:
        self.text = text
        self.references = references
        self.options = options
        self.tokens: list[Token] = []
        self.runs: list[Run] = []
        self.brackets: list[Bracket] = []
        self.no_links_below = 0
        """The brackets under this height stand around a link, so that they cannot be one."""
        self.special = SPECIAL_FORUM if options.bare_links else SPECIAL

    def read(self) -> list[Token]:
        """Read the text and return its tokens."""
        text, at, length = self.text, 0, len(self.text)
        while at < length:
            match = self.special.search(text, at)
            start = match.start() if match else length
            if start > at:
                self.tokens.append(Text(text[at:start]))
            at = self.step(start) if match else length
        match_runs(self.runs, 0)
        return self.tokens

    def step(self, at: int) -> int:
        """Read what begins at a special character; return where it ends."""
        return STEPS.get(self.text[at], Inline.read_bare_address)(self, at)

    def say(self, text: str, end: int) -> int:
        """Add words and go on behind them."""
        self.tokens.append(Text(text))
        return end

    def read_break(self, at: int) -> int:
        """Read the end of a line: two spaces before it make a break, as every one may."""
        is_hard = False
        last = self.tokens[-1] if self.tokens else None
        if isinstance(last, Text):
            is_hard = last.text.endswith("  ")
            last.text = last.text.rstrip(" ")
        self.tokens.append(Break(is_hard or self.options.line_breaks))
        spaces = LEADING.match(self.text, at + 1)
        return spaces.end() if spaces else at + 1

    def read_escape(self, at: int) -> int:
        """Read a backslash with what it protects."""
        follower = self.text[at + 1 : at + 2]
        if follower == "\n":
            self.tokens.append(Break(hard=True))
            spaces = LEADING.match(self.text, at + 2)
            return spaces.end() if spaces else at + 2
        if follower and follower in PUNCTUATION:
            return self.say(follower, at + 2)
        return self.say("\\", at + 1)

    @cached_property
    def backticks(self) -> dict[int, list[int]]:
        """Where the runs of backticks are, by their length, so that no search is made twice."""
        places: dict[int, list[int]] = {}
        for match in BACKTICKS.finditer(self.text):
            places.setdefault(len(match[0]), []).append(match.start())
        return places

    def read_code(self, at: int) -> int:
        """Read code up to the next run of as many backticks."""
        match = BACKTICKS.match(self.text, at)
        end = match.end() if match else at + 1
        width = end - at
        starts = self.backticks.get(width, [])
        index = bisect_left(starts, end)
        if index == len(starts):
            return self.say("`" * width, end)
        code = self.text[end : starts[index]].replace("\n", " ")
        if code.startswith(" ") and code.endswith(" ") and code.strip(" "):
            code = code[1:-1]
        self.tokens.append(Code(code))
        return starts[index] + width

    def read_signs(self, at: int) -> int:
        """Read a run of emphasis signs."""
        match = SIGNS.match(self.text, at)
        end = match.end() if match else at + 1
        if self.text[at] == "~" and self.text[at:end] != STRIKE:
            return self.say(self.text[at:end], end)
        run = read_run(self.text, at, end, len(self.tokens))
        self.tokens.append(run)
        if run.can_open or run.can_close:
            self.runs.append(run)
        return end

    def read_angle(self, at: int) -> int:
        """Read `<address>`, or raw HTML in one piece."""
        found = scan_angle_address(self.text, at)
        if found:
            self.tokens.append(Address(found[0], found[1]))
            return found[2]
        end = scan_html(self.text, at)
        if end is None:
            return self.say("<", at + 1)
        self.tokens.append(Raw(self.text[at:end]))
        return end

    def read_entity(self, at: int) -> int:
        """Read `&amp;` and its like."""
        match = ENTITY.match(self.text, at)
        if match is None:
            return self.say("&", at + 1)
        return self.say(decoded(match[0]), match.end())

    def read_mention(self, at: int) -> int:
        """Read `@handle`; an underscore that may close emphasis is not part of it."""
        waiting = any(run.sign == "_" for run in self.runs)
        handle = scan_mention(self.text, at, stop="_" if waiting else "")
        if not handle or not self.options.mentions:
            return self.say("@", at + 1)
        self.tokens.append(Mention(handle))
        return at + 1 + len(handle)

    def read_bare_address(self, at: int) -> int:
        """Read an address that stands in the text by itself."""
        found = scan_bare_address(self.text, at, in_brackets=bool(self.brackets))
        if found is None:
            return self.say(self.text[at], at + 1)
        self.tokens.append(Address(found[0], found[1]))
        return at + len(found[1])

    def open_link(self, at: int) -> int:
        """Remember a bracket that may begin a link."""
        return self.open_bracket(at, 1)

    def open_image(self, at: int) -> int:
        """Remember `![`, which may begin a picture."""
        if not self.text.startswith("[", at + 1):
            return self.say("!", at + 1)
        return self.open_bracket(at, 2)

    def open_bracket(self, at: int, width: int) -> int:
        """Remember one or the other."""
        if self.brackets:
            self.brackets[-1].has_inner = True
        end = at + width
        bracket = Bracket(len(self.tokens), end, width > 1, len(self.runs))
        self.brackets.append(bracket)
        return self.say(self.text[at:end], end)

    def close_bracket(self, at: int) -> int:
        """Make a link or picture of what stands since the last bracket, if it is one."""
        if not self.brackets:
            return self.say("]", at + 1)
        opener = self.brackets.pop()
        is_inner = len(self.brackets) < self.no_links_below
        self.no_links_below = min(self.no_links_below, len(self.brackets))
        if is_inner and not opener.is_image:
            return self.say("]", at + 1)
        found = self.target_at(opener, at)
        if found is None:
            return self.say("]", at + 1)
        target, end = found
        match_runs(self.runs, opener.height)
        if opener.is_image:
            described = words(self.tokens[opener.token + 1 :])
            self.tokens[opener.token :] = [Image(target.address, target.title, described)]
        else:
            self.tokens[opener.token] = Open(target.address, target.title)
            self.tokens.append(Close())
            self.no_links_below = len(self.brackets)
        return end

    def target_at(self, opener: Bracket, at: int) -> tuple[Reference, int] | None:
        """Find what the brackets point to: `(address "title")`, `[label]`, or their own text."""
        inline = self.inline_target(at + 1)
        if inline is not None:
            return inline
        end = at + 1
        label_end = scan_label(self.text, end)
        if label_end is not None:
            label, end = self.text[at + 2 : label_end - 1], label_end
        elif opener.has_inner:
            return None
        else:
            label = self.text[opener.inside : at]
            end = at + 3 if self.text.startswith("[]", at + 1) else at + 1
        reference = self.references.find(label) if may_be_label(label) else None
        return None if reference is None else (reference, end)

    def inline_target(self, at: int) -> tuple[Reference, int] | None:
        """Read `(address "title")`."""
        if not self.text.startswith("(", at):
            return None
        start = skip_break(self.text, at + 1)
        destination = scan_destination(self.text, start)
        if destination is None:
            return None
        address, end = destination
        title = ""
        gap = skip_break(self.text, end)
        found = scan_title(self.text, gap) if gap > end else None
        if found is not None:
            title, gap = found[0], skip_break(self.text, found[1])
        return (Reference(address, title), gap + 1) if self.text.startswith(")", gap) else None


STEPS: dict[str, Callable[[Inline, int], int]] = {
    "\n": Inline.read_break,
    "\\": Inline.read_escape,
    "`": Inline.read_code,
    "*": Inline.read_signs,
    "_": Inline.read_signs,
    "~": Inline.read_signs,
    "[": Inline.open_link,
    "!": Inline.open_image,
    "]": Inline.close_bracket,
    "<": Inline.read_angle,
    "&": Inline.read_entity,
    "@": Inline.read_mention,
}


def may_be_label(label: str) -> bool:
    """Whether a label is short enough to be looked up at all."""
    return 0 < len(label) <= MAX_LABEL and not label.isspace()

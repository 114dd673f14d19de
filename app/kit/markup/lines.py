"""One line of source and a cursor in it that counts columns, for a tab fills up to a stop."""

TAB = 4
CODE_INDENT = 4


class Line:
    """A line being eaten from the left, by characters or by columns."""

    __slots__ = ("blank", "column", "eaten", "indent", "next", "offset", "partial", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.offset = 0
        self.column = 0
        self.partial = False
        self.eaten = False
        self.look()

    def look(self) -> None:
        """Find the next character that is not a space: its offset, and how many columns away."""
        text, at, column = self.text, self.offset, self.column
        length = len(text)
        while at < length:
            if text[at] == " ":
                column += 1
            elif text[at] == "\t":
                column += TAB - column % TAB
            else:
                break
            at += 1
        self.next = at
        self.blank = at >= length
        self.indent = column - self.column

    @property
    def indented(self) -> bool:
        """Whether the text stands so far right that it is code."""
        return self.indent >= CODE_INDENT

    @property
    def head(self) -> str:
        """The next character that is not a space, or nothing."""
        return "" if self.blank else self.text[self.next]

    @property
    def ahead(self) -> str:
        """The line from its next character that is not a space."""
        return self.text[self.next :]

    @property
    def rest(self) -> str:
        """What is left, where an eaten half of a tab leaves the spaces of its other half."""
        if self.partial:
            return " " * (TAB - self.column % TAB) + self.text[self.offset + 1 :]
        return self.text[self.offset :]

    def skip_indent(self) -> None:
        """Move to the next character that is not a space."""
        self.column += self.indent
        self.offset = self.next
        self.partial = False
        self.indent = 0

    def skip(self, characters: int) -> None:
        """Move over characters that are no tabs."""
        self.offset += characters
        self.column += characters
        self.partial = False
        self.look()

    def skip_columns(self, columns: int) -> None:
        """Move over white space, perhaps into the middle of a tab."""
        text = self.text
        while columns > 0 and self.offset < len(text):
            if text[self.offset] == "\t":
                width = TAB - self.column % TAB
                step = min(width, columns)
                self.partial = step < width
                self.column += step
                self.offset += 0 if self.partial else 1
                columns -= step
            else:
                self.partial = False
                self.offset += 1
                self.column += 1
                columns -= 1
        self.look()

    def eat_optional_space(self) -> None:
        """Move over the one space or tab column that may follow a quote's or a list's marker."""
        if self.offset < len(self.text) and self.text[self.offset] in " \t":
            self.skip_columns(1)

    def eat_all(self) -> None:
        """Say that the line was used whole, which is not the same as being blank."""
        self.eaten = True

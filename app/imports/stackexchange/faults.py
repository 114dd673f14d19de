"""What is wrong with a dump, and where: the file, and the line if there is one."""

from __future__ import annotations


class DumpError(Exception):
    """A dump that cannot be used, said so that a person can find the place."""

    def __init__(self, file: str, line: int | None, message: str) -> None:
        where = f"{file}, line {line}" if line else file
        super().__init__(f"{where}: {message}")
        self.file = file
        self.line = line
        self.message = message


class BadValueError(ValueError):
    """An attribute of a row that cannot be what it says; the reader adds file and line."""

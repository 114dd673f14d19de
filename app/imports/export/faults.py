"""What is wrong with an export, and where: the file, and the line if there is one."""

from __future__ import annotations


class ExportError(Exception):
    """An export that cannot be written or read, said so that a person can find the place."""

    def __init__(self, file: str, message: str, line: int | None = None) -> None:
        super().__init__(f"{file}, line {line}: {message}" if line else f"{file}: {message}")


class NotEmptyError(Exception):
    """The site has content already: a whole site goes into an empty one only."""

    def __init__(self, table: str) -> None:
        super().__init__(f"this site is not empty: there are {table}")

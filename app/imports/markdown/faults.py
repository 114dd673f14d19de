"""What is wrong with a folder, said so that a person can find the place."""

from __future__ import annotations


class FolderError(Exception):
    """The folder as a whole cannot be imported; the sentence names it."""


class BadFile(Exception):
    """One file is no article we could keep: the reason, for the report."""

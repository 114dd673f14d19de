"""What can go wrong in a verb: five kinds, which each door turns into its own answer."""

from __future__ import annotations

from typing import Any


class Problem(Exception):
    """A refusal with a sentence for the person: what is wrong and what to do."""

    status = 400
    code = "problem"

    def __init__(self, message: Any = "") -> None:
        super().__init__(message)
        # May be lazily translated: it becomes text in the reader's language at the door.
        self.message = message


class NotFound(Problem):
    """There is no such thing, or nothing this person may know of: both look the same."""

    status = 404
    code = "not_found"


class Gone(Problem):
    """It was here and was taken away for good."""

    status = 410
    code = "gone"


class Forbidden(Problem):
    """The person may see it but may not do this; the message is the policy's reason."""

    status = 403
    code = "forbidden"


class Invalid(Problem):
    """A value means nothing here: which field, and what would be right."""

    status = 422
    code = "invalid"

    def __init__(self, field: str, message: Any) -> None:
        super().__init__(message)
        self.field = field


class Conflict(Problem):
    """Somebody else changed it meanwhile; ``details`` holds what both sides need."""

    status = 409
    code = "conflict"

    def __init__(self, message: Any, **details: Any) -> None:
        super().__init__(message)
        self.details = details


class TooMany(Problem):
    """A limit was reached; ``retry_after`` is in seconds."""

    status = 429
    code = "too_many"

    def __init__(self, message: Any, retry_after: int = 60) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unavailable(Problem):
    """A part that this needs is not serving at the moment."""

    status = 503
    code = "unavailable"

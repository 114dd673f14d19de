"""The time that one search may take."""

import time

TIME_LIMIT = 0.1


class Watch:
    """Runs from its making; remembers when somebody was told that time was up.

    It is this thread's own time that counts: a busy machine must not cost the reader any hits.
    """

    def __init__(self) -> None:
        self._until = time.thread_time() + TIME_LIMIT
        self.has_cut = False

    def is_over(self) -> bool:
        """Tell whether time is up; whoever asks stops then."""
        self.has_cut = self.has_cut or time.thread_time() > self._until
        return self.has_cut

"""The reasons that staff give, each for the acts it fits. Plain values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.kit.i18n import lazy_gettext as _l

NOTE_LONGEST = 1000

_HIDE = ("hide",)
_CLOSE = ("lock", "archive")
_OPEN = ("restore", "unlock", "unarchive", "not-duplicate")
_PLACE = ("move",)
_SAME = ("merge", "duplicate")


@dataclass(frozen=True)
class Reason:
    """A reason as the trace shows it, and the kinds of ruling it may be given for."""

    label: Any
    kinds: tuple[str, ...]


REASONS: dict[str, Reason] = {
    "spam": Reason(_l("Spam or advertising"), _HIDE + _CLOSE),
    "abuse": Reason(_l("Rude or abusive"), _HIDE + _CLOSE),
    "personal-data": Reason(_l("Shows somebody’s personal data"), _HIDE),
    "dangerous": Reason(_l("Dangerous advice"), _HIDE + _CLOSE),
    "off-topic": Reason(_l("Not about our products"), _HIDE + _CLOSE + _PLACE),
    "no-answer": Reason(_l("Does not answer the question"), _HIDE),
    "rights": Reason(_l("Breaks somebody’s rights"), _HIDE),
    "heated": Reason(_l("The discussion got heated"), _CLOSE),
    "outdated": Reason(_l("Outdated"), _CLOSE + _HIDE),
    "settled": Reason(_l("Everything is said"), _CLOSE),
    "wrong-space": Reason(_l("Belongs in another space"), _PLACE),
    "wrong-product": Reason(_l("About another product"), _PLACE),
    "duplicate": Reason(_l("Asked and answered elsewhere"), _SAME + _HIDE + _CLOSE),
    "mistake": Reason(_l("It was a mistake"), _OPEN + _PLACE),
    "resolved": Reason(_l("The reason is gone"), _OPEN),
    "other": Reason(_l("Another reason, see the note"), _HIDE + _CLOSE + _OPEN + _PLACE + _SAME),
}


def reasons_for(kind: str) -> dict[str, Any]:
    """Return the reasons that fit a kind of ruling: key and label, in their order."""
    return {key: reason.label for key, reason in REASONS.items() if kind in reason.kinds}

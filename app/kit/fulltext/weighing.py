"""What each word of a document is worth: BM25 over zones, as far as the document alone decides it.

How long a zone usually is does not come from what is in the index, but stands here. So the worth
of a word is settled when its document is written, small documents such as members do not shift
what is long for a thread, and scores stay the same from one commit to the next.
"""

from collections import defaultdict

from app.kit.fulltext.contract import WEIGHTS, Document
from app.kit.fulltext.words import stems_in

# Words that count, in a zone as it usually is.
_USUAL = {"title": 8, "text": 80, "best": 80, "rest": 200, "labels": 5}
_EVENNESS = 0.75  # how far long zones are held back: 0 not at all, 1 in full proportion
_SHORTEST = 0.25  # of the usual: brevity alone is no merit
_SATURATION = 1.2  # how soon further mentions stop to matter
_GAP = 100  # positions between two zones, so that no phrase spans both
GRAIN = 128  # steps of a worth from 0 to 1: equal worths compress well

Weighed = dict[str, tuple[float, list[int]]]


def weighed(document: Document) -> Weighed:
    """Give every stem with its worth, from 0 to the document's boost, and its positions."""
    frequencies: defaultdict[str, float] = defaultdict(float)
    positions: defaultdict[str, list[int]] = defaultdict(list)
    start = 0
    for zone, weight in WEIGHTS.items():
        stems = [stem for stem, _, _ in stems_in(getattr(document, zone), document.language)]
        length = max(len(stems) / _USUAL[zone], _SHORTEST)
        each = weight / (1 - _EVENNESS + _EVENNESS * length)
        for position, stem in enumerate(stems, start):
            frequencies[stem] += each
            positions[stem].append(position)
        start += len(stems) + _GAP
    boost = float(document.boost)
    return {
        stem: (_grained(boost * frequency / (frequency + _SATURATION)), positions[stem])
        for stem, frequency in frequencies.items()
    }


def _grained(worth: float) -> float:
    return max(round(worth * GRAIN), 1) / GRAIN

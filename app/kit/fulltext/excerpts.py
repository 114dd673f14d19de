"""The passage of a text that shows best why it was found, as plain segments to be rendered."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from app.kit.fulltext.contract import Sought
from app.kit.fulltext.understanding import understand
from app.kit.fulltext.unspaced import has_unspaced, is_run
from app.kit.fulltext.words import Place, places_of, stem_of, words_in

# A text is searched for its best passage this far: an excerpt is a courtesy, not worth more time.
_FARTHEST = 20_000
_NEAR = 30  # signs that a cut may move to meet the end of a word
_SENTENCE_END = re.compile(
    r"[.!?…:]['\")\]]*\s+|\s·\s|\n\s*"
    # Those of Chinese and Japanese need no blank: full stop, exclamation, question.
    r"|[\u3002\uff01\uff1f\uff61][\u2019\u201d)\]\u300d\u300f\uff09]*\s*"
)

Segment = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class _Mark:
    """A stretch of the text by which it was found, and by which of the things asked for."""

    start: int
    end: int
    what: frozenset[int]


def highlight(text: str, sought: Sought | str, width: int | None = 200) -> list[Segment]:
    """Cut the passage of about `width` signs that has most of what was sought, and mark that.

    It begins with a sentence where it can. A segment is a piece of text and whether it is a hit;
    synonyms are hits as well, and so is what one of the languages of the search finds. No width
    keeps the whole text, which suits titles.
    """
    if isinstance(sought, str):
        sought = understand(sought)
    text, sentences = _flowing(text[:_FARTHEST])
    marks = _marks(text, _looked_for(sought))
    start, end = (0, len(text)) if width is None else _passage(text, sentences, marks, width)
    segments: list[Segment] = [("… ", False)] if start > 0 else []
    here = start
    for mark in marks:
        if mark.start >= start and mark.end <= end:
            segments += [(text[here : mark.start], False), (text[mark.start : mark.end], True)]
            here = mark.end
    segments.append((text[here:end], False))
    if end < len(text):
        segments.append((" …", False))
    return _joined(segments)


@dataclass(frozen=True, slots=True)
class _LookedFor:
    """What to mark, as one language has it: by its stems, which of the things asked for it is."""

    language: str
    asked: Mapping[tuple[str, ...], frozenset[int]]
    stems: frozenset[str]
    # How many words the longest begins with a stem has.
    longest: Mapping[str, int]


# A page marks the same in each of its lines.
@lru_cache(maxsize=100)
def _looked_for(sought: Sought) -> list[_LookedFor]:
    asked: dict[tuple[str, ...], set[int]] = {}
    for number, term in enumerate((*sought.terms, *sought.phrases)):
        for way in term.ways:
            asked.setdefault(way.stems, set()).add(number)
    longest: dict[str, int] = {}
    for stems in asked:
        longest[stems[0]] = max(longest.get(stems[0], 0), len(stems))
    whats = {stems: frozenset(numbers) for stems, numbers in asked.items()}
    every = frozenset(chain.from_iterable(asked))
    return [_LookedFor(language, whats, every, longest) for language in sought.languages]


def _flowing(text: str) -> tuple[str, list[int]]:
    """Give the text with single blanks, and where its sentences begin; lines end them too.

    Where the text had no others, nothing is known of its sentences.
    """
    # No blank but the plain one is printable.
    if text.isprintable() and "  " not in text and text == text.strip():
        return text, []
    flowing, starts, here = [], [0], 0
    last = 0
    for match in _SENTENCE_END.finditer(text):
        if words := " ".join(text[last : match.end()].split()):
            # Not every script has a blank between sentences.
            words += " " if match.group()[-1].isspace() else ""
            flowing.append(words)
            here += len(words)
            starts.append(here)
        last = match.end()
    if words := " ".join(text[last:].split()):
        flowing.append(words)
    return "".join(flowing).rstrip(), starts


def _marks(text: str, looked_for: Sequence[_LookedFor]) -> list[_Mark]:
    """Find every way of everything that was sought, in every language in which it was."""
    every = [mark for one in looked_for for mark in _marks_in(text, one)]
    if len(looked_for) == 1 and not has_unspaced(text):
        return every
    marks: list[_Mark] = []
    for mark in sorted(every, key=lambda mark: (mark.start, -mark.end)):
        # What two languages find is one mark, and so are pairs of signs that go on.
        if marks and _are_one(text, marks[-1], mark):
            last = marks.pop()
            mark = _Mark(last.start, max(last.end, mark.end), last.what | mark.what)  # noqa: PLW2901
        marks.append(mark)
    return marks


def _are_one(text: str, first: _Mark, second: _Mark) -> bool:
    if second.start != first.end:
        return second.start < first.end
    return is_run(text, first.start, second.end)


def _marks_in(text: str, looked_for: _LookedFor) -> list[_Mark]:
    """Find it as one language has it; of phrases, the whole stretch."""
    words = places_of(text, looked_for.stems, looked_for.language)
    asked, longest = looked_for.asked, looked_for.longest
    marks, index = [], 0
    while index < len(words):
        most = longest.get(words[index][0], 0)
        run = _run(text, words[index : index + most], looked_for.language)
        while run and (what := asked.get(tuple(word[0] for word in run))) is None:
            run.pop()
        if run:
            marks.append(_Mark(run[0][1], run[-1][2], what or frozenset()))
        index += len(run) or 1
    return marks


def _run(text: str, words: Sequence[Place], language: str) -> list[Place]:
    """Keep as many of the words as follow each other, with none between them that counts."""
    run: list[Place] = []
    for word in words:
        if run and any(
            stem_of(between, language) for between in words_in(text[run[-1][2] : word[1]])
        ):
            break
        run.append(word)
    return run


def _passage(text: str, sentences: list[int], marks: list[_Mark], width: int) -> tuple[int, int]:
    """Choose the stretch with the most of what was sought, then the most marks, then the first."""
    if len(text) <= width:
        return 0, len(text)
    if marks and not sentences:
        sentences = [0, *(match.end() for match in _SENTENCE_END.finditer(text))]
    best, most = (0, 0), (0, 0, False)
    for index, mark in enumerate(marks):
        sentence = sentences[bisect_right(sentences, mark.start) - 1]
        # A stretch begins with the sentence; only where that is long, with the mark itself.
        for start in {sentence, mark.start}:
            inside = _inside(marks, index, start + width)
            what = frozenset().union(*(found.what for found in inside))
            worth = (len(what), len(inside), start == sentence)
            if inside and worth > most:
                most, best = worth, (start, inside[-1].end)
    start, last = best
    if most and not most[2]:
        # Half of the room that is left goes before the first mark, so that it has some context.
        start = max(0, start - max(0, width - (last - start)) // 2)
    start = min(start, len(text) - width) if start + width > len(text) and not most[2] else start
    return _whole_words(text, start, min(start + width, len(text)), most[2])


def _inside(marks: list[_Mark], index: int, end: int) -> list[_Mark]:
    inside = []
    for mark in marks[index : index + 100]:
        if mark.end > end:
            break
        inside.append(mark)
    return inside


def _whole_words(text: str, start: int, end: int, is_sentence: bool) -> tuple[int, int]:  # noqa: FBT001
    """Move the cuts inwards to the nearest space, unless there is none near."""
    if start > 0 and not is_sentence:
        space = text.find(" ", start, start + _NEAR)
        start = space + 1 if space >= 0 else start
    if end < len(text):
        space = text.rfind(" ", max(start, end - _NEAR), end)
        end = space if space > start else end
        # What parts it from words that are cut off is cut off as well.
        end -= 2 if text.endswith(" ·", start, end) else 0
    return start, end


def _joined(segments: list[Segment]) -> list[Segment]:
    """Drop what is empty and join neighbours of one kind."""
    joined: list[Segment] = []
    for piece, is_hit in segments:
        if piece and joined and joined[-1][1] == is_hit and not is_hit:
            joined[-1] = (joined[-1][0] + piece, False)
        elif piece:
            joined.append((piece, is_hit))
    return joined

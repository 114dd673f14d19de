"""The passage of a text that shows best why it was found, as plain segments to be rendered."""

from app.kit.fulltext.words import stems_in, understand

# A text is searched for its best passage this far: an excerpt is a courtesy, not worth more time.
_FARTHEST = 20_000

Segment = tuple[str, bool]


def highlight(text: str, words: str, width: int | None = 200) -> list[Segment]:
    """Cut the best passage of about `width` signs and mark the words that were searched for.

    A segment is a piece of text and whether it is a hit. No width keeps the whole text, which
    suits titles.
    """
    text = " ".join(text[:_FARTHEST].split())
    wanted = set(understand(words).stems)
    hits = [hit for hit in stems_in(text) if hit[0] in wanted] if wanted else []
    start, end = (0, len(text)) if width is None else _passage(text, hits, width)
    segments: list[Segment] = []
    here = start
    for _, first, last in hits:
        if first < start or last > end:
            continue
        segments += [(text[here:first], False), (text[first:last], True)]
        here = last
    segments.append((text[here:end], False))
    if start > 0:
        segments.insert(0, ("… ", False))
    if end < len(text):
        segments.append((" …", False))
    return _joined(segments)


def _passage(text: str, hits: list[tuple[str, int, int]], width: int) -> tuple[int, int]:
    """Choose the stretch with the most different hits, then the most, then the earliest."""
    if len(text) <= width:
        return 0, len(text)
    best, most = (0, 0), (0, 0)
    for index, (_, first, _) in enumerate(hits):
        end = first + width
        inside = [hit for hit in hits[index : index + width // 2] if hit[2] <= end]
        worth = (len({stem for stem, _, _ in inside}), len(inside))
        if worth > most:
            most, best = worth, (first, inside[-1][2] if inside else first)
    # Half of the room that is left goes before the first hit, so that it has some context.
    start = max(0, best[0] - max(0, width - (best[1] - best[0])) // 2)
    start = min(start, len(text) - width)
    return _whole_words(text, start, start + width)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Move both cuts inwards to the nearest space, unless there is none near."""
    near = 30
    if start > 0:
        space = text.find(" ", start, start + near)
        start = space + 1 if space >= 0 else start
    if end < len(text):
        space = text.rfind(" ", max(start, end - near), end)
        end = space if space > start else end
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

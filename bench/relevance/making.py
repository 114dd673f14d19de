"""Make judged sets out of a community's own dump: what its people linked, and what they accepted.

    python -m bench.relevance.making DUMP OUT

DUMP is a site's zip, or the folder of its XML files. OUT/<site>/related asks each question for the
older ones it was linked with; OUT/<site>/answer-search asks each title that has an accepted answer
for its answers. Plain BM25 is ranked beside them. With the dump in OUT or beside it, measure:

    make bench-search DATA=OUT
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from bench.relevance.plain import Plain
from bench.relevance.sites import Question, duplicates_and_links, questions_of, site_of
from bench.relevance.tables import Judgements

_DUPLICATE, _LINKED = 2.0, 1.0
_ACCEPTED, _ANSWERED = 2.0, 1.0
_Row = Sequence[object]
_Scored = list[tuple[str, float]]


def main() -> None:
    """Write both sets, as far as the dump has what they need."""
    parser = argparse.ArgumentParser(prog="bench.relevance.making", description=__doc__)
    parser.add_argument("dump", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    for path, count in made(given.dump, given.out).items():
        print(f"{path}: {count} queries")


def made(dump: Path, out: Path) -> dict[Path, int]:
    """Make the sets of a dump; give how many queries each has, and leave out those with none."""
    site = site_of(dump)
    questions = questions_of(dump, site)
    linked = linked_pairs(questions, duplicates_and_links(dump))
    answered = accepted_answers(questions)
    counts = {}
    if linked:
        counts[_write_related(out / site / "related", questions, linked)] = len(linked)
    if answered:
        counts[_write_answers(out / site / "answer-search", questions, answered)] = len(answered)
    return counts


def linked_pairs(
    questions: Mapping[str, Question], links: Iterable[tuple[str, str, bool]]
) -> Judgements:
    """Give for each question the older ones that it is linked with, whoever named the other."""
    judged: Judgements = {}
    for one, other, is_duplicate in links:
        if one == other or one not in questions or other not in questions:
            continue
        older, newer = sorted((one, other), key=lambda key: questions[key].made)
        grades = judged.setdefault(newer, {})
        grade = _DUPLICATE if is_duplicate else _LINKED
        grades[older] = max(grade, grades.get(older, 0.0))
    return judged


def accepted_answers(questions: Mapping[str, Question]) -> Judgements:
    """Give for each question with an accepted answer all of its answers."""
    judged: Judgements = {}
    for key, one in questions.items():
        ids = [answer.id for answer in one.answers]
        if one.accepted in ids:
            judged[key] = {id_: _ACCEPTED if id_ == one.accepted else _ANSWERED for id_ in ids}
    return judged


def _write_related(place: Path, questions: Mapping[str, Question], judged: Judgements) -> Path:
    older = {
        key: {other.id for other in questions.values() if other.made < questions[key].made}
        for key in judged
    }
    _write(
        place / "queries.tsv",
        ("query_id", "created", "earlier_questions", "title"),
        [(key, questions[key].made, len(older[key]), questions[key].title) for key in judged],
    )
    titles = {key: one.title for key, one in questions.items()}
    whole = {key: f"{one.title}\n{one.text}" for key, one in questions.items()}
    by_title, by_all = Plain(titles), Plain(whole)
    for name, plain, asked in (
        ("bm25_title-title", by_title, titles),
        ("bm25_title-titlebody", by_all, titles),
        ("bm25_titlebody-titlebody", by_all, whole),
    ):
        run = {key: plain.ranked(asked[key], older[key]) for key in judged}
        _write_run(place / f"{name}.run.tsv", run)
    return _write_judged(place, judged)


def _write_answers(place: Path, questions: Mapping[str, Question], judged: Judgements) -> Path:
    titles = [(key, questions[key].title) for key in judged]
    _write(place / "queries.tsv", ("query_id", "title"), titles)
    plain = Plain({answer.id: answer.text for one in questions.values() for answer in one.answers})
    run = {key: plain.ranked(title) for key, title in titles}
    _write_run(place / "bm25_title.run.tsv", run)
    return _write_judged(place, judged)


def _write_judged(place: Path, judged: Judgements) -> Path:
    rows = [
        (key, other, int(grade)) for key, some in judged.items() for other, grade in some.items()
    ]
    _write(place / "qrels.tsv", ("query_id", "doc_id", "grade"), rows)
    return place


def _write_run(path: Path, run: Mapping[str, _Scored]) -> None:
    rows = [
        (key, other, rank, f"{score:.5f}")
        for key, found in run.items()
        for rank, (other, score) in enumerate(found, 1)
    ]
    _write(path, ("query_id", "doc_id", "rank", "score"), rows)


def _write(path: Path, head: Sequence[str], rows: Collection[_Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(
            file, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n"
        )
        writer.writerow(head)
        writer.writerows([[" ".join(str(cell).split()) for cell in row] for row in rows])


if __name__ == "__main__":
    main()

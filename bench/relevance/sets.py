"""Which judged sets a folder has, and the rankings of each: given ones and ours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.domain.search.ranking import Writing
from bench.relevance import rankings, tables
from bench.relevance.sites import find_dump, questions_of
from bench.relevance.tables import Judgements, Run

_Runs = Iterator[tuple[str, Run]]


@dataclass(frozen=True)
class Set:
    """One judged set. The first of its rankings is what the others are compared with."""

    name: str
    about: str
    judgements: Judgements
    runs: Callable[[], _Runs]
    # Whether it is scored as SemEval does: ten a query, and one without anything counts as zero.
    official: bool = False


def sets_below(folder: Path) -> Iterator[Set]:
    """Find every set below a folder."""
    for path in sorted(folder.rglob("qrels.tsv*")):
        place = path.parent
        if place.name in _OF_SITES:
            yield from _of_site(place, path, folder)
        elif list(place.glob("candidates.jsonl*")):
            yield _given_candidates(place, path)
    for path in sorted(folder.rglob("pairs.jsonl*")):
        yield _pairs(path)


def _of_site(place: Path, qrels: Path, folder: Path) -> Iterator[Set]:
    site = place.parent.name
    dump = find_dump(site, folder)
    if dump is None:
        print(f"{site}/{place.name}: no dump of this site was found.")
        return
    judged = tables.judgements(qrels)
    asked = tables.titles(next(place.glob("queries.tsv*")))
    about, runs = _OF_SITES[place.name]

    def all_runs() -> _Runs:
        yield from _given(place)
        yield from runs(dump, site, {key: asked[key] for key in judged if key in asked})

    yield Set(f"{site}: {place.name}", f"{len(asked)} queries. {about}", judged, all_runs)


def _related(dump: Path, site: str, asked: dict[str, str]) -> _Runs:
    questions = questions_of(dump, site)
    yield "Pukka, words alone", rankings.related(questions, asked, by_worth=False)
    yield "Pukka", rankings.related(questions, asked, by_worth=True)


def _answers(dump: Path, site: str, asked: dict[str, str]) -> _Runs:
    questions = questions_of(dump, site)
    yield "Pukka, words alone", rankings.answers(questions, asked, by_worth=False, match="any")
    yield "Pukka", rankings.answers(questions, asked, by_worth=True, match="any")
    yield (
        "Pukka, all words first, as the page does",
        rankings.answers(questions, asked, by_worth=True),
    )


_OF_SITES: dict[str, tuple[str, Callable[[Path, str, dict[str, str]], _Runs]]] = {
    "related": ("For a new question, the older one it was linked with.", _related),
    "answer-search": ("For the title of a question, its answers among all answers.", _answers),
}


def _given(place: Path) -> _Runs:
    """Give the rankings that come with a set, the best known one first where its name tells."""
    runs = {path.name.partition(".")[0]: path for path in sorted(place.glob("*.run.tsv*"))}
    first = [name for name in ("ir_baseline", "bm25_titlebody-titlebody") if name in runs]
    for name in dict.fromkeys([*first, *runs]):
        yield name, tables.run(runs[name])


def _given_candidates(place: Path, qrels: Path) -> Set:
    asked = {
        row["query_id"]: Writing(row["title"], row["body"])
        for row in tables.records(next(place.glob("queries.jsonl*")))
    }
    candidates: dict[str, dict[str, Writing]] = {}
    ranks: dict[str, list[tuple[float, str]]] = {}
    for row in tables.records(next(place.glob("candidates.jsonl*"))):
        said = "\n".join(comment["text"] for comment in row.get("comments", ()))
        candidates.setdefault(row["query_id"], {})[row["doc_id"]] = Writing(
            row["title"], row["body"], rest=said
        )
        ranks.setdefault(row["query_id"], []).append((row["engine_rank"], row["doc_id"]))
    return _similar(
        f"{place.parent.name}: {place.name}",
        tables.judgements(qrels),
        candidates,
        asked,
        lambda: _given(place),
        {query: [key for _, key in sorted(found)] for query, found in ranks.items()},
    )


def _pairs(path: Path) -> Set:
    """Read pairs of texts, where title and text are one."""
    judged: Judgements = {}
    asked: dict[str, Writing] = {}
    candidates: dict[str, dict[str, Writing]] = {}
    ranks: dict[str, list[tuple[float, str]]] = {}
    for row in tables.records(path):
        query, key = row["query_id"], row["doc_id"]
        asked[query] = _parted(row["query"])
        candidates.setdefault(query, {})[key] = _parted(row["doc"])
        judged.setdefault(query, {})[key] = float(row["grade"])
        ranks.setdefault(query, []).append((row["engine_rank"], key))
    engine = {query: [key for _, key in sorted(found)] for query, found in ranks.items()}
    return _similar(
        f"{path.parent.parent.name}: {path.parent.name}",
        judged,
        candidates,
        asked,
        lambda: iter([("engine", engine)]),
        engine,
    )


def _similar(
    name: str,
    judged: Judgements,
    candidates: dict[str, dict[str, Writing]],
    asked: dict[str, Writing],
    given: Callable[[], Iterable[tuple[str, Run]]],
    engine: Run,
) -> Set:
    def runs() -> _Runs:
        yield from given()
        ours = rankings.threads(candidates, asked)
        yield "Pukka, words alone", ours
        yield "Pukka with the engine's own order", rankings.fused(ours, engine)

    about = f"{len(asked)} queries. For a new question, its candidates in order."
    return Set(name, about, judged, runs, official=True)


def _parted(text: str) -> Writing:
    title, _, rest = text.partition(". ")
    return Writing(title, rest)

"""How common words are, asked of the server once for as long as the index stays the same."""

from collections.abc import Collection

from app.kit.fulltext.contract import Frequencies
from app.kit.fulltext.postgresql.generations import Generation
from app.kit.fulltext.postgresql.rows import clean
from app.kit.fulltext.postgresql.server import Connection

_MOST_KEPT = 20_000

# Of each stem its number in the tables and how many documents have it; None where none has.
_Rows = dict[str, tuple[int, int] | None]


class Stems:
    """What this process was told of stems, by the edition of the index that it was told of."""

    def __init__(self) -> None:
        self._kept: tuple[tuple[int, str], _Rows] = (0, ""), {}

    def known(
        self, connection: Connection, generation: Generation, stems: Collection[str]
    ) -> tuple[Frequencies, dict[str, int]]:
        """Give how common stems are, and their numbers in the tables."""
        edition, rows = self._kept
        if edition != (generation.number, generation.edition) or len(rows) > _MOST_KEPT:
            rows = {}
            self._kept = (generation.number, generation.edition), rows
        names = {stem: clean(stem) for stem in stems}
        unknown = [name for name in names.values() if name not in rows]
        if unknown:
            # In one step: other threads read it meanwhile.
            rows.update(dict.fromkeys(unknown) | _asked(connection, generation, unknown))
        found = {stem: row for stem, name in names.items() if (row := rows[name])}
        of = dict.fromkeys(stems, 0) | {stem: max(count, 0) for stem, (_, count) in found.items()}
        numbers = {names[stem]: number for stem, (number, _) in found.items()}
        return Frequencies(generation.documents, of), numbers


def _asked(
    connection: Connection, generation: Generation, names: list[str]
) -> dict[str, tuple[int, int]]:
    rows = connection.execute(
        generation.sql("SELECT stem, id, documents FROM {stems} WHERE stem = ANY(%s)"), [names]
    )
    return {stem: (number, count) for stem, number, count in rows.fetchall()}

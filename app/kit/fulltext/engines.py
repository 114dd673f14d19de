"""Which engine a SEARCH_URL names, and the one that this process uses."""

from pathlib import Path

from app.kit.fulltext.contract import Engine
from app.kit.fulltext.homes import IndexFolder
from app.kit.fulltext.whoosh.engine import WhooshEngine
from app.kit.fulltext.whoosh.schema import FolderHome, MemoryHome

_chosen: list[Engine] = []


def open_engine(url: str, folder: Path) -> Engine:
    """Give the engine that the URL names.

    'whoosh:' and 'tantivy:' keep their index in the folder, 'postgresql://…' in that database, and
    'memory:' forgets it at the end.
    """
    match url.partition(":"):
        case "whoosh", ":", "":
            return WhooshEngine(FolderHome(folder))
        case "memory", ":", "":
            return WhooshEngine(MemoryHome())
        case "tantivy", ":", "":
            return _tantivy(folder)
        case "postgresql" | "postgresql+psycopg", ":", where if where.startswith("//"):
            return _postgresql(url)
    scheme = url.partition(":")[0]  # what follows may hold a password
    raise ValueError(
        f"SEARCH_URL is {scheme!r}:…; expected is whoosh:, tantivy:, postgresql: or memory:"
    )


def _tantivy(folder: Path) -> Engine:
    try:
        from app.kit.fulltext.tantivy.engine import TantivyEngine  # noqa: PLC0415 (see below)
    except ImportError as missing:  # it is not there, or it is not made for this machine
        if (missing.name or "").partition(".")[0] != "tantivy":
            raise
        raise ValueError(
            "SEARCH_URL: found 'tantivy:', which wants `pip install tantivy` beside Pukka;"
            f" whoosh: needs nothing. ({missing})"
        ) from missing
    return TantivyEngine(IndexFolder(folder / "tantivy"))


def _postgresql(url: str) -> Engine:
    # Read only where it is chosen: not every site has PostgreSQL.
    from app.kit.fulltext.postgresql.engine import PostgresqlEngine  # noqa: PLC0415

    return PostgresqlEngine(url)


def use(engine: Engine) -> None:
    """Let this process search with the engine from now on."""
    _chosen[:] = [engine]


def current() -> Engine:
    """Give the engine of this process."""
    return _chosen[0]

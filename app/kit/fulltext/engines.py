"""Which engine a SEARCH_URL names, and the one that this process uses."""

from pathlib import Path

from app.kit.fulltext.contract import Engine
from app.kit.fulltext.whoosh.engine import WhooshEngine
from app.kit.fulltext.whoosh.schema import FolderHome, MemoryHome

_chosen: list[Engine] = []


def open_engine(url: str, folder: Path) -> Engine:
    """Give the engine for 'whoosh:' (kept in the folder) or 'memory:' (forgotten at the end)."""
    match url.partition(":"):
        case "whoosh", ":", "":
            return WhooshEngine(FolderHome(folder))
        case "memory", ":", "":
            return WhooshEngine(MemoryHome())
    raise ValueError(f"SEARCH_URL is {url!r}; expected is whoosh: or memory:")


def use(engine: Engine) -> None:
    """Let this process search with the engine from now on."""
    _chosen[:] = [engine]


def current() -> Engine:
    """Give the engine of this process."""
    return _chosen[0]

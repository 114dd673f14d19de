"""Which engine a SEARCH_URL names."""

from pathlib import Path

from app.kit.fulltext.contract import Engine
from app.kit.fulltext.whoosh.engine import WhooshEngine
from app.kit.fulltext.whoosh.schema import FolderHome, MemoryHome


def open_engine(url: str, folder: Path) -> Engine:
    """Give the engine for 'whoosh:' (kept in the folder) or 'memory:' (forgotten at the end)."""
    match url.partition(":"):
        case "whoosh", ":", "":
            return WhooshEngine(FolderHome(folder))
        case "memory", ":", "":
            return WhooshEngine(MemoryHome())
    raise ValueError(f"SEARCH_URL is {url!r}; expected is whoosh: or memory:")

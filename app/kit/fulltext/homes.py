"""Where an index lives.

In a folder several lie side by side, and one line of text names the current one, so that a new
index takes over in a single step.
"""

import errno
import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Literal, Protocol

from app.kit.fulltext.contract import IndexBusy, IndexUnavailable

_POINTER = "current"
# An index of an earlier layout is not taken for one: the site starts anew and rebuilds.
_LAYOUT = "index-3-"
_ANY_LAYOUT = "index-"
_PATIENCE = 10.0  # seconds a writer waits for another
_PAUSE = 0.05
# No room, no right, no more open files: whatever was to be written, the index is none the worse.
_OF_THE_DISK = {
    errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EMFILE,
    errno.ENFILE,
}  # fmt: skip


# Remembered for every process: an index that does not know everything, one that failed a reader.
Mark = Literal["incomplete", "suspect"]
Place = Hashable  # names one index of a home; a path where the home is a folder


class Home(Protocol):
    """Keeps one current index and lets another take over."""

    def current(self) -> Place | None: ...
    def new(self) -> Place: ...
    def switch(self, place: Any) -> None: ...
    def rebuilding(self) -> AbstractContextManager[Place]: ...
    def mark(self, place: Any, mark: Mark) -> None: ...
    def unmark(self, place: Any, mark: Mark) -> None: ...
    def is_marked(self, place: Any, mark: Mark) -> bool: ...
    def writing(self) -> AbstractContextManager[None]: ...
    def storage(self, place: Any) -> Any: ...
    def obstacle(self) -> str: ...
    def identity(self) -> str: ...


def is_of_the_disk(fault: BaseException) -> bool:
    """Tell whether the disk refused, so that the index itself is out of the question."""
    return isinstance(fault, OSError) and fault.errno in _OF_THE_DISK


def unreadable(home: "Home | IndexFolder") -> IndexUnavailable:
    """Say why the current index of a home cannot be read."""
    why = home.obstacle()
    if why:
        return IndexUnavailable(f"The search index cannot be read: {why}.")
    return IndexUnavailable("There is no search index yet, or it is damaged.")


class IndexFolder:
    """A folder of index generations, of which the pointer file names the current one."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def current(self) -> Path | None:
        """Give the folder of the current index, or None when there is none yet."""
        try:
            name = (self.root / _POINTER).read_text(encoding="ascii", errors="replace").strip()
        except OSError:
            return None
        is_ours = name.startswith(_LAYOUT) and name == Path(name).name
        return self.root / name if is_ours and (self.root / name).is_dir() else None

    def new(self) -> Path:
        """Make the folder of one more index, which nobody reads yet."""
        folder = self.root / f"{_LAYOUT}{secrets.token_hex(6)}"
        folder.mkdir(parents=True, mode=0o700)
        return folder

    def switch(self, folder: Path) -> None:
        """Make this the current index, for all processes, in one step that survives a crash."""
        # The pointer must not reach the disk before what it points to.
        for path in (*folder.iterdir(), folder):
            _sync(path)
        draft = self.root / f"{_POINTER}.{secrets.token_hex(6)}"
        with draft.open("w", encoding="ascii") as file:
            file.write(folder.name + "\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.root / _POINTER)
        _sync(self.root)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the only pen, waiting for it a while."""
        with self._lock("write.lock", _PATIENCE):
            yield

    @contextmanager
    def rebuilding(self) -> Iterator[Path]:
        """Hold the only rebuild and give its folder: current afterwards, or gone after a fault."""
        with self._lock("rebuild.lock", 0):
            self._sweep()
            folder = self.new()
            try:
                yield folder
                with self.writing():
                    self.switch(folder)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise

    def mark(self, folder: Path, mark: Mark) -> None:
        """Remember something about an index, for every process."""
        (folder / mark).touch()

    def unmark(self, folder: Path, mark: Mark) -> None:
        """Forget it again."""
        (folder / mark).unlink(missing_ok=True)

    def is_marked(self, folder: Path, mark: Mark) -> bool:
        """Tell whether it was remembered."""
        return (folder / mark).exists()

    def identity(self) -> str:
        """Give the random name of the current index."""
        place = self.current()
        return place.name if place else ""

    def obstacle(self) -> str:
        """Name what may not be read of the current index; nothing where none is there."""
        try:
            (self.root / _POINTER).read_bytes()
            place = self.current()
            for path in place.iterdir() if place else ():
                if path.is_file():
                    path.open("rb").close()
        except FileNotFoundError:
            return ""
        except OSError as fault:
            return f"{fault.filename}: {fault.strerror}"
        return ""

    @contextmanager
    def _lock(self, name: str, patience: float) -> Iterator[None]:
        """Hold a file's lock, which the system takes back from whoever dies holding it."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / name).open("w") as file:
            until = time.monotonic() + patience
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() >= until:
                        raise IndexBusy(f"Another process holds {name} of the index.") from None
                    time.sleep(_PAUSE)
            yield

    def _sweep(self) -> None:
        """Remove what earlier indexes left; only a rebuild does, so that readers had time."""
        current = self.current()
        for folder in self.root.glob(f"{_ANY_LAYOUT}*"):
            if folder != current:
                shutil.rmtree(folder, ignore_errors=True)


class IndexMemory:
    """The same in the memory of one process; a place is the storage itself."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        self._pen = Lock()
        self._current = make()

    def current(self) -> Any:
        """Give the storage of the current index."""
        return self._current

    def new(self) -> Any:
        """Make one more index, which nobody reads yet."""
        return self._make()

    def switch(self, place: Any) -> None:
        """Make this the current index."""
        self._current = place

    @contextmanager
    def rebuilding(self) -> Iterator[Any]:
        """Give a new index, current afterwards."""
        place = self.new()
        yield place
        with self.writing():
            self.switch(place)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the only pen."""
        with self._pen:
            yield

    def mark(self, place: Any, mark: Mark) -> None:
        """Remember nothing: memory does not break, and it began complete."""

    def unmark(self, place: Any, mark: Mark) -> None:
        """Forget nothing."""

    def is_marked(self, place: Any, mark: Mark) -> bool:  # noqa: ARG002
        """Tell that nothing is wrong."""
        return False

    def identity(self) -> str:
        """Tell it from those of folders; it lives no longer than its process."""
        return "memory"

    def obstacle(self) -> str:
        """Name nothing."""
        return ""


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

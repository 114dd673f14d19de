"""Lay out an empty room on every floor: `make room NAME=ideas`.

Files are made when their first line exists, so a new room is four folders and two sentences; its
place in the order of rooms is for its maker to choose, in pyproject.toml and docs/house.md.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCSTRINGS = {
    "app/domain/{room}/__init__.py": '"""{title}: what this room is for; the words it owns."""\n',
    "app/web/{room}/__init__.py": '"""The doors of {room}: its pages and forms."""\n',
}
FOLDERS = ("app/templates/{room}", "tests/domain/{room}", "tests/web/{room}")


def lay_out(room: str, root: Path = ROOT) -> list[Path]:
    """Make what is not there yet, and tell what was made."""
    made = []
    for pattern, docstring in DOCSTRINGS.items():
        file = root / pattern.format(room=room)
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            file.write_text(docstring.format(room=room, title=room.capitalize()), "utf-8")
            made.append(file)
    for pattern in FOLDERS:
        folder = root / pattern.format(room=room)
        if not folder.exists():
            folder.mkdir(parents=True)
            made.append(folder)
    return made


def main() -> int:
    room = sys.argv[1] if len(sys.argv) > 1 else ""
    if not re.fullmatch(r"[a-z]+", room):
        sys.stderr.write("A room has one lower-case word for a name: make room NAME=ideas\n")
        return 2
    for path in lay_out(room):
        sys.stdout.write(f"{path.relative_to(ROOT)}\n")
    sys.stdout.write(
        f"Now give {room} its place: the contract 'rooms' in pyproject.toml, the URL map in\n"
        "app/web/__init__.py, the register in docs/house.md, the switchboard in app/wiring.py.\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

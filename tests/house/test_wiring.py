"""The switchboard is complete: every event is answered, and every reaction is wired."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import is_dataclass
from types import ModuleType

import app.domain
from app import wiring
from app.timetable import SCHEDULE


def rooms() -> list[str]:
    return [room.name for room in pkgutil.iter_modules(app.domain.__path__) if room.ispkg]


def modules(furniture: str) -> Iterator[ModuleType]:
    """Every room's module of this name, and the parts of it where it is a folder."""
    for room in rooms():
        try:
            module = importlib.import_module(f"app.domain.{room}.{furniture}")
        except ModuleNotFoundError as error:
            if error.name != f"app.domain.{room}.{furniture}":
                raise
            continue
        yield module
        for part in pkgutil.iter_modules(getattr(module, "__path__", [])):
            yield importlib.import_module(f"{module.__name__}.{part.name}")


def own(module: ModuleType) -> Iterator[tuple[str, object]]:
    for name, thing in vars(module).items():
        if getattr(thing, "__module__", "") == module.__name__ and not name.startswith("_"):
            yield name, thing


def events() -> dict[str, type]:
    found = [one for module in modules("events") for _, one in own(module)]
    return {
        f"{one.__module__}.{one.__name__}": one
        for one in found
        if inspect.isclass(one) and is_dataclass(one)
    }


def reactions() -> dict[str, object]:
    found = [one for module in modules("reactions") for _, one in own(module)]
    return {f"{one.__module__}.{one.__qualname__}": one for one in found if inspect.isroutine(one)}


def test_there_are_events_and_reactions_to_look_at() -> None:
    assert len(events()) > 20
    assert len(reactions()) > 20


def test_every_event_has_an_entry() -> None:
    answered = set(wiring.NOW) | set(wiring.LATER)
    silent = [name for name, event in events().items() if event not in answered]
    assert not silent, f"an empty list in NOW would be a statement: {silent}"


def test_every_entry_is_an_event_of_a_room() -> None:
    known = set(events().values())
    strangers = [event for event in (*wiring.NOW, *wiring.LATER) if event not in known]
    assert not strangers


def test_every_reaction_is_wired_and_to_one_event_only_once() -> None:
    wired = [one for table in (wiring.NOW, wiring.LATER) for row in table.values() for one in row]
    idle = [name for name, reaction in reactions().items() if reaction not in wired]
    assert not idle, f"nothing calls {idle}"
    for table in (wiring.NOW, wiring.LATER):
        for event, row in table.items():
            assert len(row) == len(set(row)), f"{event.__name__} calls a reaction twice"


def test_a_reaction_answers_either_now_or_later() -> None:
    for event in set(wiring.NOW) & set(wiring.LATER):
        assert not set(wiring.NOW[event]) & set(wiring.LATER[event]), event.__name__


def test_scheduled_work_has_names_of_its_own() -> None:
    counted = Counter(one.name for one in SCHEDULE)
    assert [name for name, times in counted.items() if times > 1] == []
    for one in SCHEDULE:
        assert one.name.split(".")[0], one
        assert one.every.total_seconds() >= 30, f"{one.name} would never rest"

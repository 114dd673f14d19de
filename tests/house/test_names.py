"""Sizes, names and single places: what review would otherwise say twice.

An alarm rings a little above the measure that the house keeps (files about 300 lines, functions
about 30, views about 15): a limit that rang at the first line over would only teach to squeeze.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest

ROOT = Path(__file__).parents[2]
APP = ROOT / "app"
DOMAIN = APP / "domain"

FILE_LINES, FILE_LINES_EVER = 300, 500
FUNCTION_LINES = 35
VIEW_LINES = 20

SHAPELESS_MODULES = {
    "base", "common", "core", "handlers", "helpers", "lib", "managers", "misc", "services",
    "shared", "tools", "util", "utils",
}  # fmt: skip
SHAPELESS_CLASSES = re.compile(r"(Manager|Helper|Data|Info|Handler|Service|Util|Utils)$")
# What a function in a file of this name may not start with: HOUSE's golden names.
WRONG_STARTS = {
    "actions": ("handle_", "process_", "do_", "perform_"),
    "queries": ("get_", "fetch_", "load_", "do_"),
    "policy": ("check_", "has_permission", "can_"),
    "reactions": ("on_", "handle_"),
}
EVENT_NAME = re.compile(r"^(On[A-Z]|Handle)|(Event|Signal)$")

Code = dict[Path, ast.Module]
Node = TypeVar("Node", bound=ast.AST)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def code_under(folder: Path) -> Code:
    return {path: ast.parse(path.read_text("utf-8")) for path in sorted(folder.rglob("*.py"))}


@pytest.fixture(scope="module")
def app_code() -> Code:
    return code_under(APP)


def place(path: Path, node: ast.AST | None = None) -> str:
    """A file, and the line in it, as an editor can open it."""
    line = getattr(node, "lineno", None)
    return str(path.relative_to(ROOT)) + (f":{line}" if line else "")


def functions(tree: ast.AST) -> Iterator[Function]:
    return (it for it in ast.walk(tree) if isinstance(it, Function))


def nodes(code: Code, kind: type[Node]) -> Iterator[tuple[Path, Node]]:
    return (
        (path, it) for path, tree in code.items() for it in ast.walk(tree) if isinstance(it, kind)
    )


def lines_below_docstring(function: Function, source: list[str]) -> int:
    """How many lines do something: without the signature, the docstring, and blank ones."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    if not body:
        return 0
    return sum(bool(line.strip()) for line in source[body[0].lineno - 1 : function.end_lineno])


def is_view(function: Function) -> bool:
    routing = {"route", "get", "post", "put", "patch", "delete"}
    calls = [it.func for it in function.decorator_list if isinstance(it, ast.Call)]
    return any(isinstance(it, ast.Attribute) and it.attr in routing for it in calls)


def test_files_are_small() -> None:
    long = []
    for folder in ("app", "tests", "bench", "migrations"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            lines = path.read_text("utf-8").splitlines()
            full = sum(bool(line.strip()) for line in lines)
            if full > FILE_LINES or len(lines) > FILE_LINES_EVER:
                long.append(f"{place(path)}: {full} lines")
    assert not long, "split by noun:\n" + "\n".join(long)


def test_functions_and_views_are_small(app_code: Code) -> None:
    long = []
    for path, tree in app_code.items():
        source = path.read_text("utf-8").splitlines()
        for function in functions(tree):
            most = VIEW_LINES if is_view(function) else FUNCTION_LINES
            count = lines_below_docstring(function, source)
            if count > most:
                long.append(
                    f"{place(path, function)} {function.name}: {count} lines, at most {most}"
                )
    assert not long, "\n".join(long)


def test_modules_are_named_after_a_noun(app_code: Code) -> None:
    shapeless = [
        place(path)
        for path in app_code
        if SHAPELESS_MODULES & {part.removesuffix(".py") for part in path.relative_to(APP).parts}
    ]
    assert not shapeless


def test_classes_are_named_for_the_thing(app_code: Code) -> None:
    shapeless = [
        f"{place(path, it)} {it.name}"
        for path, it in nodes(app_code, ast.ClassDef)
        if SHAPELESS_CLASSES.search(it.name)
    ]
    assert not shapeless


@pytest.mark.parametrize("furniture", sorted(WRONG_STARTS))
def test_functions_of_the_rules_are_named_as_their_file_asks(
    app_code: Code, furniture: str
) -> None:
    wrong = [
        f"{place(path, it)} {it.name}"
        for path, it in nodes(app_code, ast.FunctionDef)
        if path.is_relative_to(DOMAIN)
        and furniture in {part.removesuffix(".py") for part in path.parts}
        and it.name.startswith(WRONG_STARTS[furniture])
    ]
    assert not wrong


def test_public_answers_of_a_policy_start_with_may_or_must() -> None:
    wrong = [
        f"{place(path, it)} {it.name}"
        for path, tree in code_under(DOMAIN).items()
        if "policy" in {part.removesuffix(".py") for part in path.parts}
        for it in tree.body
        if isinstance(it, ast.FunctionDef)
        and isinstance(it.returns, ast.Name)
        and it.returns.id == "Decision"
        and not it.name.startswith(("may", "must_", "_"))
    ]
    assert not wrong


def test_events_are_named_for_what_happened() -> None:
    events = {path: tree for path, tree in code_under(DOMAIN).items() if path.stem == "events"}
    wrong = [
        place(path, it) for path, it in nodes(events, ast.ClassDef) if EVENT_NAME.search(it.name)
    ]
    assert not wrong


def test_a_room_opens_with_a_docstring_and_nothing_else() -> None:
    wrong = []
    for path in sorted(DOMAIN.glob("*/__init__.py")):
        tree = ast.parse(path.read_text("utf-8"))
        if not ast.get_docstring(tree) or len(tree.body) != 1:
            wrong.append(place(path))
    assert not wrong


def calls(code: Code, name: str) -> list[str]:
    """Where something called `.name(…)` is called."""
    return [
        place(path, it)
        for path, it in nodes(code, ast.Call)
        if isinstance(it.func, ast.Attribute) and it.func.attr == name
    ]


def test_the_program_commits_in_one_place(app_code: Code) -> None:
    # Writers of search engines have a commit of their own, which no row takes part in.
    engines = ("app/kit/fulltext/whoosh/", "app/kit/fulltext/tantivy/")
    found = [it for it in calls(app_code, "commit") if not it.startswith(engines)]
    assert [it.split(":")[0] for it in found] == ["app/kit/work.py"], found


def test_only_the_clock_asks_what_time_it_is(app_code: Code) -> None:
    asked = [
        place(path, it)
        for path, it in nodes(app_code, ast.Attribute)
        if (it.attr in {"now", "utcnow", "today", "utcfromtimestamp"} and _is_of_datetime(it.value))
    ]
    assert {it.split(":")[0] for it in asked} == {"app/kit/clock.py"}, asked


def _is_of_datetime(node: ast.expr) -> bool:
    return ast.unparse(node).rsplit(".", 1)[-1] in {"datetime", "date"}


def test_only_the_settings_read_the_environment(app_code: Code) -> None:
    readers = {
        place(path, it)
        for path, it in nodes(app_code, ast.Attribute)
        if ast.unparse(it) in {"os.environ", "os.getenv", "os.environb"}
    }
    readers |= {
        place(path, it)
        for path, it in nodes(app_code, ast.ImportFrom)
        if it.module == "os" and {"environ", "getenv"} & {name.name for name in it.names}
    }
    assert {it.split(":")[0] for it in readers} == {"app/config.py"}, readers


def test_nothing_of_ours_is_mocked() -> None:
    tests = code_under(ROOT / "tests")
    imported = [
        *(
            (place(path, it), name.name)
            for path, it in nodes(tests, ast.Import)
            for name in it.names
        ),
        *((place(path, it), it.module or "") for path, it in nodes(tests, ast.ImportFrom)),
    ]
    mocked = [where for where, module in imported if module.startswith(("unittest", "mock"))]
    assert not mocked


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_pins_carry_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*--(?!hash=)", text, re.MULTILINE)
    pins = re.findall(r"^[A-Za-z0-9].*?(?=^[A-Za-z0-9#]|\Z)", text, re.MULTILINE | re.DOTALL)
    assert len(pins) > 30
    assert all(re.match(r"[\w.-]+==\S+ \\\n +--hash=sha256:", pin) for pin in pins)


def test_what_production_runs_is_what_is_tested() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^([\w.-]+==\S+)", (ROOT / name).read_text("utf-8"), re.MULTILINE))

    assert pins("requirements.txt") <= pins("requirements-dev.txt")

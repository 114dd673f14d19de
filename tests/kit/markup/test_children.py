"""The children that render: killed, replaced, shared by threads, gone with their parent."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.kit.markup import cook, render, render_many
from app.kit.markup.pool import MAX_CHILDREN, POOL, Busy, Pool
from app.kit.markup.processes import Child, Overtime

PRELUDE = """
import sys, time, types
for name, path in (("app", sys.argv[1]), ("app.kit", sys.argv[1] + "/kit")):
    package = types.ModuleType(name)
    package.__path__ = [path]
    sys.modules[name] = package
from app.kit.markup import render
from app.kit.markup.pool import POOL
render("a")
"""
WAITING = (
    PRELUDE
    + """
print(*(child.process.pid for child in POOL.all), flush=True)
time.sleep(60)
"""
)
TELLING = (
    PRELUDE
    + """
print(sorted({"bleach", "markdown", "pygments", "flask"} & set(sys.modules)))
"""
)
APP = Path(__file__).parents[3] / "app"


def pids() -> list[int]:
    return [child.process.pid for child in POOL.all]


def ends_within(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def test_a_child_is_used_again() -> None:
    render("a")
    before = pids()
    render("b")
    assert pids() == before
    assert 1 <= len(before) <= MAX_CHILDREN


def test_the_next_text_is_rendered_after_a_child_was_killed() -> None:
    render("a")
    before = pids()
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    assert all(ends_within(pid, 30) for pid in before)
    assert render("**b**") == "<p><strong>b</strong></p>"
    assert not set(pids()) <= set(before)


@pytest.mark.hurried
def test_a_child_that_does_not_answer_is_killed_and_replaced() -> None:
    pool = Pool()
    try:
        with pool.lent() as (child, _):
            pass
        os.kill(child.process.pid, signal.SIGSTOP)
        with pytest.raises(Overtime):
            pool.cook("a")
        assert not child.is_alive
        assert pool.cook("*a*") == ["<p><em>a</em></p>"]
    finally:
        pool.close()


@pytest.mark.hurried
def test_one_text_too_many_does_not_stop_the_others_of_a_bulk() -> None:
    pool = Pool()
    try:
        texts = [f"text {number}" for number in range(50)]
        answers = []
        for number, parts in enumerate(pool.cook_many(texts)):
            answers.append(parts)
            if number == 10:
                os.kill(next(iter(pool.all)).process.pid, signal.SIGSTOP)
        assert len(answers) == 50
        assert answers.count(None) == 1
        assert answers[-1] == ["<p>text 49</p>"]
    finally:
        pool.close()


@pytest.mark.hurried
def test_a_bulk_keeps_its_order_and_tells_what_was_too_hard() -> None:
    sources = [f"**{number}**" if number % 7 else "[" * 5_000 for number in range(200)]
    results = render_many(sources)
    assert len(results) == 200
    for number, result in enumerate(results):
        assert result.fallback == (number % 7 == 0)
        assert result.fallback or result.html == f"<p><strong>{number}</strong></p>"


def test_a_bulk_gives_what_one_by_one_gives() -> None:
    sources = ["- a\n- b @bob", "x" * 29_000, "é😀" * 5_000, "", "```py\nx\n```", "<b>"]
    assert render_many(sources) == [cook(source) for source in sources]


def test_nothing_in_bulk_is_nothing() -> None:
    assert render_many([]) == []


def test_eight_threads_share_the_children() -> None:
    sources = [f"*{number}*" for number in range(200)]
    with ThreadPoolExecutor(max_workers=8) as threads:
        answers = list(threads.map(render, sources))
    assert answers == [f"<p><em>{number}</em></p>" for number in range(200)]
    assert len(pids()) <= MAX_CHILDREN


def test_eight_threads_may_come_before_the_first_child() -> None:
    pool = Pool()
    try:
        gate = threading.Barrier(8)

        def first(number: int) -> object:
            gate.wait()
            return pool.cook(str(number))

        with ThreadPoolExecutor(max_workers=8) as threads:
            answers = list(threads.map(first, range(8)))
        assert answers == [[f"<p>{number}</p>"] for number in range(8)]
    finally:
        pool.close()


@pytest.mark.hurried
def test_when_every_child_is_busy_the_text_is_plain_and_may_be_tried_again() -> None:
    pool = Pool()
    try:
        lent = [pool.lent() for _ in range(MAX_CHILDREN)]
        for loan in lent:
            loan.__enter__()
        with pytest.raises(Busy):
            pool.cook("a")
        for loan in lent:
            loan.__exit__(None, None, None)
        assert pool.cook("a") == ["<p>a</p>"]
    finally:
        pool.close()


def test_a_child_that_cannot_start_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")
    POOL.close()
    result = cook("**a** <b>")
    assert result.html == "<p>**a** &lt;b&gt;</p>"
    assert result.fallback
    assert result.may_retry


def test_a_fork_has_children_of_its_own() -> None:
    render("a")
    theirs = pids()
    reader, writer = os.pipe()
    fork = os.fork()
    if fork == 0:
        html = render("**b**")
        is_new = not set(pids()) & set(theirs)
        POOL.close()
        os.write(writer, f"{html} {is_new}".encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(fork, 0)
    assert os.read(reader, 1_000) == b"<p><strong>b</strong></p> True"
    os.close(reader)
    assert render("*c*") == "<p><em>c</em></p>"
    assert pids() == theirs


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_children_go_with_their_parent(how: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WAITING, str(APP)], stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        children = [int(pid) for pid in parent.stdout.readline().split()]
        parent.send_signal(how)
        parent.wait()
    assert children
    assert all(ends_within(pid, 30) for pid in children)


def test_a_child_loads_nothing_of_the_program() -> None:
    child = Child()
    try:
        assert child.await_ready(time.monotonic() + 60)
        maps = Path(f"/proc/{child.process.pid}/maps").read_text()
        assert not [name for name in ("sqlalchemy", "markupsafe", "greenlet") if name in maps]
    finally:
        child.kill()


def test_the_program_loads_neither_parser_nor_sanitiser() -> None:
    done = subprocess.run(
        [sys.executable, "-c", TELLING, str(APP)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"

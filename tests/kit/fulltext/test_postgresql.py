"""The index that many hosts share: they see one another's writes, and live with its absence."""

import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from app.kit.fulltext.contract import Document, Health, IndexBusy, IndexUnavailable, Query
from app.kit.fulltext.postgresql import server, statements
from app.kit.fulltext.postgresql.engine import PostgresqlEngine
from app.kit.fulltext.postgresql.generations import CURRENT
from tests.services.processes import free_port

pytestmark = pytest.mark.needs("postgresql")

ROOT = Path(__file__).parents[3]


@pytest.fixture
def engine(search_server):
    engine = PostgresqlEngine(search_server)
    yield engine
    engine.close()


@pytest.fixture
def other_host(search_server):
    engine = PostgresqlEngine(search_server)
    yield engine
    engine.close()


@pytest.fixture
def sql(search_server):
    with psycopg.connect(search_server.replace("+psycopg", ""), autocommit=True) as connection:
        yield connection.execute


def router(number, text="It restarts."):
    return Document(f"question:{number}", "question", f"Router {number}", text, number)


def keys_of(engine, words, **within):
    return [hit.key for hit in engine.find(Query(words, **within)).hits]


def rebuild(engine, *documents):
    with engine.rebuild() as intake:
        intake.put(documents)


def test_what_one_host_writes_the_others_find_at_once(engine, other_host):
    rebuild(engine, router(1))
    assert keys_of(other_host, "router") == ["question:1"]
    engine.put([router(2)])
    assert sorted(keys_of(other_host, "router")) == ["question:1", "question:2"]
    other_host.drop(["question:1"])
    assert keys_of(engine, "router") == ["question:2"]


def test_all_hosts_switch_to_a_new_index_at_once(engine, other_host):
    rebuild(engine, router(1))
    assert keys_of(other_host, "router") == ["question:1"]
    with engine.rebuild() as intake:
        intake.put([router(2)])
        assert keys_of(other_host, "router") == ["question:1"]
    assert keys_of(other_host, "router") == ["question:2"]


def test_a_host_searches_while_another_process_rebuilds(engine, search_server):
    rebuild(engine, *(router(number) for number in range(40)))
    script = (
        "import sys; from app.kit.fulltext.contract import Document\n"
        "from app.kit.fulltext.postgresql.engine import PostgresqlEngine\n"
        "engine = PostgresqlEngine(sys.argv[1])\n"
        "for _ in range(3):\n"
        "    with engine.rebuild() as intake:\n"
        "        for n in range(40):\n"
        "            intake.put([Document(f'question:{n}', 'question', f'Router {n}', '')])\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script, search_server], cwd=ROOT)
    searches = 0
    while process.poll() is None:
        assert len(keys_of(engine, "router", limit=50)) == 40
        searches += 1
    assert process.returncode == 0
    assert searches > 1


def test_a_rebuild_that_was_killed_harms_nothing_and_is_swept(engine, search_server, sql):
    rebuild(engine, router(1))
    script = (
        "import os, sys; from app.kit.fulltext.contract import Document\n"
        "from app.kit.fulltext.postgresql.engine import PostgresqlEngine\n"
        "with PostgresqlEngine(sys.argv[1]).rebuild() as intake:\n"
        "    intake.put([Document('question:9', 'question', 'Router', '')])\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, search_server], cwd=ROOT, check=False)
    assert done.returncode == -9
    assert keys_of(engine, "router") == ["question:1"]
    assert _generations(sql) == 2
    _rebuild_once_the_lock_is_free(engine, router(2))
    assert keys_of(engine, "router") == ["question:2"]
    rebuild(engine, router(3))
    assert _generations(sql) == 2  # the current one, and the one before for who still reads it


def _generations(sql):
    return len(sql("SELECT FROM pg_tables WHERE tablename ~ '^documents_[0-9]+$'").fetchall())


def _rebuild_once_the_lock_is_free(engine, document):
    until = time.monotonic() + 20
    while True:
        try:
            return rebuild(engine, document)
        except IndexBusy:  # the server has yet to notice that the other died
            assert time.monotonic() < until
            time.sleep(0.1)


def test_a_rebuild_pours_as_it_reads_and_holds_a_few_documents(engine, sql):
    poured = []

    def documents():
        for number in range(1_200):
            yield router(number)
        tables = sql("SELECT max(tablename) FROM pg_tables WHERE tablename ~ '^texts_'").fetchone()
        poured.extend(sql(f"SELECT count(*) FROM pukka_search.{tables[0]}").fetchone())

    rebuild(engine, *())
    with engine.rebuild() as intake:
        intake.put(documents())
    assert poured[0] >= 500
    assert engine.frequencies(["router"]).documents == 1_200


def test_one_rebuild_at_a_time(engine, other_host):
    with engine.rebuild(), pytest.raises(IndexBusy), other_host.rebuild():
        pass
    assert engine.health() is Health.READY


def test_hosts_that_write_at_once_lose_nothing(engine, other_host):
    rebuild(engine)

    def write(host, first):
        for number in range(first, first + 15):
            host.put([router(number), router(1000)])

    threads = [
        threading.Thread(target=write, args=[host, first])
        for host, first in [(engine, 0), (other_host, 100), (engine, 200)]
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list(engine.keys())) == 46
    assert engine.frequencies(["router"]).of["router"] == 46
    assert engine.frequencies([]).documents == 46


def test_a_writer_that_is_locked_out_says_so(engine, sql, monkeypatch):
    rebuild(engine, router(1))
    monkeypatch.setattr(server, "_WRITING", "SET lock_timeout = 50")
    sql("SELECT pg_advisory_lock({}, {})".format(*server._PEN))
    with pytest.raises(IndexBusy):
        engine.put([router(2)])
    assert keys_of(engine, "router") == ["question:1"]


def test_an_index_that_is_not_there_is_missing_until_it_is_built(engine):
    assert engine.health() is Health.MISSING
    with pytest.raises(IndexUnavailable):
        keys_of(engine, "router")
    engine.drop(["question:1"])
    assert engine.health() is Health.MISSING
    engine.put([router(1)])
    assert engine.health() is Health.INCOMPLETE
    assert keys_of(engine, "router") == ["question:1"]
    rebuild(engine, router(1))
    assert engine.health() is Health.READY


def test_an_index_that_lost_a_table_starts_anew(engine, sql):
    rebuild(engine, router(1))
    (number,) = sql(f"SELECT generation FROM {CURRENT}").fetchone()
    sql(f"DROP TABLE pukka_search.postings_{number}")
    with pytest.raises(IndexUnavailable):
        keys_of(engine, "router")
    assert engine.health() is Health.MISSING
    engine.put([router(2)])
    assert engine.health() is Health.INCOMPLETE
    assert keys_of(engine, "router") == ["question:2"]


def test_an_index_of_another_layout_is_rebuilt_and_not_read(engine, sql):
    rebuild(engine, router(1))
    sql(f"ALTER TABLE {CURRENT} RENAME TO current0")
    assert engine.health() is Health.MISSING
    with pytest.raises(IndexUnavailable):
        keys_of(engine, "router")
    rebuild(engine, router(2))
    assert keys_of(engine, "router") == ["question:2"]
    assert _generations(sql) == 1


def test_connections_that_the_server_ended_are_opened_again(engine, sql):
    rebuild(engine, router(1))
    assert keys_of(engine, "router") == ["question:1"]
    sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = 'pukka search'"
    )
    assert keys_of(engine, "router") == ["question:1"]


@pytest.mark.loopback
def test_a_server_that_is_away_is_asked_only_now_and_then(monkeypatch):
    engine = PostgresqlEngine(f"postgresql://pukka@127.0.0.1:{free_port()}/nowhere")
    attempts = []
    connect = psycopg.connect

    def counted(*words, **values):
        attempts.append(1)
        return connect(*words, **values)

    monkeypatch.setattr(psycopg, "connect", counted)
    for _ in range(3):
        with pytest.raises(IndexUnavailable, match=r"cannot be reached: .*refused"):
            keys_of(engine, "router")
    # It may be sound: nobody is asked to build it anew.
    assert engine.health() is Health.AWAY
    with pytest.raises(IndexUnavailable):
        engine.put([router(1)])
    assert len(attempts) == 1


def test_a_database_that_is_not_there_is_named_and_no_password_told(search_server):
    url = make_url(search_server).set(database="nowhere", password="heather")
    engine = PostgresqlEngine(url.render_as_string(hide_password=False))
    with (
        pytest.raises(IndexUnavailable, match='"nowhere" does not exist') as fault,
        engine.rebuild(),
    ):
        pass
    assert "heather" not in str(fault.value)
    assert engine.health() is Health.AWAY


def test_of_many_that_match_the_best_are_looked_at_and_those_within_the_filters(
    engine, monkeypatch
):
    monkeypatch.setattr(statements, "MOST_LOOKED_AT", 12)
    monkeypatch.setattr(statements, "MOST_COUNTED", 12)
    best = [router(number, "Router, router!") for number in range(20)]
    rare = [replace(router(number), keywords={"tag": ["rare"]}) for number in range(100, 104)]
    rebuild(engine, *best, *rare)
    hits = engine.find(Query("router", limit=11)).hits
    assert {hit.key for hit in hits} <= {one.key for one in best}
    found = engine.find(Query("router", limit=5, counted=["kind"]))
    assert (found.total, found.is_whole, found.counts["kind"]) == (13, False, {"question": 13})
    # None of the best have the tag.
    found = engine.find(Query("router", filters={"tag": ["rare"]}, counted=["kind"]))
    assert {hit.key for hit in found.hits} == {one.key for one in rare}
    assert (found.total, found.is_whole) == (4, True)
    assert len(engine.find(Query("router", order="newest", limit=50)).hits) == 24


def test_what_is_remembered_holds_until_somebody_writes(engine, other_host, monkeypatch):
    rebuild(engine, router(1))
    assert keys_of(engine, "router") == ["question:1"]
    with monkeypatch.context() as patch:
        patch.setattr(statements, "statement", None)
        assert keys_of(engine, "router") == ["question:1"]
    other_host.put([router(2)])
    assert sorted(keys_of(engine, "router")) == ["question:1", "question:2"]
    assert engine.frequencies(["router"]).of == {"router": 2}


def test_each_index_is_named_differently(engine, other_host):
    assert engine.identity() == ""
    rebuild(engine, router(1))
    first = engine.identity()
    assert first == other_host.identity() != ""
    engine.put([router(2)])
    assert engine.identity() == first
    rebuild(engine, router(1))
    assert engine.identity() not in {first, ""}


def test_a_server_that_only_reads_says_that_it_cannot_be_written(engine, sql):
    rebuild(engine, router(1))
    (name,) = sql("SELECT current_database()").fetchone()
    sql(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    engine.close()
    try:
        with pytest.raises(IndexUnavailable, match=r"cannot be written: .*read-only"):
            engine.put([router(2)])
        assert keys_of(engine, "router") == ["question:1"]
    finally:
        sql(f"ALTER DATABASE {name} RESET default_transaction_read_only")


def test_a_search_that_takes_too_long_is_given_up(engine, monkeypatch):
    rebuild(engine, router(1))
    monkeypatch.setattr(server, "_MANNER", "SET statement_timeout = 50")
    engine.close()
    with pytest.raises(IndexUnavailable, match="too long"):
        engine._server.read(lambda connection: connection.execute("SELECT pg_sleep(5)"))
    assert keys_of(engine, "router") == ["question:1"]


def test_a_role_that_may_not_make_a_schema_is_told_what_it_lacks(search_server, sql):
    sql("DROP ROLE IF EXISTS reader")
    sql("CREATE ROLE reader LOGIN")
    url = make_url(search_server).set(username="reader", password=None)
    engine = PostgresqlEngine(url.render_as_string())
    try:
        with pytest.raises(IndexUnavailable, match="GRANT CREATE ON DATABASE"):
            engine.put([router(1)])
    finally:
        engine.close()
        sql("DROP ROLE reader")


def test_tidying_removes_what_changes_left_behind(engine, sql):
    rebuild(engine, router(0, "Rarity."))
    for _ in range(30):
        engine.put([router(0, "Changed.")])
    assert engine.frequencies(["rariti", "router"]).of == {"rariti": 0, "router": 1}
    (number,) = sql(f"SELECT generation FROM {CURRENT}").fetchone()
    postings = f"SELECT count(*) FROM pukka_search.postings_{number}"
    (before,) = sql(postings).fetchone()
    engine.tidy()
    (after,) = sql(postings).fetchone()
    assert before > 90
    assert after == 5  # "router" and "0", each in the title as well, and "changed"
    assert keys_of(engine, "changed") == ["question:0"]


def test_the_sites_own_tables_are_left_alone(engine, sql):
    before = sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    rebuild(engine, router(1))
    after = sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert before == after

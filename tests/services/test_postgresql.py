from collections.abc import Callable

import psycopg
from sqlalchemy import create_engine, text


def test_the_database_of_this_process_answers_and_folds_case_beyond_ascii(
    postgresql_url: str,
) -> None:
    engine = create_engine(postgresql_url)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT lower('ÄÖ')")) == "äö"
    engine.dispose()


def test_each_new_database_is_another_and_empty(
    new_postgresql_database: Callable[[], str],
) -> None:
    one, other = new_postgresql_database(), new_postgresql_database()
    with _connect(one) as connection:
        connection.execute("CREATE TABLE things (id int)")
    with _connect(other) as connection:
        found = connection.execute("SELECT count(*) FROM pg_tables WHERE tablename = 'things'")
        assert found.fetchone() == (0,)


def _connect(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", ""))

"""Each list is served by an index in its own order: the database does not sort what it pages."""

import pytest
from sqlalchemy import event, text

from app.domain.forum.queries.filters import TABS, QuestionFilter
from app.domain.forum.queries.lists import question_list
from app.domain.forum.queries.question_pages import question_page
from app.domain.forum.queries.queues import Topics, queue
from app.kit.db import db
from tests.factories.catalog import make_product
from tests.factories.forum import make_answer, make_question

# What PostgreSQL would rather do on a nearly empty table: it sorts, then, only where it must.
DETOURS = ("enable_sort", "enable_seqscan", "enable_bitmapscan", "enable_hashjoin")


@pytest.fixture
def plans(session):
    """Runs something and gives the plan of each statement that reads questions."""

    def plans_of(read):
        seen = []

        def note(_connection, _cursor, statement, parameters, *_rest):
            if "questions" in statement and "EXPLAIN" not in statement:
                seen.append((statement, parameters))

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            read()
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return [plan_of(*statement) for statement in seen]

    return plans_of


def plan_of(statement, parameters):
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return [row[3] for row in rows]
    for detour in DETOURS:
        connection.execute(text(f"SET LOCAL {detour} = off"))
    return [row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)]


def sorts(plan):
    return [step for step in plan if "TEMP B-TREE" in step or "Sort" in step]


def uses(plan, index):
    # PostgreSQL chooses by what it knows of the rows, here none; that it need not sort is enough.
    is_sqlite = db.engine.dialect.name == "sqlite"
    return any(index in step for step in plan) or not is_sqlite


@pytest.mark.parametrize("tab", TABS)
def test_a_list_is_read_in_the_order_of_an_index(plans, guest, bob, tab):
    make_question()
    for person in (guest, bob):
        first, *_ = plans(lambda p=person: question_list(QuestionFilter(tab=tab), actor=p))
        assert not sorts(first), first
        assert uses(first, f"ix_questions_{tab}"), first


def test_a_products_list_is_read_in_the_order_of_its_index(plans, guest):
    product = make_product()
    plan = plans(lambda: question_list(QuestionFilter(product=product.slug), actor=guest))[-1]
    assert uses(plan, "ix_questions_product_active"), plan
    assert not sorts(plan), plan


def test_a_spaces_list_is_read_in_the_order_of_its_index(plans, guest):
    plan = plans(lambda: question_list(QuestionFilter(space="community"), actor=guest))[0]
    assert uses(plan, "ix_questions_space"), plan
    assert not sorts(plan), plan


def test_a_queue_is_read_in_the_order_of_an_index(plans, tess):
    make_question()
    first, *_ = plans(lambda: queue("done", actor=tess))
    assert not sorts(first), first


def test_ones_own_queue_is_read_in_the_order_of_an_index(plans, tess):
    make_question()
    topics = Topics(frozenset({1, 2}), frozenset({3}))
    first, *_ = plans(lambda: queue("yours", actor=tess, topics=topics, sort="affected"))
    assert uses(first, "ix_questions_affected"), first
    assert not sorts(first), first


def test_a_question_page_reads_no_table_whole(plans, guest):
    question_id = make_answer().question_id
    found = plans(lambda: question_page(question_id, actor=guest))
    assert found
    for plan in found:
        whole = [s for s in plan if s.startswith("SCAN ") and "INDEX" not in s]
        # Spaces are few; an anonymous part is what was found before.
        assert not [s for s in whole if "spaces" not in s and "anon" not in s], plan
        assert not [s for s in plan if "Seq Scan on questions" in s], plan

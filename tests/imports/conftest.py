"""Imports of dumps made by hand."""

import pytest

from app.domain.catalog.actions import ensure_default_space
from app.imports.stackexchange.check import check
from app.imports.stackexchange.dump import Dump
from app.imports.stackexchange.write import import_site
from app.imports.stackexchange.writing import target
from app.kit.db import db
from app.kit.work import write
from tests.imports.dumps import dump_texts, write_folder

SITE = "iot.stackexchange.com"


@pytest.fixture
def bring(tmp_path, session):
    """Import a dump of these rows; return the plan's table when its numbers add up."""

    def importing(product_id=None, **kinds):
        folder = write_folder(tmp_path / SITE, dump_texts(**kinds))
        with Dump.open(folder) as dump:
            plan = check(dump)
            space = write(ensure_default_space)
            import_site(dump, target.Target(plan, SITE, space.id, product_id))
        assert plan.table.unexplained() == {}
        db.session.rollback()
        return plan.table

    return importing

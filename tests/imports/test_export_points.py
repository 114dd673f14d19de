"""Points move with their site: every line, every total, and the proof of both."""

from sqlalchemy import func, select

from app.domain.accounts.models import User
from app.domain.forum.actions.voting import vote
from app.domain.reputation.actions.recounting import check, recount_all
from app.domain.reputation.actions.standings import check_standings, count_entries
from app.domain.reputation.models.ledger import Entry
from app.imports.export.reading import checked_export, fill_site
from app.imports.export.writing import one_moment, write_export
from app.kit.db import db
from app.kit.work import write
from tests.factories.forum import make_answer, make_question
from tests.imports.sites import whole_site
from tests.people import make_member


def test_points_are_proved_where_a_site_moved_to(tmp_path):
    with whole_site(tmp_path / "source"):
        bob, alice = make_member("bob"), make_member("alice")
        answer = make_answer(make_question(author=alice), author=bob)
        recount_all()
        for value in (1, 0, 1):
            write(vote, answer, by=alice, value=value)
        count_entries()
        lines = db.session.scalar(select(func.count(Entry.id)))
        assert (lines or 0) > 4
        with one_moment() as connection:
            write_export(connection, tmp_path / "out", "http://localhost")
    with whole_site(tmp_path / "target"):
        with checked_export(tmp_path / "out") as found:
            fill_site(found)
        assert db.session.scalar(select(func.count(Entry.id))) == lines
        assert db.session.scalar(select(User.points).where(User.handle == "bob")) == 14
        assert not any(check().values())
        assert not any(check_standings().values())
        assert recount_all()["facts"] == 0

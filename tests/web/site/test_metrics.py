"""Figures for operators: told to admins, by session or by token, to nobody else."""

from __future__ import annotations

from typing import Any

from app.domain.accounts.models import User
from app.domain.accounts.tokens import create_token
from app.kit.work import write
from tests.factories.forum import make_question


def test_an_admins_token_reads_the_figures(client: Any, ada: User) -> None:
    make_question()
    _, text = write(create_token, by=ada, name="prometheus")
    client.get("/healthz")
    response = client.get("/metrics", headers={"Authorization": f"Bearer {text}"})
    assert response.status_code == 200
    figures = response.get_data(as_text=True)
    assert 'pukka_questions{state="all"} 1' in figures
    assert "pukka_request_seconds_count" in figures
    for line in figures.splitlines():
        assert line.startswith("#") or float(line.rsplit(" ", 1)[1]) >= 0


def test_nobody_else_reads_them(client: Any, as_member: Any, alice: User, morgan: User) -> None:
    _, text = write(create_token, by=alice, name="curious")
    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", headers={"Authorization": f"Bearer {text}"}).status_code == 403
    assert client.get("/metrics", headers={"Authorization": "Bearer x"}).status_code == 403
    assert as_member(morgan).get("/metrics").status_code == 403

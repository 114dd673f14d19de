"""The gallery is where the builders look: in development, never on a public site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app import create_app
from app.domain.accounts.models import User
from app.kit.db import db
from tests.conftest import SignIn, settings_for


def test_the_gallery_shows_itself_to_visitors_and_members(
    client: Any, sign_in: SignIn, alice: User
) -> None:
    visitor = client.get("/gallery")
    assert visitor.status_code == 200
    assert "Every component in every state" in visitor.get_data(as_text=True)
    assert 'href="/signin"' in visitor.get_data(as_text=True)
    sign_in(client, alice)
    assert client.get("/gallery").status_code == 200


def test_a_public_site_has_no_gallery(tmp_path: Path) -> None:
    site = create_app(
        settings_for(tmp_path, f"sqlite:///{tmp_path / 's.db'}", mode="production", testing=False)
    )
    assert "/gallery" not in {rule.rule for rule in site.url_map.iter_rules()}
    with site.app_context():
        db.engine.dispose()

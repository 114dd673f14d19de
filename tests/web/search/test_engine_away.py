"""The server of the index is away: search finds by titles, all else is as ever."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.search import actions
from app.kit import fulltext
from tests.factories.forum import make_question
from tests.services.processes import free_port


@pytest.mark.loopback
def test_pages_stand_while_the_server_of_the_index_is_away(client: Any) -> None:
    question = make_question("The ocelot lamp")
    actions.rebuild()
    nowhere = f"postgresql://pukka@127.0.0.1:{free_port()}/nowhere"
    fulltext.use(fulltext.open_engine(nowhere, client.application.settings.instance))
    found = client.get("/search?q=ocelot")
    assert found.status_code == 200
    assert "Search is being repaired" in found.text
    assert "ocelot" in found.text.replace('value="ocelot"', "")
    for path in ("/", f"/questions/{question.id}", "/search/suggest?q=ocel", "/questions/ask"):
        assert client.get(path, follow_redirects=True).status_code == 200
    assert client.get("/questions/matches?title=my ocelot lamp").status_code == 200
    ready = client.get("/readyz")
    assert (ready.status_code, ready.get_json()["index"]) == (200, "away")

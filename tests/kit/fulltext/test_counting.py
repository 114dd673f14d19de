"""What is carried by more values than have sets of their own is counted all the same."""

from collections import Counter

import pytest

from app.kit.fulltext.contract import Document, Query
from app.kit.fulltext.engines import open_engine


@pytest.mark.parametrize("sets", [0, 3, 1000])
@pytest.mark.parametrize("many", [2, 1000])
def test_common_and_rare_values_are_counted_alike(monkeypatch, tmp_path, sets, many):
    monkeypatch.setattr("app.kit.fulltext.whoosh.carried._SETS", sets)
    monkeypatch.setattr("app.kit.fulltext.whoosh.carried._MANY", many)
    tags = {
        # Of some tags many, of others one or two.
        f"question:{number}": sorted({f"t{number % some}" for some in (1, 3, 7, 40)})
        for number in range(60)
    }
    engine = open_engine("memory:", tmp_path)
    engine.put(
        Document(key, "question", "Lamp hums" if len(worn) > 3 else "Lamp", "", 1, {"tag": worn})
        for key, worn in tags.items()
    )
    engine.drop(["question:7"])
    for word, is_meant in (("lamp", lambda _: True), ("hums", lambda worn: len(worn) > 3)):
        expected = Counter(
            tag
            for key, worn in tags.items()
            if key != "question:7" and is_meant(worn)
            for tag in worn
        )
        assert engine.find(Query(word, counted=["tag"])).counts["tag"] == expected

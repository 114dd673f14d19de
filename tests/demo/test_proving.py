"""The demo as a site has it: loaded by the command, and proved by those that count anew."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from flask import current_app

from app.application import Community
from app.kit import jobs
from tests.imports.sites import whole_site

PROOFS = (("ideas", "check"), ("knowledge", "check"), ("reputation", "check"))


def test_every_proof_holds_after_the_load_and_once_its_work_is_done(tmp_path: Path) -> None:
    with whole_site(tmp_path / "site"):
        site = cast("Community", current_app._get_current_object())  # type: ignore[attr-defined]
        runner = site.test_cli_runner()
        loaded = runner.invoke(args=["demo", "load"])
        assert loaded.exit_code == 0, loaded.output
        for moment in ("loaded", "worked"):
            for proof in PROOFS:
                done = runner.invoke(args=list(proof))
                assert done.exit_code == 0, (moment, proof, done.output)
            jobs.run_all()

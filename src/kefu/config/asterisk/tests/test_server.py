from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kefu.config.asterisk.server import RECORD_BYTES, RECORD_FILES, Server
from kefu.config.asterisk.tests.test_configuration import PLAN


def test_its_list_of_calls_is_bounded(tmp_path: Path) -> None:
    server = Server(replace(PLAN, directory=tmp_path))
    records = server.plan.log / "cdr-csv" / "Master.csv"
    records.parent.mkdir(parents=True)
    for number in range(RECORD_FILES + 3):
        with records.open("wb") as file:
            file.truncate(RECORD_BYTES + number)
        server.tidy_records()
    kept = {path.name: path.stat().st_size - RECORD_BYTES for path in records.parent.iterdir()}
    newest = RECORD_FILES + 2
    assert kept == {f"Master.csv.{n}": newest - n + 1 for n in range(1, RECORD_FILES)}
    records.write_text("a short one")
    server.tidy_records()
    assert records.exists()

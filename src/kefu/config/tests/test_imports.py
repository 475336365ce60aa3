"""`kefu import tickets`, `customers` and `calls`: the counts are all that scripts read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kefu.config import cli, founding
from kefu.config.cli import import_records
from kefu.config.environment import SOURCE_TREE
from kefu.foundation.customers.models import TimelineEntry
from kefu.kernel.actor import system
from kefu.service.tickets.models import Ticket

SAMPLES = SOURCE_TREE / "tests" / "data" / "imports"


@contextmanager
def _ready() -> Iterator[None]:
    yield


def test_files_come_in_by_command_with_their_counts(
    db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(import_records, "django_ready", _ready)
    house = founding.create(code="acme", name="青山", admin_email="owner@acme.test", password="harvest-moon-42")
    actor = system(house.id)

    def told(what: str, file: Path, *more: str) -> tuple[int, int, int]:
        assert cli.main(["import", what, str(file), "--org", "acme", "--json", *more]) == 0
        counts = json.loads(capsys.readouterr().out)
        return counts["read"], counts["accepted"], counts["quarantined"]

    assert told("customers", SAMPLES / "udesk_customers.csv") == (2, 2, 0)
    own = tmp_path / "own.csv"
    own.write_text("单据,说的什么,结果\n7,打不开,搞定\n8,很慢,没搞定\n9,不清楚,天知道\n", encoding="gb18030")
    said = tmp_path / "map.json"
    said.write_text(
        json.dumps({
            "columns": {"单据": "key", "说的什么": "subject", "结果": "status"},
            "values": {"status": {"搞定": "done", "没搞定": "open"}},
        })
    )  # fmt: skip
    for _ in range(2):
        assert told("tickets", own, "--map", str(said), "--type", "repair") == (3, 2, 1)
    assert "天知道" in (tmp_path / "own.rejects.csv").read_text(encoding="utf-8-sig")
    tickets = Ticket.objects.for_actor(actor).order_by("subject")
    assert [(one.subject, one.category, one.type.code) for one in tickets] == [
        ("很慢", "open", "repair"), ("打不开", "done", "repair"),
    ]  # fmt: skip
    calls = tmp_path / "calls.csv"
    calls.write_bytes((SAMPLES / "calls.csv").read_bytes())
    assert told("calls", calls) == (3, 2, 1)
    assert TimelineEntry.objects.for_actor(actor).filter(kind="past_contact").count() == 2

    assert cli.main(["import", "tickets", str(tmp_path / "none.csv"), "--org", "acme"]) == 1
    assert "cannot read" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        cli.main(["import", "tickets", "--help"])
    assert "工单编号" in capsys.readouterr().out

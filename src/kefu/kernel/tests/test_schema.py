"""An empty database begins with `settings.SCHEMA`; that its tables are right is compared in `config/tests/test_upgrade.py`."""

from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from kefu.kernel.management.commands.migrate import plant


@pytest.mark.django_db
@pytest.mark.parametrize("written", ["CREATE TABLE plums (ripe boolean); CREATE PLUM;", None])
def test_what_a_server_cannot_read_leaves_nothing_behind(
    written: str | None, tmp_path: Path, settings: Settings
) -> None:
    settings.SCHEMA = tmp_path / "schema.sql"
    if written:
        settings.SCHEMA.write_text(written)
    plant(connection)
    assert "plums" not in connection.introspection.table_names()

from collections.abc import Iterator
from pathlib import Path

import pytest

from kefu.config.tests.instances import Instance, free_port


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    made = Instance(tmp_path / "a data directory", free_port())
    yield made
    made.discard()

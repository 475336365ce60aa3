"""The container is described by what stands here. No engine that could build it runs in the tests: its steps are those of `make run`."""

from __future__ import annotations

import os
import re

from kefu.config.environment import SOURCE_TREE


def test_the_image_is_made_of_what_is_here_and_nothing_that_was_made_here() -> None:
    steps = (SOURCE_TREE / "Dockerfile").read_text()
    scripts = re.findall(r"scripts/\S+\.sh", steps)
    assert scripts and all(os.access(SOURCE_TREE / script, os.X_OK) for script in scripts)
    made = {line.strip("/") for line in (SOURCE_TREE / ".gitignore").read_text().split()} - {"*.pyc", "uv.lock"}
    left_out = {line.removeprefix("**/") for line in (SOURCE_TREE / ".dockerignore").read_text().split()}
    assert made <= left_out, "what git does not keep is not copied either"


def test_data_outlives_the_container() -> None:
    steps, composed = ((SOURCE_TREE / name).read_text() for name in ("Dockerfile", "compose.yaml"))
    assert "VOLUME /data" in steps and "KEFU_DATA=/data" in steps and "- data:/data" in composed
    assert "restart: unless-stopped" in composed and "network_mode: host" in composed

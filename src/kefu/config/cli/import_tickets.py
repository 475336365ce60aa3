"""`kefu import tickets`."""

from __future__ import annotations

from functools import partial

from kefu.config.cli import import_records

configure = partial(import_records.configure, kind="tickets")
run = partial(import_records.run, kind="tickets")

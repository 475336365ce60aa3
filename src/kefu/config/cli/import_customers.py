"""`kefu import customers`."""

from __future__ import annotations

from functools import partial

from kefu.config.cli import import_records

configure = partial(import_records.configure, kind="customers")
run = partial(import_records.run, kind="customers")

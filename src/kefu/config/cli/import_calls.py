"""`kefu import calls`: past calls, a line each in the story of their customer."""

from __future__ import annotations

from functools import partial

from kefu.config.cli import import_records

configure = partial(import_records.configure, kind="contacts")
run = partial(import_records.run, kind="contacts")

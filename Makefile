# The front door. Everything is set up on the way: Python packages in .venv, Node if there is none, the web pages.

PYTHON := .venv/bin/python
unexport PYTHONDONTWRITEBYTECODE   # every role would compile everything at every start
.PHONY: run test check docs lock openapi schema web clean setup-run setup-dev setup-test

run: setup-run   ## start Kefu and stay in the foreground; Ctrl-C stops it
	@exec .venv/bin/kefu run

test: setup-test   ## the whole suite, browsers included; of three workers one waits most of its time for calls
	@exec $(PYTHON) -m pytest -n 2

check: setup-dev   ## style, types, import contracts; Python and web
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports
	@scripts/web.sh run lint
	@scripts/web.sh run typecheck

web: setup-run   ## build the desk and the widget

openapi: setup-dev   ## write the API's document anew, and the front end's types from it
	.venv/bin/kefu openapi > web/packages/api/openapi.json
	@scripts/web.sh run api

schema: setup-dev   ## write the tables with which an empty database begins anew, from the migrations; takes minutes
	.venv/bin/python -m kefu.config.upkeep.schema write

docs: setup-dev   ## write the pages that are made from the code anew
	DJANGO_SETTINGS_MODULE=kefu.config.settings $(PYTHON) -c 'import django; django.setup(); \
		from kefu.config import events_doc; print(events_doc.document(), end="")' > docs/events.md

lock:   ## resolve the Python packages anew
	UV=.tools/uv/bin/uv requirements/lock.sh

clean:   ## remove what the set-up made; the data in var/ stays
	rm -rf .venv .tools web/node_modules web/desk/dist web/widget/dist

setup-run:
	@scripts/python.sh core
	@scripts/web.sh

setup-dev:
	@scripts/python.sh dev

setup-test: setup-dev
	@scripts/web.sh
	@scripts/chromium.sh
	@scripts/pebble.sh
	@scripts/asterisk.sh
	@scripts/dovecot.sh
	@scripts/coturn.sh

#!/usr/bin/env bash
# Unpacks Debian's Asterisk into .tools/asterisk for the tests of the telephone; nothing is installed. `--renew`: what Debian has today.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh

unpack() { .venv/bin/python -m kefu.config.asterisk.provision "$TOOLS" "$@" >"$TOOLS/asterisk.path"; }

if [ -n "${KEFU_ASTERISK:-}" ]; then exit 0; fi
if [ -x "$(cat "$TOOLS/asterisk.path" 2>/dev/null)/usr/sbin/asterisk" ] && [ "${1:-}" != --renew ]; then exit 0; fi
progress "Unpacking Asterisk" unpack "$@"

#!/usr/bin/env bash
# Unpacks Debian's coturn, a relay for audio, with what it needs into .tools/coturn, for tests. Nothing is installed.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh

[ -x "$TOOLS/coturn/usr/bin/turnserver" ] && exit 0
command -v apt-get >/dev/null || fail "The tests of relayed calls need coturn in $TOOLS/coturn."
progress "Unpacking coturn" unpack_debian coturn coturn

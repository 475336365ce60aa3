#!/usr/bin/env bash
# Unpacks Debian's Pebble, a certificate authority for tests, into .tools/pebble. Nothing is installed.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh

unpack() {
    local folder
    folder=$(mktemp -d)
    # as root apt reads package lists of its own; an ordinary user has those that the machine has
    if [ "$(id -u)" = 0 ]; then apt-get -q update; fi
    (cd "$folder" && apt-get -q download pebble && dpkg-deb -x pebble_*.deb unpacked)
    mkdir -p "$TOOLS/pebble"
    cp "$folder"/unpacked/usr/bin/pebble* "$TOOLS/pebble/"
    rm -rf "$folder"
}

[ -x "$TOOLS/pebble/pebble" ] && exit 0
command -v apt-get >/dev/null || fail "The tests of certificates need pebble and pebble-challtestsrv in $TOOLS/pebble."
mkdir -p "$TOOLS"
progress "Unpacking Pebble" unpack

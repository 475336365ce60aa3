#!/usr/bin/env bash
# Unpacks Debian's Dovecot, an IMAP server for tests, with what it needs into .tools/dovecot. Nothing is installed.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh

unpack() {
    local folder
    folder=$(mktemp -d)
    # as root apt reads package lists of its own; an ordinary user has those that the machine has
    if [ "$(id -u)" = 0 ]; then apt-get -q update; fi
    (
        cd "$folder"
        # what of it this machine does not have; Dovecot itself even where it has it
        names=$(apt-get -s --no-install-recommends install dovecot-imapd | sed -n 's/^Inst \(\S*\).*/\1/p')
        # shellcheck disable=SC2086  # names are words
        apt-get -q download $(printf '%s\n' dovecot-core dovecot-imapd $names | sort -u)
        for package in *.deb; do dpkg-deb -x "$package" unpacked; done
    )
    rm -rf "$TOOLS/dovecot"
    mkdir -p "$TOOLS/dovecot"
    cp -a "$folder/unpacked/usr" "$TOOLS/dovecot/"
    rm -rf "$folder"
}

[ -x "$TOOLS/dovecot/usr/sbin/dovecot" ] && exit 0
command -v apt-get >/dev/null || fail "The tests of mail need Dovecot in $TOOLS/dovecot."
mkdir -p "$TOOLS"
progress "Unpacking Dovecot" unpack

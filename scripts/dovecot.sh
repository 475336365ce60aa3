#!/usr/bin/env bash
# Unpacks Debian's Dovecot, an IMAP server for tests, with what it needs into .tools/dovecot. Nothing is installed.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh

[ -x "$TOOLS/dovecot/usr/sbin/dovecot" ] && exit 0
command -v apt-get >/dev/null || fail "The tests of mail need Dovecot in $TOOLS/dovecot."
progress "Unpacking Dovecot" unpack_debian dovecot dovecot-core dovecot-imapd

#!/usr/bin/env bash
# Finds or fetches a Chromium with Chinese fonts for the browser tests and leaves its path in .tools/chromium.
# As root Debian's package is installed; otherwise the packages are unpacked below the data directory.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh
PACKAGES="chromium fonts-noto-cjk"

install_packages() {
    apt-get -q update
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends $PACKAGES
}

# Everything that the packages need, resolved by apt against the packages of this machine, unpacked by dpkg-deb.
unpack_packages() {
    local root="$1"
    mkdir -p "$root/debs"
    cd "$root/debs"
    # shellcheck disable=SC2086
    apt-get -q download $(apt-get -s --no-install-recommends install $PACKAGES | awk '$1 == "Inst" {print $2}')
    for package in *.deb; do dpkg-deb -x "$package" ..; done
    cd .. && rm -rf debs
    write_launcher "$root"
}

write_launcher() {
    local libraries
    libraries=$(find "$1/usr/lib" "$1/lib" -name '*.so*' -printf '%h\n' 2>/dev/null | sort -u | paste -sd:)
    mkdir -p "$1/etc/fonts"
    cat >"$1/fonts.conf" <<FONTS
<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>$1/usr/share/fonts</dir><dir>/usr/share/fonts</dir><cachedir>$1/fontcache</cachedir></fontconfig>
FONTS
    cat >"$1/chromium" <<LAUNCHER
#!/bin/sh
export LD_LIBRARY_PATH='$libraries' FONTCONFIG_FILE='$1/fonts.conf'
exec '$1/usr/lib/chromium/chromium' "\$@"
LAUNCHER
    chmod +x "$1/chromium"
}

has_chinese_font() { command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh-cn 2>/dev/null)" ]; }

mkdir -p "$TOOLS" "$DATA"
unpacked=$(cd "$DATA" && pwd)/cache/chromium
if command -v chromium >/dev/null && has_chinese_font; then
    command -v chromium >"$TOOLS/chromium"
elif [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    progress "Installing Chromium" install_packages
    command -v chromium >"$TOOLS/chromium"
elif [ -x "$unpacked/chromium" ]; then
    echo "$unpacked/chromium" >"$TOOLS/chromium"
elif command -v apt-get >/dev/null; then
    progress "Unpacking Chromium" unpack_packages "$unpacked"
    echo "$unpacked/chromium" >"$TOOLS/chromium"
else
    fail "The browser tests need Chromium with a Chinese font on PATH."
fi

#!/usr/bin/env bash
# Sets up .venv from a lock file: scripts/python.sh core|dev. Needs Python 3.11 to 3.13, and git and apt at most.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh
LOCK=requirements/$1.lock

find_python() {
    local name
    for name in python3 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    fail "Python 3.11, 3.12 or 3.13 is needed (apt-get install python3)."
}

# Debian splits pip and venv off Python. As root they are installed; otherwise pip is run out of Debian's unpacked package.
install_uv() {
    local python="$1" pip
    rm -rf "$TOOLS/uv"
    if "$python" -m venv "$TOOLS/uv"; then
        pip=("$TOOLS/uv/bin/python" -m pip)
    elif [ "$(id -u)" = 0 ] && command -v apt-get; then
        apt-get -q update
        DEBIAN_FRONTEND=noninteractive apt-get -q install -y python3-venv
        "$python" -m venv --clear "$TOOLS/uv"
        pip=("$TOOLS/uv/bin/python" -m pip)
    elif command -v apt-get; then
        "$python" -m venv --clear --without-pip "$TOOLS/uv"
        mkdir -p "$TOOLS/pip"
        (cd "$TOOLS/pip" && apt-get download python3-pip-whl && dpkg-deb -x python3-pip-whl_*.deb .)
        pip=("$TOOLS/uv/bin/python" "$(echo "$TOOLS"/pip/usr/share/python-wheels/pip-*.whl)/pip")
    else
        fail "Python has no pip here: install python3-venv."
    fi
    "${pip[@]}" install --quiet --require-hashes --only-binary :all: -r requirements/tools.lock
}

# uv does not read pip's settings: hand over the mirror that the machine uses for pip.
use_mirror_of_pip() {
    local index
    [ -n "${UV_DEFAULT_INDEX:-}${UV_INDEX_URL:-}" ] && return
    index="${PIP_INDEX_URL:-$("$TOOLS/uv/bin/python" -m pip config get global.index-url 2>/dev/null || true)}"
    if [ -n "$index" ]; then export UV_DEFAULT_INDEX="$index"; fi
    if [ -n "${PIP_CERT:-}" ] && [ -z "${SSL_CERT_FILE:-}" ]; then export SSL_CERT_FILE="$PIP_CERT"; fi
}

mkdir -p "$TOOLS"
PYTHON=$(find_python)
if ! is_done uv "$(digest requirements/tools.lock)" || [ ! -x "$UV" ]; then
    progress "Installing uv" install_uv "$PYTHON"
    done_with uv "$(digest requirements/tools.lock)"
fi
if [ ! -x .venv/bin/python ]; then
    "$UV" venv --quiet --python "$PYTHON" .venv
    rm -f "$TOOLS"/python-*.done
fi
wanted=$(digest "$LOCK" pyproject.toml)
if ! is_done "python-$1" "$wanted"; then
    use_mirror_of_pip
    # install, not sync: what the other lock files brought (models, test tools) stays; all pin the same versions
    progress "Installing Python packages ($1)" "$UV" pip install --python .venv --require-hashes --only-binary :all: -r "$LOCK"
    "$UV" pip install --quiet --offline --python .venv --no-deps --editable .
    done_with "python-$1" "$wanted"
fi

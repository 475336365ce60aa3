#!/usr/bin/env bash
# Sets up .venv from a lock file: scripts/python.sh core|dev. Needs Python 3.11 to 3.13, and git and apt at most.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh
LOCK=requirements/$1.lock

find_python() {
    local name wanted
    if is_offline; then
        wanted=$(cat "$OFFLINE/python")
        for name in "python$wanted" python3; do
            if "$name" -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$wanted')" 2>/dev/null; then
                command -v "$name"
                return
            fi
        done
        fail "This bundle brings its packages for Python $wanted: install it, or make a bundle with the Python that is here."
    fi
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

# Out of the bundle: the program stands in the wheel, checked against the lock. Needs no pip.
unpack_uv() {
    rm -rf "$TOOLS/uv"
    mkdir -p "$TOOLS/uv/bin"
    "$1" - "$OFFLINE"/wheels/uv-*.whl "$UV" <<'UNPACK'
import hashlib, pathlib, sys, zipfile
wheel, target = map(pathlib.Path, sys.argv[1:])
if hashlib.sha256(wheel.read_bytes()).hexdigest() not in pathlib.Path("requirements/tools.lock").read_text():
    sys.exit(f"{wheel} is not what requirements/tools.lock names")
with zipfile.ZipFile(wheel) as packed:
    target.write_bytes(packed.read(next(name for name in packed.namelist() if name.endswith("/scripts/uv"))))
target.chmod(0o755)
UNPACK
}

install_packages() { "$UV" pip install --python .venv --require-hashes --only-binary :all: "$@"; }

mkdir -p "$TOOLS"
PYTHON=$(find_python)
MIRRORS=$("$PYTHON" src/kefu/config/mirrors.py)
if [ -n "${PIP_CERT:-}" ] && [ -z "${SSL_CERT_FILE:-}" ]; then export SSL_CERT_FILE="$PIP_CERT"; fi
if ! is_done uv "$(digest requirements/tools.lock)" || [ ! -x "$UV" ]; then
    if is_offline; then
        progress "Unpacking uv" unpack_uv "$PYTHON"
    else
        fetch PIP_INDEX_URL "$MIRRORS" "Installing uv" install_uv "$PYTHON"
    fi
    done_with uv "$(digest requirements/tools.lock)"
fi
if [ ! -x .venv/bin/python ]; then
    "$UV" venv --quiet --python "$PYTHON" .venv
    rm -f "$TOOLS"/python-*.done
fi
wanted=$(digest "$LOCK" pyproject.toml)
if ! is_done "python-$1" "$wanted"; then
    # install, not sync: what the other lock files brought (models, test tools) stays; all pin the same versions
    if is_offline; then
        progress "Installing Python packages ($1)" install_packages --offline --no-index --find-links "$OFFLINE/wheels" -r "$LOCK"
    else
        fetch UV_DEFAULT_INDEX "$MIRRORS" "Installing Python packages ($1)" install_packages -r "$LOCK"
    fi
    "$UV" pip install --quiet --offline --python .venv --no-deps --editable .
    done_with "python-$1" "$wanted"
fi

#!/usr/bin/env bash
# Builds the desk and the widget when their sources have changed; `scripts/web.sh run NAME` runs a script of web/package.json.
# Node comes from the machine if it is new enough, else from the locked nodejs wheel.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh
OLDEST_NODE=22.13

node_is_new_enough() {
    command -v npm >/dev/null && command -v node >/dev/null &&
        [ "$(printf '%s\nv%s\n' "$(node --version)" "$OLDEST_NODE" | sort -V | head -n 1)" = "v$OLDEST_NODE" ]
}

install_node() {
    "$UV" venv --quiet --clear --python .venv/bin/python "$TOOLS/node"
    "$UV" pip install --python "$TOOLS/node" --require-hashes --only-binary :all: -r requirements/node.lock
}

sources() {
    find web -type f -not -path '*/node_modules/*' -not -path '*/dist/*' -print0 | sort -z
}

build() {
    npm --prefix web run build
    .venv/bin/python -m whitenoise.compress --quiet web/desk/dist web/widget/dist
}

if is_offline && [ "${1:-}" != run ]; then
    [ -f web/desk/dist/index.html ] && [ -d web/widget/dist ] || fail "The built web pages are not in this bundle: unpack it again."
    exit 0
fi
if ! node_is_new_enough; then
    if ! is_done node "$(digest requirements/node.lock)"; then
        fetch UV_DEFAULT_INDEX "$(.venv/bin/python src/kefu/config/mirrors.py)" "Installing Node" install_node
        done_with node "$(digest requirements/node.lock)"
    fi
    PATH="$PWD/$TOOLS/node/bin:$PATH"
fi
packages=$(digest web/package-lock.json)
if ! is_done npm "$packages" || [ ! -d web/node_modules ]; then
    # npm's own settings first, then KEFU_NPM_MIRRORS
    fetch npm_config_registry "$(npm --prefix web config get registry && printf '%s' "${KEFU_NPM_MIRRORS:-}" | tr -s ' ' '\n')" \
        "Installing web packages" npm --prefix web ci
    done_with npm "$packages"
fi
if [ "${1:-}" = run ]; then
    exec npm --prefix web run "$2"
fi
wanted=$(sources | xargs -0 sha256sum | sha256sum | cut -d' ' -f1)
if ! is_done web "$wanted" || [ ! -f web/desk/dist/index.html ] || [ ! -d web/widget/dist ]; then
    progress "Building the web pages" build
    done_with web "$wanted"
fi

# What the set-up scripts share; to be sourced. Works in bash, from the root of the source tree.

export UV_PYTHON_DOWNLOADS=never UV_HTTP_TIMEOUT="${UV_HTTP_TIMEOUT:-180}" UV_LINK_MODE="${UV_LINK_MODE:-hardlink}"
TOOLS=.tools
UV=$TOOLS/uv/bin/uv
DATA="${KEFU_DATA:-var}"

fail() {
    echo "kefu: $*" >&2
    exit 1
}

# progress TEXT COMMAND...: runs it quietly; says how long it has taken every few seconds; shows its output if it fails.
progress() {
    local text="$1" log started seconds=0 process
    shift
    log=$(mktemp)
    started=$SECONDS
    "$@" >"$log" 2>&1 </dev/null &
    process=$!
    trap 'kill "$process" 2>/dev/null; rm -f "$log"; exit 130' INT TERM
    while kill -0 "$process" 2>/dev/null; do
        sleep 0.2
        if ((SECONDS - started >= seconds + 3)); then
            seconds=$((SECONDS - started))
            if [ -t 1 ]; then printf '\r%s … %d s' "$text" "$seconds"; else echo "$text … $seconds s"; fi
        fi
    done
    if [ -t 1 ] && ((seconds)); then printf '\r\033[K'; fi
    trap - INT TERM
    if ! wait "$process"; then
        tail -n 40 "$log" >&2
        rm -f "$log"
        fail "$text: failed, the reason stands above."
    fi
    rm -f "$log"
    echo "$text: done in $((SECONDS - started)) s"
}

digest() {
    cat "$@" | sha256sum | cut -d' ' -f1
}

# is_done NAME DIGEST: whether step NAME was finished for inputs with this digest; done_with remembers it.
is_done() { [ "$(cat "$TOOLS/$1.done" 2>/dev/null)" = "$2" ]; }
done_with() { echo "$2" >"$TOOLS/$1.done"; }

# a company's own certificate authority lies in the system's store, where pip and git look too; uv and Node have to be told
export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}"
if [ -z "${NODE_EXTRA_CA_CERTS:-}" ] && [ -r /etc/ssl/certs/ca-certificates.crt ]; then
    export NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
fi

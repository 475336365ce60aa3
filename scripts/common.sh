# What the set-up scripts share; to be sourced. Works in bash, from the root of the source tree.

export UV_PYTHON_DOWNLOADS=never UV_HTTP_TIMEOUT="${UV_HTTP_TIMEOUT:-60}" UV_LINK_MODE="${UV_LINK_MODE:-hardlink}"
TOOLS=.tools
UV=$TOOLS/uv/bin/uv
DATA="${KEFU_DATA:-var}"

fail() {
    echo "kefu: $*" >&2
    exit 1
}

# quietly SECONDS TEXT COMMAND...: runs it; says every few seconds how long it has taken and what it said last. What it said
# is in $LOG, to be removed, and how it ended in $STATUS, 124 when SECONDS (0: no limit) were over: to be called where set -e holds,
# since a command behind `||` or `if` would go on after its own failures.
quietly() {
    local limit="$1" text="$2" started=$SECONDS seconds=0 process last
    shift 2
    STATUS=0
    LOG=$(mktemp)
    set -m # a process group of its own, so that what the command started ends with it
    "$@" >"$LOG" 2>&1 </dev/null &
    process=$!
    set +m
    trap 'kill -- "-$process" 2>/dev/null; rm -f "$LOG"; exit 130' INT TERM
    while kill -0 "$process" 2>/dev/null; do
        sleep 0.2
        if ((limit && SECONDS - started >= limit)); then
            kill -- "-$process" 2>/dev/null || true
            STATUS=124
            break
        fi
        if ((SECONDS - started >= seconds + 3)); then
            seconds=$((SECONDS - started))
            last=$(tail -n 1 "$LOG" | tr -d '\r' | cut -c1-60)
            if [ -t 1 ]; then printf '\r\033[K%s … %d s  %s' "$text" "$seconds" "$last"; else echo "$text … $seconds s  $last"; fi
        fi
    done
    if [ -t 1 ] && ((seconds)); then printf '\r\033[K'; fi
    trap - INT TERM
    wait "$process" 2>/dev/null || STATUS=$((STATUS ? STATUS : $?))
    if ((STATUS == 0)); then echo "$text: done in $((SECONDS - started)) s"; fi
}

give_up() {
    tail -n 40 "$LOG" >&2
    rm -f "$LOG"
    fail "$1: failed, the reason stands above."
}

# progress TEXT COMMAND...: runs it quietly; shows its output if it fails.
progress() {
    quietly 0 "$@"
    if ((STATUS)); then give_up "$1"; fi
    rm -f "$LOG"
}

# What a tool says when the network is at fault; anything else is not tried again.
NETWORK='timed? ?out|timeout|connect|network|dns|resolve|reset by|unreachable|broken pipe|incomplete|error sending request'
NETWORK+='|request failed|failed to (fetch|download)|socket|ECONN|EAI_AGAIN|ETIMEDOUT|HTTP (error )?(429|5..)|status .*(429|50.)'
ROUNDS=3
SLOW_AFTER="${KEFU_SLOW_AFTER:-240}"
PAUSE="${KEFU_RETRY_PAUSE:-3}"

# fetch VARIABLE MIRRORS TEXT COMMAND...: like progress, for a network that comes and goes. The command finds the mirror of its turn
# in VARIABLE (one a line in MIRRORS; an empty one leaves the choice to the tool). Who takes longer than SLOW_AFTER seconds makes way for
# another mirror, if there is one that has not had its turn. What arrived whole stays in the tool's cache, so every turn goes on from there.
fetch() {
    local variable="$1" text="$3" mirrors mirror turn turns
    mapfile -t mirrors <<<"$2"
    turns=$((${#mirrors[@]} * ROUNDS))
    shift 3
    for ((turn = 0; turn < turns; turn++)); do
        mirror="${mirrors[turn % ${#mirrors[@]}]}"
        if [ -n "$mirror" ]; then export "$variable=$mirror"; else unset "$variable"; fi
        quietly $((turn + 1 < ${#mirrors[@]} ? SLOW_AFTER : 0)) "$text" "$@"
        if ((STATUS == 0)); then
            rm -f "$LOG"
            return
        fi
        if ((turn + 1 == turns)) || { ((STATUS != 124)) && ! grep -qiE "$NETWORK" "$LOG"; }; then give_up "$text"; fi
        if ((STATUS == 124)); then
            echo "$text: slow, not done after $SLOW_AFTER s; what has arrived is kept."
        else
            echo "$text: the network broke off ($(reason))."
        fi
        rm -f "$LOG"
        mirror="${mirrors[(turn + 1) % ${#mirrors[@]}]}"
        echo "$text: trying again${mirror:+ with $(shown "$mirror")} (try $((turn + 2)) of $turns)"
        sleep "$PAUSE"
    done
}

# The line of $LOG that names the network, without passwords of addresses.
reason() { grep -iE "$NETWORK" "$LOG" | tail -n 1 | sed -E 's/^[[:space:]]*//; s#//[^/@ ]*@#//#g' | cut -c1-160; }

# The host of an address, without a password that may stand in it.
shown() {
    local host="${1#*://}"
    host="${host%%/*}"
    echo "${host##*@}"
}

# unpack_debian NAME PACKAGE...: the packages, and what of theirs this machine does not have, into $TOOLS/NAME. Nothing is installed.
unpack_debian() {
    local name="$1" folder needed
    shift
    folder=$(mktemp -d)
    # as root apt reads package lists of its own; an ordinary user has those that the machine has
    if [ "$(id -u)" = 0 ]; then apt-get -q update; fi
    (
        cd "$folder"
        needed=$(apt-get -s --no-install-recommends install "$@" | sed -n 's/^Inst \(\S*\).*/\1/p')
        # shellcheck disable=SC2086  # names are words
        apt-get -q download $(printf '%s\n' "$@" $needed | sort -u)
        for package in *.deb; do dpkg-deb -x "$package" unpacked; done
    )
    rm -rf "${TOOLS:?}/$name"
    mkdir -p "$TOOLS/$name"
    cp -a "$folder/unpacked/usr" "$TOOLS/$name/"
    rm -rf "$folder"
}

# What `kefu bundle` packed: with it nothing is fetched from anywhere.
OFFLINE=offline
is_offline() { [ -d "$OFFLINE/wheels" ]; }

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

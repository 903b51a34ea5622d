#!/bin/sh
# Makes the project-local environment .venv: finds or installs uv, resolves from uv.lock, and sees to it that Qt can start.
# As root on Debian or Ubuntu it installs what is missing; for anybody else it says the one command to run.
set -eu

say() { printf 'setup: %s\n' "$*" >&2; }

install_packages() {
    say "installing $*"
    apt-get update -qq >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

find_uv() {
    for candidate in "$(command -v uv || true)" "$HOME/.local/bin/uv" .tools/bin/uv; do
        [ -n "$candidate" ] && [ -x "$candidate" ] && "$candidate" --version >/dev/null 2>&1 && echo "$candidate" && return
    done
    return 1
}

# The Debian packages without which nothing here runs; with --window also those of a window on X11.
missing_packages() {
    find_uv >/dev/null || python3 -c "import ensurepip" 2>/dev/null || printf 'python3-venv ca-certificates '
    python3 app/cli/system_libraries.py "$@"
}

provide() {
    needed=$(missing_packages)
    wanted=$(missing_packages --window)
    [ -n "$wanted" ] || return 0
    # shellcheck disable=SC2086 # the list is words on purpose
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        install_packages $wanted
    elif [ -z "$needed" ]; then
        say "a window on X11 will need more. Run: sudo apt-get install $wanted"
    elif command -v apt-get >/dev/null 2>&1; then
        say "system packages are missing. Run: sudo apt-get install $wanted   then make again."
        exit 1
    else
        say "system libraries are missing; install with your system's own tool what Debian calls: $wanted   then make again."
        exit 1
    fi
}

install_uv() {
    say "uv is not here; installing it into .tools"
    python3 -m venv .tools
    .tools/bin/pip install --quiet --disable-pip-version-check uv
}

# A company's proxy has a certificate of its own, which this system trusts and uv's own list does not know.
sync() {
    said=$("$UV" sync --frozen --quiet 2>&1) && return
    case $said in
        *certificate*) UV_SYSTEM_CERTS=1 UV_NATIVE_TLS=1 "$UV" sync --frozen --quiet ;;
        *) printf '%s\n' "$said" >&2; return 1 ;;
    esac
}

provide
if ! UV=$(find_uv); then
    install_uv
    UV=.tools/bin/uv
fi
say "making .venv (the first time takes a minute or two)"
sync
if ! QT_QPA_PLATFORM=offscreen .venv/bin/python -c "import PySide6.QtWidgets, PySide6.QtSvg"; then
    say "Qt cannot start: the library named above is missing. Install it and make again."
    exit 1
fi
touch .venv/ready

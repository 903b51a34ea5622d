#!/bin/sh
# Makes the project-local environment .venv: finds or installs uv, resolves from uv.lock, and sees to it that Qt can start.
# As root on Debian or Ubuntu it installs what is missing; for anybody else it says the one command to run.
set -eu

QT_LIBRARIES="libglib2.0-0 libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3"
WINDOW_LIBRARIES="libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"

say() { printf 'setup: %s\n' "$*" >&2; }

may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

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

install_uv() {
    say "uv is not here; installing it into .tools"
    if ! python3 -m venv .tools >/dev/null 2>&1; then
        rm -rf .tools
        if may_install; then
            install_packages python3-venv ca-certificates
            python3 -m venv .tools
        else
            say "Python's venv module is missing. Run: sudo apt-get install python3-venv   (or install uv), then make again."
            exit 1
        fi
    fi
    .tools/bin/pip install --quiet --disable-pip-version-check uv
}

qt_starts() { QT_QPA_PLATFORM=offscreen .venv/bin/python -c "import PySide6.QtWidgets, PySide6.QtSvg" >/dev/null 2>&1; }

if ! UV=$(find_uv); then
    install_uv
    UV=.tools/bin/uv
fi

say "making .venv (the first time takes a minute or two)"
"$UV" sync --frozen --quiet

if ! qt_starts; then
    if may_install; then
        # shellcheck disable=SC2086 # the lists are words on purpose
        install_packages $QT_LIBRARIES $WINDOW_LIBRARIES
    else
        say "Qt's system libraries are missing. Run: sudo apt-get install $QT_LIBRARIES $WINDOW_LIBRARIES"
        exit 1
    fi
fi
qt_starts || { say "Qt still cannot start:"; .venv/bin/python -c "import PySide6.QtWidgets, PySide6.QtSvg"; exit 1; }

touch .venv/ready

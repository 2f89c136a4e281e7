#!/bin/sh
# Make .venv and install one of the locks into it: setup.sh all|dev|bench
# What the crawl bench compares with goes into an environment of its own, .venv-bench, without this project.
# Does nothing when that was done already and neither the lock nor the place changed.
set -eu
cd "$(dirname "$0")/.."
lock=${1:?usage: setup.sh all|dev|bench}
venv=.venv
[ "$lock" != bench ] || venv=.venv-bench

say() { printf '%s\n' "$*" >&2; }

usable() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3.14 python3 python}; do
        if usable "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    say "Python 3.11 or newer is needed and was not found${PYTHON:+ as $PYTHON}."
    say "Debian 12, Ubuntu 24.04: apt-get install python3 python3-venv. Elsewhere: make ... PYTHON=/path/to/python3.11"
    exit 1
}

# On Debian the module that brings pip into a new environment is a package of its own, python3-venv.
make_venv() {
    python=$(find_python)
    say "Making $venv with $("$python" --version 2>&1) ..."
    rm -rf "$venv"
    if "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        "$python" -m venv "$venv"
    elif command -v uv >/dev/null 2>&1; then
        uv venv --quiet --seed --python "$python" "$venv"
    elif "$python" -c 'import venv, pip' >/dev/null 2>&1 && "$python" -m venv --without-pip "$venv" &&
        "$python" -m pip --python "$venv/bin/python" install --quiet pip; then
        :
    else
        rm -rf "$venv"
        say "$python cannot make a virtual environment: its venv module is incomplete (ensurepip is missing)."
        say "Debian, Ubuntu: apt-get install python3-venv. Or name another Python: make ... PYTHON=/path/to/python3.11"
        exit 1
    fi
}

# What .venv holds, to be compared with what it should hold.
wanted() { printf '%s %s\n' "$(pwd -P)" "$1" && cat "requirements/$1.txt" pyproject.toml; }

installed() { [ -f "$venv/installed" ] && wanted "$1" | cmp -s - "$venv/installed"; }

if ! { [ -x "$venv/bin/python" ] && usable "$venv/bin/python" && "$venv/bin/python" -m pip --version >/dev/null 2>&1; }; then
    make_venv
elif installed "$lock" || { [ "$lock" = all ] && installed dev; }; then
    exit 0
elif [ -f "$venv/installed" ] && [ "$(head -n 1 "$venv/installed" | sed 's/ [a-z]*$//')" != "$(pwd -P)" ]; then
    make_venv # the checkout was moved: the programs in it still point to the old place
fi

say "Installing requirements/$lock.txt into $venv (the first time this takes a minute or two) ..."
rm -f "$venv/installed"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "requirements/$lock.txt"
[ "$lock" = bench ] ||
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
# as the image has it, and as pip leaves what it installs: started from bytecode, also where Python may not write any
[ "$lock" = bench ] || "$venv/bin/python" -m compileall -q console deploy services shared || true
wanted "$lock" >"$venv/installed"

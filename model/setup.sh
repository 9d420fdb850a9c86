#!/bin/sh
# Makes model/.venv with the exact versions of requirements.lock and sees that emscripten is there.
# Safe to run again: when nothing has changed it says so and ends within a second.
set -eu
cd "$(dirname "$0")"
stamp=.venv/.requirements

say() { printf 'model:setup: %s\n' "$*"; }
fail() { printf 'model:setup: %s\n' "$*" >&2; exit 1; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

install_packages() {
  command -v apt-get >/dev/null 2>&1 || fail "$1 is missing and this system has no apt-get: install $1, then run this again."
  say "$1 is missing: installing it with apt-get…"
  as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >/dev/null \
    || fail "apt-get could not install $*. Install it as root, then run this again."
}

command -v python3.11 >/dev/null 2>&1 || install_packages python3.11 python3.11-venv
if [ ! -x .venv/bin/python ]; then
  say "making model/.venv…"
  rm -rf .venv
  python3.11 -m venv .venv || { install_packages python3.11-venv; rm -rf .venv; python3.11 -m venv .venv; }
fi
if ! cmp -s requirements.lock "$stamp"; then
  say "installing the exact Python packages of requirements.lock (TVM, JAX and others, about 500 MB)…"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock \
    || fail "pip could not install the packages: look above for the reason, then run this again."
  cp requirements.lock "$stamp"
fi
if [ "${1:-}" != --no-emscripten ]; then
  command -v emcc >/dev/null 2>&1 || install_packages emscripten
fi
say "ready: model/.venv with $(.venv/bin/python -V)."

#!/bin/sh
# Makes a fresh clone ready: dependencies, the sandbox's two programs, the action's bundle.
# Quiet when there is nothing to do. Arguments name the steps; without any, these three run: the tools of
# mutation testing, a Postgres server, a browser and the peers of a bench come only when they are asked for.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
mkdir -p .cache

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# Runs a noisy command; its output appears only when it fails.
quietly() {
  log="$root/.cache/setup-$1.log"
  shift
  "$@" >"$log" 2>&1 && return 0
  cat "$log" >&2
  return 1
}

# npm, run by the Node that belongs to it: `npm ci` removes the Node that node_modules brings.
own_npm() {
  if [ -n "${npm_execpath:-}" ] && [ -x "${npm_node_execpath:-}" ]; then
    case $npm_node_execpath in
      "$root"/*) ;;
      *) "$npm_node_execpath" "$npm_execpath" "$@"; return ;;
    esac
  fi
  (PATH=$(printf '%s' "$PATH" | tr ':' '\n' | grep -v '/node_modules/' | paste -sd ':' -) && export PATH && npm "$@")
}

# Installs what the lock file of a folder says, unless that is there: `install FOLDER WHAT [OPTION]`.
install() {
  lock=$(cksum <"$1/package-lock.json")
  stamp=$1/node_modules/.agent-dispatch-lock
  installed=$1/node_modules/.package-lock.json
  [ -f "$installed" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$lock" ] && return 0
  # `npm ci` or `npm install` by hand, after the lock file last changed, is as good as ours.
  if ! { [ -f "$installed" ] && [ "$installed" -nt "$1/package-lock.json" ] && ! [ "$stamp" -nt "$installed" ]; }; then
    say "Installing the $2 (npm ci)."
    quietly npm own_npm ci --no-progress ${3:+"$3"} --prefix "$1" || fail "The $2 could not be installed: see the lines above."
  fi
  printf '%s' "$lock" >"$stamp"
}

dependencies() { install . 'dependencies'; }

mutation() { install test/mutation 'tools of mutation testing'; }

notes() { install test/supply/notes 'tool of the release notes'; }

# They are only measured: nothing of theirs runs before.
peers() { install bench/peers 'peers of the bench' --ignore-scripts; }

# Installs Debian packages: `from_apt WHAT PACKAGE...`, where WHAT needs them.
from_apt() {
  what=$1
  shift
  command -v apt-get >/dev/null 2>&1 ||
    fail "$what needs $*, and there is no apt-get here: install $* with this machine's package manager, then run the command again."
  as_root=$(root_prefix) || fail "$what needs $*, and only root may install it: run 'sudo apt-get install $*', then run the command again."
  say "Installing $* (apt-get)."
  # A mirror that does not answer must not stop us while the lists at hand still serve.
  quietly apt-update $as_root apt-get update -qq || say 'The package lists could not all be refreshed; trying with those at hand.'
  quietly apt-install $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" ||
    fail "Installing $* failed: see the lines above."
}

# What stands before a command that root has to run; fails where we may not be root.
root_prefix() {
  [ "$(id -u)" = 0 ] && return 0
  sudo -n true >/dev/null 2>&1 && echo 'sudo -n'
}

sandbox() {
  missing=
  command -v bwrap >/dev/null 2>&1 || missing='bubblewrap'
  command -v socat >/dev/null 2>&1 || missing="$missing socat"
  [ -z "$missing" ] || from_apt "The agent's sandbox" $missing
}

# Only the programs: the tests start servers of their own, so Debian is kept from making and starting one.
postgres() {
  [ -z "$(ls /usr/lib/postgresql/*/bin/initdb /usr/local/bin/initdb /usr/bin/initdb 2>/dev/null)" ] || return 0
  no_cluster=/etc/postgresql-common/createcluster.d/agent-dispatch.conf
  if command -v apt-get >/dev/null 2>&1 && as_root=$(root_prefix); then
    echo 'create_main_cluster = false' | $as_root env install -D -m 644 /dev/stdin "$no_cluster" || true
  fi
  from_apt 'The test of the store on Postgres' postgresql
  $as_root rm -f "$no_cluster"
}

# A browser for the tests of the report's page; GitHub's runners bring one.
browser() {
  for program in chromium google-chrome chromium-browser; do
    command -v "$program" >/dev/null 2>&1 && return 0
  done
  [ -d '/Applications/Google Chrome.app' ] && return 0
  from_apt "The test of the report's page" chromium fonts-dejavu-core
}

bundle() {
  sources=$(find core edge action lab/redteam package-lock.json tsconfig.json tsconfig.build.json cli/build.sh -type f ! -name main.mjs -print |
    LC_ALL=C sort | while IFS= read -r file; do printf '%s ' "$file"; cksum <"$file"; done | cksum)
  stamp=.cache/bundle.stamp
  [ -f dist/index.js ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$sources" ] && return 0
  say "Building the action's bundle."
  PATH="$root/node_modules/.bin:$PATH" quietly build sh cli/build.sh || fail 'The bundle could not be built: see the lines above.'
  printf '%s' "$sources" >"$stamp"
}

[ $# -gt 0 ] || set -- dependencies sandbox bundle
for step in "$@"; do
  case $step in
    dependencies | sandbox | bundle | mutation | postgres | peers | browser | notes) "$step" ;;
    *) fail "cli/setup.sh knows no step '$step': the steps are dependencies, sandbox, bundle, mutation, postgres, peers, browser and notes." ;;
  esac
done

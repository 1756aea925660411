#!/usr/bin/env bash
# Provides what the tests talk to and others have made: tests/peers/node_modules, exactly as its lock file says.
# Does nothing when it is there already. Called by `./dev test`, and by the tests that need it.
set -euo pipefail

folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/../tests/peers" && pwd)
stamp=$folder/node_modules/.workflow-stamp
wanted=$(cat "$folder/package.json" "$folder/package-lock.json" | cksum)

is_there() { [ "$(cat "$stamp" 2>/dev/null || true)" = "$wanted" ]; }

is_there && exit 0
command -v npm >/dev/null 2>&1 || {
  printf 'peers: Node.js 20 or later with npm is needed (https://nodejs.org/).\n' >&2
  exit 1
}

# One at a time; whoever had to wait finds it done.
exec 9>"$folder/.lock"
if command -v flock >/dev/null 2>&1; then flock 9; fi
is_there && exit 0
printf 'peers: installing the npm packages of tests/peers …\n' >&2
(cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund >&2)
printf '%s\n' "$wanted" >"$stamp"

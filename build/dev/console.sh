# The console (services/console): its packages are installed when the lock file changed, and it is built when its
# sources changed. The API's build takes what lies in dist/ then.

CONSOLE=$ROOT/services/console
CONSOLE_STAMPS=$WORK/console # what was installed and built last

# A number for everything that the console is built from.
console_hash() {
  (cd "$CONSOLE" && find . -type f ! -path './node_modules/*' ! -path './dist/*' ! -path './tests/*' \
    -exec cksum {} + | LC_ALL=C sort -k 3 | cksum | tr -s ' ' '-')
}

# Builds it if need be. Without it the API does everything but show pages, so nothing else stops here.
ensure_console() {
  console_is_built || build_console || {
    say "The console could not be built, so the API starts without it; everything it said is in $LOGS/console.log."
    show_tail "$LOGS/console.log" 5
  }
}

# The same where it is needed.
require_console() {
  console_is_built || build_console || {
    show_tail "$LOGS/console.log"
    die "The console could not be built."
  }
}

console_is_built() {
  [ -f "$CONSOLE/dist/index.html" ] && [ "$(cat "$CONSOLE_STAMPS/built" 2>/dev/null)" = "$(console_hash)" ]
}

build_console() {
  local hash
  hash=$(console_hash)
  require_node
  mkdir -p "$CONSOLE_STAMPS"
  say "Building the console …"
  install_console_packages && console_npm run build >>"$LOGS/console.log" 2>&1 || return 1
  printf '%s' "$hash" >"$CONSOLE_STAMPS/built"
}

install_console_packages() {
  local lock
  lock=$(cksum <"$CONSOLE/package-lock.json")
  [ ! -d "$CONSOLE/node_modules" ] || [ "$(cat "$CONSOLE_STAMPS/installed" 2>/dev/null)" != "$lock" ] || return 0
  console_npm ci >"$LOGS/console.log" 2>&1 || return 1
  printf '%s' "$lock" >"$CONSOLE_STAMPS/installed"
}

console_npm() { (cd "$CONSOLE" && npm --no-fund --no-audit --no-update-notifier "$@" </dev/null); }

# The console's tests in a headless Chromium, and pictures of its pages: on a stack of their own beside that of `up`.

BROWSER_SECONDS=2400 # how long all browser tests together may take

# $1 folder for the results, which get Console.trx and Console.log
run_browser_tests() {
  with_browser_stack "$1" run_node_tests >"$1/Console.log" 2>&1 </dev/null || true
}

# $1 folder for the results
run_node_tests() {
  cd "$CONSOLE" && timeout "$BROWSER_SECONDS" node --test --test-concurrency=1 \
    --test-reporter="$ROOT/build/dev/test-reporter.mjs" --test-reporter-destination="$1/Console.trx" \
    --test-reporter=spec --test-reporter-destination=stdout tests/*.test.mjs
}

screenshots_command() {
  prepare
  require_console
  with_browser_stack "$ROOT/docs/screenshots" node "$CONSOLE/tests/screenshots.mjs"
}

figures_command() {
  prepare
  require_console
  with_browser_stack '' node "$CONSOLE/tests/figures.mjs"
}

# Starts a stack of its own on free ports, with an empty database, calls what is named, and stops it all.
# $1 argument of the call, the rest: the call
with_browser_stack() (
  local argument=$1 status=0
  shift
  find_chromium || install_chromium ||
    say "No Chromium was found: install the package chromium, or set WORKFLOW_CHROMIUM."
  take_lock
  ensure_programs
  release_lock
  WORK=$WORK/browser RUN=$WORK/browser/run LOGS=$WORK/browser/logs STARTED=''
  OPT_RESET=yes OPT_CONSUMERS=2 OPT_AGENT_LATENCY=''
  read -r API_PORT BROKER_PORT POSTGRES_PORT AGENTS_PORT <<<"$(free_ports)"
  prepare_work_folders
  settle_postgres
  trap 'take_lock; stop_stack; release_lock' EXIT
  bring_up
  export_browser_stack
  "$@" "$argument" || status=$?
  exit "$status"
)

# What the tests know of the stack.
export_browser_stack() {
  export WORKFLOW_CHROMIUM WORKFLOW_TEST_URL=http://127.0.0.1:$API_PORT
  export WORKFLOW_TEST_API=$PROGRAM_FOLDER/Workflow.Api/Workflow.Api.dll
  export WORKFLOW_TEST_SECRET=$AUTH_SECRET WORKFLOW_TEST_RUN_FOLDER=$RUN
  export KAFKA_BROKERS=127.0.0.1:$BROKER_PORT WORKFLOW_KAFKA_PROFILE=local
  unset WORKFLOW_TOKEN
}

# Four ports that nobody listens on, below those that the system gives to connections: one of these could take a port
# before its server does. Below those of the other tests, too.
free_ports() {
  node -e '
    const { createServer } = require("net");
    const open = () => new Promise(done => {
      const one = createServer();
      one.once("error", () => done(open()));
      one.listen(11_000 + Math.floor(9_000 * Math.random()), "127.0.0.1", () => done(one));
    });
    Promise.all([open(), open(), open(), open()]).then(all => {
      console.log(all.map(one => one.address().port).join(" "));
      all.forEach(one => one.close());
    });'
}

# Leaves the program in WORKFLOW_CHROMIUM.
find_chromium() {
  local name
  [ -z "${WORKFLOW_CHROMIUM:-}" ] || return 0
  for name in chromium chromium-browser google-chrome-stable google-chrome chrome; do
    WORKFLOW_CHROMIUM=$(command -v "$name") && return 0
  done
  WORKFLOW_CHROMIUM=''
  return 1
}

# As root only, like PostgreSQL.
install_chromium() {
  [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
  say "Installing Chromium with apt-get …"
  { DEBIAN_FRONTEND=noninteractive apt-get update -q &&
    DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends chromium; } \
    >>"$LOGS/install.log" 2>&1 </dev/null || return 1
  find_chromium
}

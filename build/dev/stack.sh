# `up` and `down`: which processes there are, in which order they start, and how one sees that they are ready.

READY_SECONDS=60
CONSUMERS_DEFAULT=2
STARTED='' # what this call started, in order

up_command() {
  prepare
  trap 'on_failed_up' EXIT
  trap 'exit 130' INT TERM
  bring_up
  trap - EXIT
  print_stack
}

down_command() {
  prepare
  take_lock
  stop_stack
  release_lock
}

# What every command that touches the stack needs first.
prepare() {
  prepare_work_folders
  require_dotnet
  require_node
  settle_postgres
  choose_ports
}

# A failed `up` leaves nothing behind that it started itself.
on_failed_up() {
  local status=$?
  trap '' INT TERM
  [ -z "$STARTED" ] || say "Stopping what was started."
  stop_started
  release_lock
  exit "$status"
}

# Starts whatever is missing and waits until all of it is ready.
bring_up() {
  take_lock
  local fresh=yes
  ! any_up || fresh=''
  if [ -n "$OPT_RESET" ]; then
    stop_stack
    wipe_postgres
    fresh=yes
  fi
  forget_dead
  require_ports
  ensure_programs
  ensure_postgres
  publish_database_url
  settle_secret
  remember_ports
  launch_services
  launch_consumers "$fresh"
  release_lock
  tell_old_programs
  await_ready
  publish_token
  register_examples
}

# What runs keeps its programs; sources that changed since show only in what is started now.
tell_old_programs() {
  local name old=''
  for name in broker api bridge agents $(consumer_names); do
    is_up "$name" || continue
    case $(cat "$RUN/$name.command") in "$PROGRAM_FOLDER"/*) ;; *) old="$old $name" ;; esac
  done
  [ -z "$old" ] || say "Older than the sources:$old. './dev down' and up again renews them."
}

# Before the build, so that a taken port is said at once.
require_ports() {
  is_up broker || require_free_port "$BROKER_PORT" "the broker" --broker-port
  is_up api || require_free_port "$API_PORT" "the API" --port
  is_up agents || require_free_port "$AGENTS_PORT" "the example agents" --agents-port
  [ -n "$(postgres_pid)" ] || require_free_port "$POSTGRES_PORT" PostgreSQL --postgres-port
}

launch_services() {
  export DATABASE_URL KAFKA_BROKERS=127.0.0.1:$BROKER_PORT WORKFLOW_KAFKA_PROFILE=local
  export DOTNET_ENVIRONMENT=Local ASPNETCORE_ENVIRONMENT=Local
  is_up broker || launch broker Workflow.Cli/workflow.dll broker --port "$BROKER_PORT" --partitions 16
  is_up api || WORKFLOW_AUTH_MODE=${WORKFLOW_AUTH_MODE:-local} WORKFLOW_AUTH_HS256_SECRET=$AUTH_SECRET \
    launch api Workflow.Api/Workflow.Api.dll --urls "http://127.0.0.1:$API_PORT"
  is_up bridge || launch bridge Workflow.Bridge/Workflow.Bridge.dll
  [ -z "$OPT_AGENT_LATENCY" ] || stop_processes agents # they keep nothing, so a restart is how they change
  is_up agents || launch agents agents/Workflow.ExampleAgents.dll --urls "http://127.0.0.1:$AGENTS_PORT" \
    --call-log "$LOGS/agent-calls.jsonl" --latency-ms "${OPT_AGENT_LATENCY:-0}"
}

# Consumers are started on a fresh start or when asked for; a dead one is never replaced unasked, so that one can be
# killed to see what happens. $1 yes on a fresh start
launch_consumers() {
  local wanted=$OPT_CONSUMERS number=1 alive=0 name surplus=''
  if [ -z "$wanted" ]; then
    [ -n "$1" ] || return 0
    wanted=$CONSUMERS_DEFAULT
    rm -f "$RUN"/consumer-*.pid "$RUN"/consumer-*.command
  fi
  for name in $(consumer_names); do
    is_up "$name" || continue
    alive=$((alive + 1))
    [ "$alive" -le "$wanted" ] || surplus="$surplus $name"
  done
  while [ "$alive" -lt "$wanted" ]; do
    if ! is_up "consumer-$number"; then
      WORKFLOW_CONSUMER_ID=consumer-$number-$(od -An -N3 -tx1 /dev/urandom | tr -d ' ') launch "consumer-$number" \
        Workflow.ExecutionConsumer/Workflow.ExecutionConsumer.dll
      alive=$((alive + 1))
    fi
    number=$((number + 1))
  done
  [ -z "$surplus" ] || say "Stopping$surplus …"
  # shellcheck disable=SC2086
  stop_processes $surplus
  for name in $(consumer_names); do # dead ones are no longer missed
    is_up "$name" || rm -f "$RUN/$name.pid" "$RUN/$name.command"
  done
}

# Ready is when the API says so: it looks at the database, the broker, the bridge and the owners of the shards. The
# agents answer for themselves. Without any consumer no shard can have an owner, and that is not waited for.
await_ready() {
  local deadline=$((SECONDS + READY_SECONDS)) name missing
  while :; do
    for name in $STARTED; do
      [ "$name" = postgres ] || is_up "$name" || die_not_ready "$name ended while starting." "$name"
    done
    missing=''
    port_answers "$BROKER_PORT" || missing="$missing broker"
    http_ok "$AGENTS_PORT" /healthz || missing="$missing agents"
    http_ok "$API_PORT" /healthz || only_consumers_missing || missing="$missing api"
    [ -n "$missing" ] || return 0
    [ "$SECONDS" -lt "$deadline" ] || break
    sleep 0.1
  done
  say "http://127.0.0.1:$API_PORT/healthz says:"
  say "$(health_down | sed 's/^/    /')"
  ! health_down | grep -q '^bridge:' || missing="$missing bridge"
  ! health_down | grep -q '^shards:' || missing="$missing $(consumer_names | tr '\n' ' ')"
  # shellcheck disable=SC2086
  die_not_ready "Not ready after $READY_SECONDS s:$missing." $missing
}

# What the last look at the API's health found down, one per line: NAME: REASON
health_down() {
  printf '%s' "${HTTP_BODY:-}" | grep -o '"[a-z]*":{"status":"down","detail":"[^"]*"' |
    sed 's/^"\([a-z]*\)":.*"detail":"\(.*\)"$/\1: \2/' || true
}

only_consumers_missing() {
  local name
  for name in $(consumer_names); do
    ! is_up "$name" || return 1
  done
  [ "$(health_down | cut -d : -f 1)" = shards ]
}

# $1 what happened, the rest: whose logs to show
die_not_ready() {
  local reason=$1 name
  shift
  for name in "$@"; do
    say "$name:"
    show_tail "$LOGS/$name.log"
  done
  die "$reason"
}

# Does GET on a local port answer 200? The body is left in HTTP_BODY. Without curl, which need not be there.
http_ok() {
  local answer
  HTTP_BODY=''
  port_answers "$1" || return 1
  answer=$(
    exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 0
    printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1:%s\r\n\r\n' "$2" "$1" >&3
    while IFS= read -r -t 5 line <&3 || [ -n "${line:-}" ]; do
      printf '%s\n' "$line"
      line=''
    done
  ) 2>/dev/null || true
  HTTP_BODY=$(printf '%s\n' "$answer" | sed '1,/^.\{0,1\}$/d')
  case $answer in 'HTTP/1.'?' 200'*) return 0 ;; esac
  return 1
}

register_examples() {
  dotnet "$PROGRAM_FOLDER/Workflow.Cli/workflow.dll" register --api "http://127.0.0.1:$API_PORT" \
    --agents "http://127.0.0.1:$AGENTS_PORT" "$ROOT"/examples/*.yaml >&2 ||
    die "The example agents and workflows could not be registered."
}

stop_stack() {
  # shellcheck disable=SC2046
  stop_in_order postgres broker api bridge agents $(consumer_names)
  rm -f "$RUN"/*.pid "$RUN"/*.command
}

stop_started() {
  # shellcheck disable=SC2086
  stop_in_order $STARTED
  STARTED=''
}

# Stops what is named and up, in the order of the flow: who takes work in first, what the others need last.
stop_in_order() {
  local first='' then='' last='' postgres='' name
  for name in "$@"; do
    case $name in
      postgres) postgres=yes ;;
      api | consumer-*) ! is_up "$name" || first="$first $name" ;;
      bridge) ! is_up "$name" || then="$then $name" ;;
      *) ! is_up "$name" || last="$last $name" ;;
    esac
  done
  [ -z "$first$then$last" ] || say "Stopping$first$then$last …"
  # shellcheck disable=SC2086
  stop_processes $first
  # shellcheck disable=SC2086
  stop_processes $then
  # shellcheck disable=SC2086
  stop_processes $last
  [ -z "$postgres" ] || stop_postgres
}

# One call at a time works on a checkout's stack. The lock is a folder that holds the owner's pid.
take_lock() {
  local owner told='' tries=0
  [ "$(cat "$RUN/lock/pid" 2>/dev/null)" != "$$" ] || return 0
  until mkdir "$RUN/lock" 2>/dev/null; do
    owner=$(cat "$RUN/lock/pid" 2>/dev/null || true)
    case $(command_of "${owner:-0}") in
      *dev*) ;;
      *)
        tries=$((tries + 1)) # the owner may be about to write its pid
        [ "$tries" -lt 10 ] || rm -rf "$RUN/lock"
        ;;
    esac
    [ "$tries" -gt 0 ] || [ -n "$told" ] || say "Waiting for another ./dev (pid $owner) …"
    told=yes
    sleep 0.2
  done
  printf '%s\n' "$$" >"$RUN/lock/pid"
}

release_lock() {
  [ "$(cat "$RUN/lock/pid" 2>/dev/null)" != "$$" ] || rm -rf "$RUN/lock"
}

print_stack() {
  printf '\n%-12s %8s  %-7s %s\n' NAME PID PORT LOG
  print_row postgres "$(postgres_pid)" "$POSTGRES_PORT" "$POSTGRES_HOME/server.log"
  print_row broker "$(pid_of broker)" "$BROKER_PORT" "$LOGS/broker.log"
  print_row api "$(pid_of api)" "$API_PORT" "$LOGS/api.log"
  print_row bridge "$(pid_of bridge)" - "$LOGS/bridge.log"
  print_row agents "$(pid_of agents)" "$AGENTS_PORT" "$LOGS/agents.log"
  local name
  for name in $(consumer_names); do
    print_row "$name" "$(pid_of "$name")" - "$LOGS/$name.log"
  done
  print_hints
}

print_row() { printf '%-12s %8s  %-7s %s\n' "$1" "${2:-dead}" "$3" "$4"; }

print_hints() {
  local name pids='' dead='' psql=psql
  for name in $(consumer_names); do
    if is_up "$name"; then pids="$pids $(pid_of "$name")"; else dead="$dead $name"; fi
  done
  command -v psql >/dev/null 2>&1 || psql=${POSTGRES_BIN:-}/psql
  printf '\nConsole    http://127.0.0.1:%s/\n' "$API_PORT"
  printf 'API        http://127.0.0.1:%s/docs/\n' "$API_PORT"
  if command -v "$psql" >/dev/null 2>&1; then
    printf 'Database   %s "$(cat %s)"\n' "$psql" "$RUN/database-url"
  else
    printf 'Database   its URL is in %s (psql is not installed)\n' "$RUN/database-url"
  fi
  printf 'Logs       %s/\n' "$LOGS"
  printf 'Token      %s\n' "$(cat "$RUN/token")"
  case $pids in
    ' '*' '*) printf 'Try this   kill -9 %s   and watch another consumer carry its runs on\n' "${pids##* }" ;;
  esac
  [ -z "$dead" ] || printf 'Dead      %s; ./dev up --consumers N brings the number back to N\n' "$dead"
  printf 'Stop       %s/dev down\n' "$ROOT"
}

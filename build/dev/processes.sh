# The stack's processes. $RUN/NAME.pid holds the pid, $RUN/NAME.command a part of the command line that no other
# process has, so that a pid that the system gave to somebody else is never taken for ours.

# The command line of a process; empty if there is none.
command_of() {
  if [ -r "/proc/$1/cmdline" ]; then
    tr '\0' ' ' 2>/dev/null <"/proc/$1/cmdline" || true
  else
    ps -o command= -p "$1" 2>/dev/null || true
  fi
}

# A process that has ended but was not collected by its parent counts as ended.
is_zombie() { grep -qs '^State:[[:space:]]*Z' "/proc/$1/status"; }

# The pid of a process that is up; empty otherwise.
pid_of() {
  local pid command
  [ -s "$RUN/$1.pid" ] && [ -s "$RUN/$1.command" ] || return 0
  read -r pid <"$RUN/$1.pid" || true
  case $pid in '' | *[!0-9]*) return 0 ;; esac
  command=$(cat "$RUN/$1.command")
  case $(command_of "$pid") in
    *"$command"*) is_zombie "$pid" || printf '%s' "$pid" ;;
  esac
}

is_up() { [ -n "$(pid_of "$1")" ]; }

# Is anything of the stack up besides PostgreSQL?
any_up() {
  local name
  for name in broker api bridge agents $(consumer_names); do
    if is_up "$name"; then return 0; fi
  done
  return 1
}

# Every consumer that was started since the last `down`, dead ones included, by number.
consumer_names() {
  local file
  for file in "$RUN"/consumer-*.pid; do
    [ -e "$file" ] || continue
    basename "$file" .pid
  done | sort -t - -k 2 -n
}

# Forgets the pids of dead processes before any new one could be given the same number.
forget_dead() {
  local file
  for file in "$RUN"/*.pid; do
    [ -e "$file" ] || continue
    is_up "$(basename "$file" .pid)" || : >"$file"
  done
}

# Starts a process of its own session: Ctrl-C and the end of the terminal do not reach it.
# $1 name, $2 program (folder/file.dll), the rest: arguments
launch() {
  local name=$1 program=$PROGRAM_FOLDER/$2
  shift 2
  say "Starting $name …"
  local own_session=''
  ! command -v setsid >/dev/null 2>&1 || own_session=setsid
  printf '%s' "$program" >"$RUN/$name.command"
  printf '\n--- started %s ---\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >>"$LOGS/$name.log"
  (
    cd "$ROOT"
    exec $own_session nohup dotnet "$program" "$@" </dev/null >>"$LOGS/$name.log" 2>&1
  ) &
  printf '%s\n' "$!" >"$RUN/$name.pid"
  disown
  STARTED="$STARTED $name"
  await_exec "$!" "$program"
}

# Waits until the new process runs its program, at most a second: until then it looks like this script.
await_exec() {
  local tries=0
  while [ $tries -lt 50 ]; do
    case $(command_of "$1") in *"$2"* | '') return 0 ;; esac
    sleep 0.02
    tries=$((tries + 1))
  done
}

# Ends processes by name: asks first, then insists. A stopped one (SIGSTOP) is woken so that it hears.
STOP_SECONDS=20
stop_processes() {
  local name pid deadline=$((SECONDS + STOP_SECONDS)) left
  for name in "$@"; do
    pid=$(pid_of "$name")
    [ -z "$pid" ] || kill -TERM "$pid" 2>/dev/null || true
    [ -z "$pid" ] || kill -CONT "$pid" 2>/dev/null || true
  done
  while :; do
    left=''
    for name in "$@"; do
      ! is_up "$name" || left="$left $name"
    done
    [ -n "$left" ] && [ "$SECONDS" -lt "$deadline" ] || break
    sleep 0.1
  done
  for name in $left; do
    say "$name did not end within $STOP_SECONDS s; killing it."
    pid=$(pid_of "$name")
    [ -z "$pid" ] || kill -KILL "$pid" 2>/dev/null || true
  done
  for name in "$@"; do
    rm -f "$RUN/$name.pid" "$RUN/$name.command"
  done
}

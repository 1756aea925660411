# The ports of the stack: an option wins, then what was used last, then the default. All on 127.0.0.1.

PORT_NAMES='API BROKER POSTGRES AGENTS'

choose_ports() {
  API_PORT=8000 BROKER_PORT=19092 POSTGRES_PORT=15432 AGENTS_PORT=8100
  local name value
  if [ -f "$RUN/ports" ]; then
    while IFS='=' read -r name value; do
      case $name:$value in
        *:*[!0-9]* | *:) ;;
        API:*) API_PORT=$value ;;
        BROKER:*) BROKER_PORT=$value ;;
        POSTGRES:*) POSTGRES_PORT=$value ;;
        AGENTS:*) AGENTS_PORT=$value ;;
      esac
    done <"$RUN/ports"
  fi
  change_port API_PORT "$OPT_PORT" --port api
  change_port BROKER_PORT "$OPT_BROKER_PORT" --broker-port broker api bridge
  change_port POSTGRES_PORT "$OPT_POSTGRES_PORT" --postgres-port postgres api bridge
  change_port AGENTS_PORT "$OPT_AGENTS_PORT" --agents-port agents
  local twice
  twice=$(printf '%s\n' "$API_PORT" "$BROKER_PORT" "$POSTGRES_PORT" "$AGENTS_PORT" | sort | uniq -d)
  [ -z "$twice" ] || usage_error "Port $twice is chosen for two things; the four ports must differ."
}

# $1 variable, $2 wanted value or empty, $3 option, the rest: processes that must not run when it changes
change_port() {
  [ -n "$2" ] && [ "$2" != "${!1}" ] || return 0
  local variable=$1 wanted=$2 option=$3 name
  shift 3
  for name in "$@"; do
    ! is_up "$name" || usage_error "$option $wanted: the stack is up with ${!variable}; call './dev down' first."
  done
  printf -v "$variable" '%s' "$wanted"
}

remember_ports() {
  local name variable
  for name in $PORT_NAMES; do
    variable=${name}_PORT
    printf '%s=%s\n' "$name" "${!variable}"
  done >"$RUN/ports"
}

# Does something on this machine answer on the port?
port_answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Ends the script if the port is taken. $1 port, $2 what for, $3 option
require_free_port() {
  ! port_answers "$1" ||
    die "Port $1 (for $2) is taken by $(port_holder "$1"). Stop that, or choose another port: $3 N."
}

# Says which process listens on a port, as far as this user may see it.
port_holder() {
  local inode pid=''
  inode=$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
    awk -v port="$(printf ':%04X$' "$1")" '$4 == "0A" && $2 ~ port { print $10; exit }') || true
  if [ -n "$inode" ]; then
    # shellcheck disable=SC2012
    pid=$(ls -l /proc/[0-9]*/fd 2>/dev/null | awk -v wanted="socket:[$inode]" \
      '/^\/proc\// { split($1, part, "/"); pid = part[3] } $NF == wanted { print pid; exit }') || true
  fi
  if [ -n "$pid" ]; then
    printf "'%s' (pid %s)" "$(command_of "$pid" | cut -c 1-100 | sed 's/ *$//')" "$pid"
    return 0
  fi
  printf 'another process'
}

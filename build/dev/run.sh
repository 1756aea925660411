# `run`: one workflow, live in this terminal, on a stack that is started for it if need be.

run_command() {
  prepare
  settle_file
  WAS_UP=''
  ! any_up || WAS_UP=yes
  trap 'on_run_end' EXIT
  trap 'exit 130' INT TERM
  bring_up
  local status=0
  show_run || status=$?
  if [ -z "$OPT_EXIT" ] && [ -z "$WAS_UP" ] && [ "$status" -lt 2 ]; then
    print_hints
    say ''
    say "The stack is up; Ctrl-C stops it."
    stay_up
  elif [ -z "$OPT_EXIT" ] && [ "$status" -lt 2 ]; then
    print_hints
  fi
  exit "$status"
}

# The definition and its input, as absolute paths; leaves them in FILE and INPUT.
settle_file() {
  FILE=$ROOT/examples/ticket-triage.yaml
  [ -z "$OPT_FILE" ] || FILE=$(absolute "$OPT_FILE")
  [ -f "$FILE" ] && [ -r "$FILE" ] || usage_error "There is no readable file '$FILE'."
  INPUT=''
  if [ -n "$OPT_HAS_INPUT" ]; then
    INPUT=$OPT_INPUT
    case $INPUT in
      @*)
        INPUT=@$(absolute "${INPUT#@}")
        [ -r "${INPUT#@}" ] || usage_error "There is no readable file '${INPUT#@}' for --input."
        ;;
    esac
  elif [ -r "${FILE%.*}.input.json" ]; then
    INPUT=@${FILE%.*}.input.json
  fi
}

absolute() {
  case $1 in
    /*) printf '%s' "$1" ;;
    *) printf '%s/%s' "$CALLED_FROM" "$1" ;;
  esac
}

# In the background with our own standard input: a signal to this script then ends the wait at once.
show_run() {
  set -- --api "http://127.0.0.1:$API_PORT" "$FILE"
  [ -z "$INPUT" ] || set -- --input "$INPUT" "$@"
  dotnet "$PROGRAM_FOLDER/Workflow.Cli/workflow.dll" run "$@" <&0 &
  VIEWER=$!
  local status=0
  wait "$VIEWER" || status=$?
  VIEWER=''
  return "$status"
}

# Until a signal comes; the trap then ends the script. A wait is interrupted at once, a sleep is not.
stay_up() {
  trap 'exit 0' INT TERM
  while :; do
    sleep 3600 &
    SLEEPER=$!
    wait "$SLEEPER" || true
  done
}

# What was up before stays up; what this call started ends with it.
on_run_end() {
  local status=$?
  trap '' INT TERM
  [ -z "${SLEEPER:-}" ] || kill "$SLEEPER" 2>/dev/null || true
  if [ -n "${VIEWER:-}" ]; then
    kill "$VIEWER" 2>/dev/null || true
    wait "$VIEWER" 2>/dev/null || true
  fi
  if [ -z "$WAS_UP" ] && [ -n "$STARTED" ]; then
    take_lock
    stop_started
  fi
  release_lock
  exit "$status"
}

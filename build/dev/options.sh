# Reads the command line into variables. An option's value follows it or stands after '='.

OPT_PORT='' OPT_BROKER_PORT='' OPT_POSTGRES_PORT='' OPT_AGENTS_PORT='' # empty: remembered, else the default
OPT_CONSUMERS=''                                                       # empty: not asked for
OPT_AGENT_LATENCY='' OPT_RESET='' OPT_EXIT='' OPT_FILTER=''
OPT_INPUT='' OPT_HAS_INPUT='' OPT_FILE=''
OPT_FROM=''
OPT_USER='' OPT_ROLE='' OPT_SCOPE='' OPT_HOURS='' OPT_MINUTES='' OPT_SEED=''
OPT_SIMULATE=() OPT_BENCH=() OPT_BENCH_JQ=() # handed on as they are

# $1 command, then its words
parse() {
  local command=$1
  shift
  while [ $# -gt 0 ]; do
    case $1 in
      --*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;;
    esac
    USED=2 # words that this turn takes
    case $command:$1 in
      up:--port | run:--port) take_number 1 65535 "$@" && OPT_PORT=$NUMBER ;;
      up:--broker-port | run:--broker-port) take_number 1 65535 "$@" && OPT_BROKER_PORT=$NUMBER ;;
      up:--postgres-port | run:--postgres-port) take_number 1 65535 "$@" && OPT_POSTGRES_PORT=$NUMBER ;;
      up:--agents-port | run:--agents-port) take_number 1 65535 "$@" && OPT_AGENTS_PORT=$NUMBER ;;
      up:--consumers | run:--consumers) take_number 0 32 "$@" && OPT_CONSUMERS=$NUMBER ;;
      up:--agent-latency | run:--agent-latency) take_number 0 60000 "$@" && OPT_AGENT_LATENCY=$NUMBER ;;
      up:--reset | run:--reset) OPT_RESET=yes USED=1 ;;
      run:--exit) OPT_EXIT=yes USED=1 ;;
      run:--input) need_value "$@" && OPT_INPUT=$2 OPT_HAS_INPUT=yes ;;
      token:--user) need_value "$@" && OPT_USER=$2 ;;
      token:--role) need_value "$@" && OPT_ROLE=$2 ;;
      token:--scope) need_value "$@" && OPT_SCOPE=$2 ;;
      token:--hours) take_number 1 8760 "$@" && OPT_HOURS=$NUMBER ;;
      test:--filter) need_value "$@" && OPT_FILTER=$2 ;;
      upgrade:--from) need_value "$@" && OPT_FROM=$2 ;;
      chaos:--minutes) take_number 1 600 "$@" && OPT_MINUTES=$NUMBER ;;
      chaos:--seed) take_number 0 99999 "$@" && OPT_SEED=$NUMBER ;;
      simulate:--schedules | simulate:--seed | simulate:--mutant) need_value "$@" && OPT_SIMULATE+=("$1" "$2") ;;
      simulate:--told) OPT_SIMULATE+=("$1") USED=1 ;;
      bench:--rounds | bench:--runs | bench:--filled) need_value "$@" && OPT_BENCH+=("$1" "$2") ;;
      bench:--json) OPT_BENCH+=("$1") USED=1 ;;
      bench:W*) OPT_BENCH+=("$1") USED=1 ;;
      bench-jq:--short | bench-jq:--only-comparison) OPT_BENCH_JQ+=("$1") USED=1 ;;
      bench-jq:--rounds) take_number 1 99 "$@" && OPT_BENCH_JQ+=("$1" "$NUMBER") ;;
      *:-h | *:--help) help && exit 0 ;;
      *:-*) usage_error "Unknown option '$1' of $command." ;;
      run:*) take_file "$1" ;;
      *) usage_error "$command takes no argument '$1'." ;;
    esac
    shift "$USED"
  done
}

# $1 option, the rest: what follows it
need_value() { [ $# -ge 2 ] || usage_error "$1 needs a value."; }

# $1 least, $2 most, $3 option, $4 its value; the answer is in NUMBER
take_number() {
  local least=$1 most=$2
  shift 2
  need_value "$@"
  case $2 in
    '' | *[!0-9]* | ??????*) ;;
    *)
      NUMBER=$((10#$2))
      if [ "$NUMBER" -ge "$least" ] && [ "$NUMBER" -le "$most" ]; then return 0; fi
      ;;
  esac
  usage_error "$1 takes a number from $least to $most, not '$2'."
}

take_file() {
  [ -z "$OPT_FILE" ] || usage_error "run takes one file; '$OPT_FILE' and '$1' were given."
  OPT_FILE=$1 USED=1
}

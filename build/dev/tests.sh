# `test`: every test project, one summary. The integration tests wait more than they compute: the others run beside
# them.

TEST_HANGS_AFTER=10m # a single test that takes longer ends its project
TEST_LONGEST=Workflow.IntegrationTests

# Processes of tests live for seconds: what .NET compiles anew for speed, after 30 calls otherwise, costs them a third
# of their processor time. Hexadecimal.
TEST_CALLS_BEFORE_JIT=300

test_command() {
  require_node
  prepare_work_folders
  require_console
  prepare_tests Workflow.sln
  prepare_programs
  "$ROOT/build/peers.sh" </dev/null || die "The npm packages of tests/peers could not be installed."
  local results=$WORK/test-results project name status=0 projects=$TEST_LONGEST longest
  rm -rf "$results"
  mkdir -p "$results"
  say "Testing $TEST_LONGEST …"
  run_test_project "$TEST_LONGEST" "$results" &
  longest=$!
  for project in "$ROOT"/tests/*/*.csproj; do
    name=$(basename "$project" .csproj)
    [ "$name" != "$TEST_LONGEST" ] || continue
    projects="$projects $name"
    say "Testing $name …"
    run_test_project "$name" "$results" || true
  done
  case $OPT_FILTER in
    '' | *Console*)
      projects="$projects Console"
      say "Testing Console …"
      run_browser_tests "$results"
      ;;
  esac
  wait $longest || true
  # shellcheck disable=SC2086
  node "$ROOT/build/dev/test-summary.mjs" "$results" "$OPT_FILTER" $projects || status=1
  exit "$status"
}

# What every test needs, and the build. $1 solution, filter or project
prepare_tests() {
  prepare_work_folders
  require_dotnet
  require_node
  settle_postgres
  require_postgres
  ensure_postgres_user
  export WORKFLOW_POSTGRES_BIN=$POSTGRES_BIN
  trap release_lock EXIT
  take_lock
  ensure_native_library
  compile "$1"
  release_lock
}

# The tests start hundreds of processes, each of which would compile the same code anew. The copies are made now, too:
# nothing may be built while tests run from what was built.
prepare_programs() {
  local program folders=()
  for program in $PROGRAMS; do
    folders+=("$ROOT/$program/bin/$CONFIGURATION/net10.0")
  done
  say "Compiling the programs ahead of time …"
  take_lock
  "$ROOT/build/ahead.sh" "${folders[@]}" >&2 </dev/null || die "The programs could not be compiled ahead of time."
  copy_programs
  release_lock
}

# $1 project, $2 folder for the results
run_test_project() {
  set -- "$1" "$2" "$ROOT/tests/$1/bin/$CONFIGURATION/net10.0/$1.dll"
  local filter=()
  [ -z "$OPT_FILTER" ] || filter=(--filter "$OPT_FILTER")
  (cd "$ROOT" && DOTNET_TC_CallCountThreshold=$TEST_CALLS_BEFORE_JIT \
    dotnet test "$3" --logger "trx;LogFileName=$1.trx" --results-directory "$2" --nologo \
    --blame-hang-timeout "$TEST_HANGS_AFTER" --blame-hang-dump-type none \
    ${filter[@]+"${filter[@]}"}) >"$2/$1.log" 2>&1 </dev/null
}

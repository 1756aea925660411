# `test`: every test project, one after the other (two at once would disturb each other's timing), one summary.

TEST_HANGS_AFTER=10m # a single test that takes longer ends its project

test_command() {
  prepare_tests Workflow.sln
  local results=$WORK/test-results project name status=0 projects=''
  rm -rf "$results"
  mkdir -p "$results"
  for project in "$ROOT"/tests/*/*.csproj; do
    name=$(basename "$project" .csproj)
    projects="$projects $name"
    say "Testing $name …"
    run_test_project "$name" "$results" || true
  done
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

# $1 project, $2 folder for the results
run_test_project() {
  set -- "$1" "$2" "$ROOT/tests/$1/bin/$CONFIGURATION/net10.0/$1.dll"
  local filter=()
  [ -z "$OPT_FILTER" ] || filter=(--filter "$OPT_FILTER")
  (cd "$ROOT" && dotnet test "$3" --logger "trx;LogFileName=$1.trx" --results-directory "$2" --nologo \
    --blame-hang-timeout "$TEST_HANGS_AFTER" --blame-hang-dump-type none \
    ${filter[@]+"${filter[@]}"}) >"$2/$1.log" 2>&1 </dev/null
}

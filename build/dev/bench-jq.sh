# `bench-jq`: what the evaluation of expressions costs, alone and beside jq (docs/performance.md).

bench_jq_command() {
  prepare_work_folders
  require_dotnet
  trap release_lock EXIT
  take_lock
  ensure_programs
  compile bench/Workflow.JqBench/Workflow.JqBench.csproj
  release_lock
  dotnet "$ROOT/bench/Workflow.JqBench/bin/$CONFIGURATION/net10.0/workflow-jq-bench.dll" \
    --ours "$PROGRAM_FOLDER/Workflow.Cli/workflow.dll" \
    ${OPT_BENCH_JQ[@]+"${OPT_BENCH_JQ[@]}"}
}

# `bench`: measures a stack of its own over the public API (docs/performance.md). Touches nothing of `up`.

bench_command() {
  prepare_tests bench/Workflow.Bench
  local programs=$WORK/bench/programs-$$ project status=0
  rm -rf "$programs"
  mkdir -p "$programs" "$PLACE/bench"
  # A later build must not rewrite what is running.
  for project in services/Workflow.{Api,Bridge,ExecutionConsumer} bench/Workflow.Bench; do
    cp -R "$ROOT/$project/bin/$CONFIGURATION/net10.0" "$programs/$(basename "$project")"
  done
  dotnet "$programs/Workflow.Bench/workflow-bench.dll" run ${OPT_BENCH[@]+"${OPT_BENCH[@]}"} \
    --programs "$programs" --data "$PLACE/bench/data" --logs "$WORK/bench/logs" || status=$?
  rm -rf "$programs"
  exit "$status"
}

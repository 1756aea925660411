# `chaos`: breaks a stack of its own while it works, and checks that every promise is kept. Touches nothing of `up`.

chaos_command() {
  prepare_tests tests/Workflow.ChaosTests
  copy_chaos_programs
  local status=0 seed=${OPT_SEED:-$RANDOM}
  (
    cd "$ROOT"
    dotnet "$CHAOS_PROGRAMS/Workflow.ChaosTests/Workflow.ChaosTests.dll" --programs "$CHAOS_PROGRAMS" \
      --folder "$WORK/chaos/$seed" --seed "$seed" --minutes "${OPT_MINUTES:-8}"
  ) || status=$?
  rm -rf "$CHAOS_PROGRAMS"
  exit "$status"
}

# A later build must not rewrite what is running. Leaves the folder in CHAOS_PROGRAMS.
copy_chaos_programs() {
  CHAOS_PROGRAMS=$WORK/chaos/programs-$$
  rm -rf "$CHAOS_PROGRAMS"
  mkdir -p "$CHAOS_PROGRAMS"
  local project
  for project in services/Workflow.Api services/Workflow.Bridge services/Workflow.ExecutionConsumer \
    tests/Workflow.ChaosTests; do
    cp -R "$ROOT/$project/bin/$CONFIGURATION/net10.0" "$CHAOS_PROGRAMS/$(basename "$project")"
  done
}

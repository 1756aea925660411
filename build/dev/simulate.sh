# `simulate`: the ownership protocol in random schedules of failures (docs/ownership-model.md).

simulate_command() {
  prepare_work_folders
  require_dotnet
  trap release_lock EXIT
  take_lock
  ensure_native_library
  compile bench/Workflow.Simulation/Workflow.Simulation.csproj
  release_lock
  dotnet "$ROOT/bench/Workflow.Simulation/bin/$CONFIGURATION/net10.0/workflow-simulation.dll" \
    ${OPT_SIMULATE[@]+"${OPT_SIMULATE[@]}"}
}

# `jq-check`: the three checks of the evaluator of runtime expressions (docs/expressions.md).

jq_check_command() {
  prepare_work_folders
  require_dotnet
  trap release_lock EXIT
  take_lock
  compile bench/Workflow.JqCheck/Workflow.JqCheck.csproj
  release_lock
  dotnet "$ROOT/bench/Workflow.JqCheck/bin/$CONFIGURATION/net10.0/workflow-jq-check.dll" "$@"
}

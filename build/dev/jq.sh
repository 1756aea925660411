# `jq`: the evaluator of runtime expressions on the command line (docs/expressions.md).

jq_command() {
  prepare_work_folders
  require_dotnet
  ensure_programs_together
  exec dotnet "$PROGRAM_FOLDER/Workflow.Cli/workflow.dll" jq "$@"
}

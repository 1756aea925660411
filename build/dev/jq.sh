# `jq`: the evaluator of runtime expressions on the command line (docs/expressions.md).

jq_command() {
  prepare_work_folders
  require_dotnet
  PROGRAM_FOLDER=$APPS/$(sources_hash)
  if [ ! -f "$PROGRAM_FOLDER/complete" ]; then # calls stand side by side in a pipe: only one of them builds
    trap release_lock EXIT
    take_lock
    ensure_programs
    release_lock
  fi
  exec dotnet "$PROGRAM_FOLDER/Workflow.Cli/workflow.dll" jq "$@"
}

# `workflow`: the command line (docs/cli.md), for the stack of this checkout unless something names another platform.

workflow_command() {
  prepare_work_folders
  require_dotnet
  ensure_programs_together </dev/null
  case " $* ${WORKFLOW_URL:+--api}${WORKFLOW_CONTEXT:+--context}" in
    *' --api'* | *' --context'*) ;;
    *)
      choose_ports
      export WORKFLOW_URL=http://127.0.0.1:$API_PORT
      [ -n "${WORKFLOW_TOKEN:-}" ] || [ ! -s "$RUN/token" ] || WORKFLOW_TOKEN=$(cat "$RUN/token")
      export WORKFLOW_TOKEN
      ;;
  esac
  exec dotnet "$PROGRAM_FOLDER/Workflow.Cli/workflow.dll" "$@"
}

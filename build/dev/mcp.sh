# `mcp`: the platform's runs as tools for clients of language models (docs/mcp.md). Standard output belongs to the
# protocol.

# The options of `workflow mcp`; without any, the stack of this checkout is served, with a token of its admin.
mcp_command() {
  prepare_work_folders
  require_dotnet
  ensure_programs_together </dev/null
  if [ $# -eq 0 ]; then
    choose_ports
    settle_secret
    [ -n "${WORKFLOW_TOKEN:-}" ] || publish_token </dev/null
    set -- --api "http://127.0.0.1:$API_PORT"
  fi
  exec dotnet "$PROGRAM_FOLDER/Workflow.Cli/workflow.dll" mcp "$@"
}

# Tokens for the stack's API. The secret is made once per checkout; whoever can read it can be anybody there.

READY_TOKEN_HOURS=168 # of the one that every `up` leaves in $RUN/token

# Leaves the secret in AUTH_SECRET.
settle_secret() {
  [ -s "$RUN/auth-secret" ] ||
    (umask 077 && od -An -v -N48 -tx1 /dev/urandom | tr -d ' \n' >"$RUN/auth-secret")
  AUTH_SECRET=$(cat "$RUN/auth-secret")
}

# Prints a token. The rest: options of `workflow token`
make_token() {
  WORKFLOW_AUTH_HS256_SECRET=$AUTH_SECRET dotnet "$PROGRAM_FOLDER/Workflow.Cli/workflow.dll" token "$@"
}

# A token of the user that callers without one are; the programs that this script calls use it.
publish_token() {
  WORKFLOW_TOKEN=$(make_token --user local --role admin --hours "$READY_TOKEN_HOURS") ||
    die "No token could be made."
  (umask 077 && printf '%s\n' "$WORKFLOW_TOKEN" >"$RUN/token")
  export WORKFLOW_TOKEN
}

token_command() {
  prepare_work_folders
  require_dotnet
  ensure_programs
  settle_secret
  set -- --user "${OPT_USER:-local}" --role "${OPT_ROLE:-user}" --hours "${OPT_HOURS:-12}"
  [ -z "$OPT_SCOPE" ] || set -- "$@" --scope "$OPT_SCOPE"
  make_token "$@"
}

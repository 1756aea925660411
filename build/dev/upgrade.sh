# `upgrade`: replaces the processes of an older commit by those of this checkout, one by one and under load.

upgrade_command() {
  local revision folder
  command -v git >/dev/null 2>&1 || die "git is needed to get the older commit, and was not found."
  revision=$(git -C "$ROOT" rev-parse --verify --quiet "${OPT_FROM:-HEAD~1}^{commit}") ||
    usage_error "--from ${OPT_FROM:-HEAD~1}: there is no such commit in $ROOT."
  prepare_tests Workflow.sln
  folder=$WORK/previous/$revision
  if [ ! -f "$folder/complete" ]; then
    say "Building commit $revision …"
    rm -rf "$WORK/previous"
    mkdir -p "$folder/.workflow/native"
    git -C "$ROOT" archive "$revision" | tar -x -C "$folder"
    cp "$WORK"/native/* "$folder/.workflow/native/" 2>/dev/null || true
    (ROOT=$folder && compile build/Programs.slnf)
    : >"$folder/complete"
  fi
  say "Replacing commit $revision by this checkout, process by process, under load …"
  cd "$ROOT"
  WORKFLOW_PREVIOUS_RELEASE=$folder dotnet test \
    "tests/Workflow.IntegrationTests/bin/$CONFIGURATION/net10.0/Workflow.IntegrationTests.dll" --nologo \
    --filter FullyQualifiedName~RollingUpgradeTests --logger 'console;verbosity=normal'
}

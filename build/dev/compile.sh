# Builds the solution when its sources changed, and copies the programs to a folder of their own: a later build then
# never rewrites a file that a running process has mapped.

CONFIGURATION=Release
PROGRAMS='services/Workflow.Cli services/Workflow.Api services/Workflow.Bridge services/Workflow.ExecutionConsumer
examples/agents'

# A number for everything that a build of the programs reads.
sources_hash() {
  (
    cd "$ROOT"
    {
      dotnet --list-sdks
      uname -sm
      cksum .workflow/native/* 2>/dev/null || true
      cat .workflow/console/built 2>/dev/null || true
      find shared services examples/agents build/BannedSymbols.txt build/Programs.slnf ./*.props ./*.sln \
        global.json .editorconfig -type f ! -path '*/bin/*' ! -path '*/obj/*' ! -path 'services/console/*' \
        -exec cksum {} + | LC_ALL=C sort -k 3
    } | cksum | tr -s ' ' '-'
  )
}

# Kafka's client library: the package where it can be had, else built from source.
ensure_native_library() {
  [ -x "$ROOT/build/librdkafka.sh" ] || return 0
  "$ROOT/build/librdkafka.sh" >&2 </dev/null || die "Kafka's client library could not be provided."
}

# Builds a solution; says nothing when there is nothing wrong. All projects are compiled by one process, which is warm
# after the first, and ended afterwards: by itself it would stay for ten minutes. $1 solution or filter
compile() {
  local began=$SECONDS compiler="workflow-$$-$RANDOM" built=true
  say "Building (about a minute the first time) …"
  (cd "$ROOT" && dotnet build "$1" -c "$CONFIGURATION" --nologo -v quiet -nodeReuse:false \
    -p:UseSharedCompilation=true -p:SharedCompilationId="$compiler" >"$LOGS/build.log" 2>&1 </dev/null) || built=false
  end_compiler "$compiler"
  if ! $built; then
    grep -E ': error|error [A-Z]+[0-9]+' "$LOGS/build.log" | sort -u | head -n 20 >&2 || true
    die "The build failed; everything it said is in $LOGS/build.log."
  fi
  say "Built in $((SECONDS - began)) s."
}

# $1 name that the compiler's process was given
end_compiler() {
  local process
  for process in $(grep -lsz -- "[p]ipename:$1" /proc/[0-9]*/cmdline | cut -d / -f 3); do
    kill "$process" 2>/dev/null || true
  done
}

# Leaves the folder of runnable programs in PROGRAM_FOLDER.
ensure_programs() {
  ensure_native_library
  ensure_console
  PROGRAM_FOLDER=$APPS/$(sources_hash)
  [ ! -f "$PROGRAM_FOLDER/complete" ] || return 0
  compile build/Programs.slnf # without the tests: a broken test must not keep the platform from starting
  copy_programs
}

# Copies the programs as they were just built.
copy_programs() {
  local program
  PROGRAM_FOLDER=$APPS/$(sources_hash)
  [ ! -f "$PROGRAM_FOLDER/complete" ] || return 0
  rm -rf "$PROGRAM_FOLDER"
  mkdir -p "$PROGRAM_FOLDER"
  for program in $PROGRAMS; do
    cp -R "$ROOT/$program/bin/$CONFIGURATION/net10.0" "$PROGRAM_FOLDER/$(basename "$program")"
  done
  : >"$PROGRAM_FOLDER/complete"
  drop_old_programs
}

# The same for commands that stand side by side, as in a pipe: only one of them builds.
ensure_programs_together() {
  PROGRAM_FOLDER=$APPS/$(sources_hash)
  [ ! -f "$PROGRAM_FOLDER/complete" ] || return 0
  trap release_lock EXIT
  take_lock
  ensure_programs
  release_lock
}

# Removes copies that no process of this checkout runs from.
drop_old_programs() {
  local folder
  for folder in "$APPS"/*/; do
    folder=${folder%/}
    [ "$folder" != "$PROGRAM_FOLDER" ] || continue
    grep -qsF "$folder/" "$RUN"/*.command || rm -rf "$folder"
  done
}

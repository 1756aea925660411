# What must be on the machine before anything is built, and a quiet environment for the .NET tools.

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export DOTNET_GENERATE_ASPNET_CERTIFICATE=false
export MSBUILDDISABLENODEREUSE=1 # no build process outlives the call

# Makes .workflow/ and says who owns it when that fails.
prepare_work_folders() {
  mkdir -p "$RUN" "$LOGS" "$APPS" 2>/dev/null || true
  local folder
  for folder in "$WORK" "$RUN" "$LOGS" "$APPS"; do
    [ -d "$folder" ] && [ -w "$folder" ] ||
      die "$folder cannot be written by $(id -un). It was probably made by another user (for example root):" \
        "call ./dev as that user, or remove $WORK, or use a clone of your own."
  done
  if [ -z "${HOME:-}" ] || [ ! -w "$HOME" ]; then # the .NET tools insist on one
    export HOME=$WORK/home
    mkdir -p "$HOME"
  fi
}

# Finds .NET SDK 10 on PATH or where its installers put it.
require_dotnet() {
  local folder
  for folder in '' "${DOTNET_ROOT:-}" "${HOME:-}/.dotnet" /usr/share/dotnet /usr/lib/dotnet /usr/local/share/dotnet; do
    if [ -n "$folder" ]; then
      [ -x "$folder/dotnet" ] || continue
      PATH=$folder:$PATH
    fi
    if has_sdk; then return 0; fi
  done
  die ".NET SDK 10 is needed and was not found. Get it from https://dotnet.microsoft.com/download/dotnet/10.0" \
    "or with the system's packages (dotnet-sdk-10.0). Installed SDKs: $(dotnet --list-sdks 2>/dev/null | tr '\n' ' ')"
}

has_sdk() {
  command -v dotnet >/dev/null 2>&1 && dotnet --list-sdks 2>/dev/null | grep -q '^10\.'
}

# Node fetches PostgreSQL and the source of Kafka's library where the usual packages do not offer them.
require_node() {
  command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 ||
    die "Node.js 20 or later with npm is needed and was not found. Get it from https://nodejs.org/" \
      "or with the system's packages (nodejs, npm)."
  local major
  major=$(node -p 'process.versions.node.split(".")[0]')
  [ "$major" -ge 20 ] || die "Node.js 20 or later is needed; $(command -v node) is version $(node --version)."
}

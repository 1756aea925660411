# The stack's own PostgreSQL cluster: under .workflow/postgres, on loopback, with a generated password and fsync on.
# PostgreSQL refuses to run as root; called by root, it runs as the owner of the data or as user postgres.

DATABASE=workflow
DATABASE_USER=workflow

# Decides where the cluster lies (PLACE, POSTGRES_HOME) and who runs it (POSTGRES_USER, empty: the caller).
settle_postgres() {
  PLACE=$WORK POSTGRES_USER=''
  if [ "$(id -u)" -eq 0 ]; then
    POSTGRES_USER=postgres
    [ ! -d "$WORK/postgres/data" ] || POSTGRES_USER=$(owner_of "$WORK/postgres/data")
    can_enter "$WORK" || PLACE=/var/tmp/workflow-$(printf '%s' "$ROOT" | cksum | cut -d ' ' -f 1)
  fi
  POSTGRES_HOME=$PLACE/postgres
  [ "$PLACE" = "$WORK" ] || take_fallback_place
}

# shellcheck disable=SC2012
owner_of() { ls -ld "$1" | awk '{ print $3 }'; }

# Before PostgreSQL is installed its user may not exist; nobody can enter the same folders.
can_enter() {
  local user=$POSTGRES_USER
  id "$user" >/dev/null 2>&1 || user=nobody
  as_user "$user" test -x "$1"
}

# Debian's package makes the user; the npm programs come without.
ensure_postgres_user() {
  if [ -z "$POSTGRES_USER" ] || id "$POSTGRES_USER" >/dev/null 2>&1; then return 0; fi
  command -v useradd >/dev/null 2>&1 && useradd --system --no-create-home "$POSTGRES_USER" ||
    die "PostgreSQL does not run as root and there is no user $POSTGRES_USER; make one, or call ./dev as another user."
  say "Made the system user $POSTGRES_USER: PostgreSQL does not run as root."
}

take_fallback_place() {
  if [ ! -d "$PLACE" ]; then
    say "User $POSTGRES_USER cannot enter $ROOT, so the database lies in $PLACE."
    mkdir -m 755 "$PLACE"
  fi
  [ ! -L "$PLACE" ] && [ "$(owner_of "$PLACE")" = root ] || die "$PLACE exists and is not root's; remove it."
}

# Runs a command as the user that owns the cluster.
as_postgres() {
  if [ -z "$POSTGRES_USER" ]; then
    (cd / && "$@")
  else
    as_user "$POSTGRES_USER" "$@"
  fi
}

# As root only. $1 user, the rest: the command
as_user() {
  local user=$1
  shift
  if command -v setpriv >/dev/null 2>&1; then
    (cd / && setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups -- "$@")
  else
    (cd / && runuser -u "$user" -- "$@")
  fi
}

# The server's pid if it is up and ours.
postgres_pid() {
  local pid=''
  { read -r pid <"$POSTGRES_HOME/data/postmaster.pid"; } 2>/dev/null || true
  case $pid in '' | *[!0-9]*) return 0 ;; esac
  case $(command_of "$pid") in *"$POSTGRES_HOME/data"*) is_zombie "$pid" || printf '%s' "$pid" ;; esac
}

ensure_postgres() {
  [ -z "$(postgres_pid)" ] || return 0
  require_free_port "$POSTGRES_PORT" PostgreSQL --postgres-port
  require_postgres
  ensure_postgres_user
  [ -f "$POSTGRES_HOME/version" ] || create_cluster
  start_postgres
  STARTED="$STARTED postgres"
}

create_cluster() {
  say "Creating the database in $POSTGRES_HOME …"
  rm -rf "$POSTGRES_HOME"
  mkdir -p "$POSTGRES_HOME"
  (umask 077 && od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >"$POSTGRES_HOME/password")
  [ -z "$POSTGRES_USER" ] || chown -R "$POSTGRES_USER" "$POSTGRES_HOME"
  as_postgres "$POSTGRES_BIN/initdb" -D "$POSTGRES_HOME/data" -U "$DATABASE_USER" --pwfile="$POSTGRES_HOME/password" \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C >"$LOGS/initdb.log" 2>&1 ||
    { show_tail "$LOGS/initdb.log"; die "initdb failed."; }
  # The single-user mode needs no client, which the npm programs do not bring.
  printf 'create database %s;\n' "$DATABASE" |
    as_postgres "$POSTGRES_BIN/postgres" --single -D "$POSTGRES_HOME/data" postgres >>"$LOGS/initdb.log" 2>&1 ||
    { show_tail "$LOGS/initdb.log"; die "The database could not be created."; }
  postgres_major "$POSTGRES_BIN" >"$POSTGRES_HOME/version"
}

# After a crash the dying server's children may still hold its memory for a moment, hence the second try.
start_postgres() {
  say "Starting postgres …"
  local options sockets=$POSTGRES_HOME try
  [ ${#sockets} -lt 80 ] || sockets='' # a socket's path is limited to about 100 characters
  options="-c listen_addresses=127.0.0.1 -c port=$POSTGRES_PORT -c unix_socket_directories='$sockets'"
  options="$options -c max_connections=200 -c timezone=UTC"
  for try in 1 2 3; do
    drop_foreign_pid_file
    if as_postgres "$POSTGRES_BIN/pg_ctl" start -w -t 60 -s -D "$POSTGRES_HOME/data" -l "$POSTGRES_HOME/server.log" \
      -o "$options" >"$LOGS/pg_ctl.log" 2>&1; then
      return 0
    fi
    [ "$try" -eq 3 ] || sleep 1
  done
  show_tail "$LOGS/pg_ctl.log"
  show_tail "$POSTGRES_HOME/server.log"
  die "PostgreSQL did not start on port $POSTGRES_PORT."
}

# A pid file that a crash left behind keeps the server from starting once its number belongs to another program.
drop_foreign_pid_file() {
  local file=$POSTGRES_HOME/data/postmaster.pid pid=''
  [ -f "$file" ] || return 0
  read -r pid <"$file" || true
  case $(command_of "${pid:-0}") in
    '' | *postgres*) ;; # gone, which PostgreSQL sees by itself; or alive, which it had better see
    *) rm -f "$file" ;;
  esac
}

stop_postgres() {
  [ -n "$(postgres_pid)" ] || return 0
  say "Stopping postgres …"
  find_postgres || die "PostgreSQL's programs are gone; end it with 'kill -INT $(postgres_pid)'."
  stop_cluster fast >"$LOGS/pg_ctl.log" 2>&1 || stop_cluster immediate >>"$LOGS/pg_ctl.log" 2>&1 ||
    { show_tail "$LOGS/pg_ctl.log"; die "PostgreSQL (pid $(postgres_pid)) did not stop."; }
}

# $1 how: fast or immediate
stop_cluster() { as_postgres "$POSTGRES_BIN/pg_ctl" stop -w -t 30 -s -m "$1" -D "$POSTGRES_HOME/data"; }

wipe_postgres() {
  rm -rf "$POSTGRES_HOME" || die "$POSTGRES_HOME could not be removed."
}

# Writes the URL to a file that only its owner can read, and leaves it in DATABASE_URL.
publish_database_url() {
  DATABASE_URL="postgresql://$DATABASE_USER:$(cat "$POSTGRES_HOME/password")@127.0.0.1:$POSTGRES_PORT/$DATABASE"
  (umask 077 && printf '%s\n' "$DATABASE_URL" >"$RUN/database-url")
}

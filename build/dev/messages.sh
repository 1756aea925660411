# What the script says. Progress goes to standard error, so that standard output holds results only.

say() { printf '%s\n' "$*" >&2; }

# Ends with 1: something on this machine is not as needed.
die() {
  printf 'dev: %s\n' "$*" >&2
  exit 1
}

# Ends with 2: the call itself is wrong.
usage_error() {
  printf 'dev: %s\n' "$*" >&2
  printf "dev: './dev help' prints every command and option.\n" >&2
  exit 2
}

# The last lines of a log, indented. $1 file, $2 number of lines
show_tail() {
  [ -s "$1" ] || { say "    ($1 is empty)"; return 0; }
  say "    last lines of $1:"
  tail -n "${2:-15}" "$1" | sed 's/^/    | /' >&2
}

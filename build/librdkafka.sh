#!/usr/bin/env bash
# Provides librdkafka, the native part of the Kafka client.
#
#   build/librdkafka.sh           make sure that the client has its library, doing as little as possible
#   build/librdkafka.sh --build   build it from source in any case (again, if it is there)
#
# Ordinarily it comes with the NuGet package librdkafka.redist and there is nothing to do. Where that package cannot be
# had in this very version, or its library cannot be loaded, the library is built from the source that the npm package
# @confluentinc/kafka-javascript carries. It ends up in .workflow/native/librdkafka.so; Directory.Build.props sees it
# there and leaves the package out of the build.
# Which of the two it is gets remembered in .workflow/native/origin; delete .workflow/native to be asked again.
set -euo pipefail

VERSION=2.15.1                                        # of librdkafka; that of Confluent.Kafka in our packages
VERSION_HEX=0x020f01ff                                # the same, as rdkafka.h writes it
SOURCE=@confluentinc/kafka-javascript@1.10.1          # the npm package whose deps/librdkafka is that version
PACKAGED="package $VERSION, loads"                    # what is remembered of a package that serves
BUILT="source, mock cluster 2"                        # what a library built here says of itself; any other is replaced
DEBIAN_PACKAGES="gcc make libc6-dev libssl-dev zlib1g-dev"

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
native=$root/.workflow/native
library=$native/librdkafka.so
origin=$native/origin                                 # what PACKAGED or BUILT says

say() { printf 'librdkafka: %s\n' "$*"; }
fail() { printf 'librdkafka: %s\n' "$*" >&2; exit 1; }

# Everything temporary lives in one folder, which goes whatever happens.
work=$(mktemp -d "${TMPDIR:-/tmp}/librdkafka.XXXXXX")
trap 'rm -rf "$work"' EXIT

# Whether NuGet has the package, in this version and no newer one, and its library can be loaded: restores a throw-away
# project that needs nothing else. Answers 0 yes, 1 no, 2 it could not be asked (no network, say).
probe_package() {
  mkdir -p "$work/probe"
  cat > "$work/probe/probe.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageReference Include="librdkafka.redist" Version="[$VERSION]" /></ItemGroup>
</Project>
PROJECT
  if (cd "$work/probe" && dotnet restore probe.csproj > "$work/probe.log" 2>&1); then
    package_loads
    return
  elif grep -qE 'NU110[123]' "$work/probe.log"; then    # no such package, or no such version
    return 1
  fi
  return 2
}

# The package's library needs others, such as Cyrus SASL, that a small system lacks.
package_loads() {
  local machine packages missing
  [ "$(uname -s)" = Linux ] && command -v ldd > /dev/null || return 0
  case $(uname -m) in
    x86_64) machine=x64 ;;
    aarch64) machine=arm64 ;;
    *) return 0 ;;
  esac
  packages=$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: *//')
  missing=$(ldd "${packages%/}/librdkafka.redist/$VERSION/runtimes/linux-$machine/native/librdkafka.so" 2>&1 \
    | sed -n 's/^[[:space:]]*\([^ ]*\) => not found.*/\1/p' | sort -u | tr '\n' ' ')
  [ -z "$missing" ] && return 0
  say "the library of NuGet's package needs ${missing}which is not on this system"
  return 1
}

has_header() { printf '#include <%s>\n' "$1" | gcc -E - > /dev/null 2>&1; }

# What is missing for a build, one word each.
missing_tools() {
  command -v gcc > /dev/null || echo gcc
  command -v make > /dev/null || echo make
  if command -v gcc > /dev/null; then
    has_header stdlib.h || echo libc-headers
    has_header openssl/ssl.h || echo openssl-headers
    has_header zlib.h || echo zlib-headers
  fi
}

require_tools() {
  command -v npm > /dev/null || fail "npm is missing; it comes with Node.js (20 or later). Install it and try again."
  local missing
  missing=$(missing_tools | tr '\n' ' ')
  if [ -z "$missing" ]; then return; fi
  if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    say "installing $DEBIAN_PACKAGES (missing: $missing)"
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $DEBIAN_PACKAGES; } \
      > "$work/apt.log" 2>&1 || { tail -n 20 "$work/apt.log" >&2; fail "apt-get could not install $DEBIAN_PACKAGES."; }
    missing=$(missing_tools | tr '\n' ' ')
  fi
  if [ -n "$missing" ]; then
    fail "cannot be built, missing: $missing
  Debian, Ubuntu:  sudo apt-get install $DEBIAN_PACKAGES
  Fedora, RHEL:    sudo dnf install gcc make glibc-devel openssl-devel zlib-devel
  Alpine:          sudo apk add gcc make musl-dev openssl-dev zlib-dev bash
Then run build/librdkafka.sh again."
  fi
}

# What the mock cluster, our embedded broker, does otherwise when it is built here (docs/adr/0018): see the patch. The
# package's library is left as it is.
quicken_mock_cluster() {
  (cd "$1" && GIT_CEILING_DIRECTORIES=${1%/*} git apply "$root/build/mock-cluster.patch" 2> "$work/patch.log") \
    || { cat "$work/patch.log" >&2; fail "build/mock-cluster.patch does not fit $SOURCE."; }
}

build_from_source() {
  [ "$(uname -s)" = Linux ] \
    || fail "building from source is for Linux only; elsewhere NuGet must have librdkafka.redist $VERSION."
  require_tools
  say "getting the source of $VERSION ($SOURCE)"
  (cd "$work" && npm pack "$SOURCE" --silent > "$work/npm.log" 2>&1) \
    || { tail -n 20 "$work/npm.log" >&2; fail "npm could not get $SOURCE."; }
  tar -xzf "$work"/confluentinc-kafka-javascript-*.tgz -C "$work" package/deps/librdkafka
  local source=$work/package/deps/librdkafka
  grep -q "define RD_KAFKA_VERSION *$VERSION_HEX" "$source/src/rdkafka.h" \
    || fail "$SOURCE does not carry librdkafka $VERSION; set SOURCE in build/librdkafka.sh to a version that does."

  quicken_mock_cluster "$source"

  say "building (about half a minute)"
  # Its configure asks for a C++ compiler, which the C library then never uses.
  (cd "$source" && CXX=gcc ./configure --disable-gssapi --disable-lz4-ext \
    && make -j"$(getconf _NPROCESSORS_ONLN)" -C src librdkafka.so.1) > "$work/build.log" 2>&1 \
    || { tail -n 30 "$work/build.log" >&2; fail "the build failed; its last lines are above."; }
  strip --strip-debug "$source/src/librdkafka.so.1"

  # A rename within one folder is atomic: whoever looks sees no library, the old one or the whole new one.
  mkdir -p "$native"
  cp "$source/src/librdkafka.so.1" "$library.$$"
  chmod 755 "$library.$$"
  mv -f "$library.$$" "$library"
  echo "$BUILT" > "$origin"
  say "built $library"
}

case ${1:-} in
  --build) build_from_source; exit ;;
  '') ;;
  *) fail "unknown option $1; the only one is --build." ;;
esac

if [ -f "$library" ] && [ "$(cat "$origin" 2> /dev/null)" = "$BUILT" ]; then exit 0; fi
if [ "$(cat "$origin" 2> /dev/null)" = "$PACKAGED" ]; then exit 0; fi

say "asking NuGet for librdkafka.redist $VERSION"
answer=0
probe_package || answer=$?
if [ "$answer" = 0 ]; then
  mkdir -p "$native"
  echo "$PACKAGED" > "$origin"
  say "NuGet has it; nothing to build"
  exit 0
fi
if [ "$answer" = 2 ]; then
  say "NuGet could not be asked: $(grep -m1 -oE 'error [A-Z]+[0-9]+' "$work/probe.log" || echo 'see dotnet restore')"
fi
build_from_source

#!/usr/bin/env bash
# Compiles programs ahead of time, in their folders: their processes start in half the processor time.
#
#   build/ahead.sh FOLDER…   replaces the libraries in each folder by compiled ones; what was compiled once is kept
#
# The compiler is the one of `dotnet publish -p:PublishReadyToRun=true`. Where it cannot be had, everything stays as it
# is: .NET then compiles the same code while it runs.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
kept=$root/.workflow/ahead   # NAME.SUM.dll: compiled from the library of that check sum; SUM.done: is a compiled one
packages=$(dotnet nuget locals global-packages --list | sed -n 's/^global-packages: //p')
work=$(mktemp -d "${TMPDIR:-/tmp}/ahead.XXXXXX")
trap 'rm -rf "$work"' EXIT

leave() { printf 'ahead: %s Programs of tests start more slowly.\n' "$*" >&2; exit 0; }

[ "$(uname -s)" = Linux ] || leave 'compiling ahead is for Linux only.'
case $(uname -m) in
  x86_64) target=x64 ;;
  aarch64) target=arm64 ;;
  *) leave "there is no compiler for $(uname -m)." ;;
esac

# The newest runtime of .NET 10, and where it is.
runtime=$(dotnet --list-runtimes | sed -n 's/^Microsoft\.NETCore\.App \(10\.[^ ]*\) \[\(.*\)\]$/\1 \2/p' | tail -n 1)
version=${runtime%% *}
shared=${runtime#* }
web=$(dirname "$shared")/Microsoft.AspNetCore.App/$version
compiler=$packages/microsoft.netcore.app.crossgen2.linux-$target/$version/tools/crossgen2

if [ ! -x "$compiler" ]; then
  cat >"$work/compiler.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup>
    <PackageDownload Include="Microsoft.NETCore.App.Crossgen2.linux-$target" Version="[$version]" />
  </ItemGroup>
</Project>
PROJECT
  (cd "$work" && dotnet restore compiler.csproj >"$work/log" 2>&1) || leave "NuGet has no compiler of version $version."
  [ -x "$compiler" ] || leave "the compiler's package has none for this machine."
fi

# Compiles one library. $1 library, $2 where to
compile_library() {
  "$compiler" "$1" -o "$2" --targetos linux --targetarch "$target" -O \
    -r "$shared/$version/*.dll" -r "$web/*.dll" -r "$(dirname "$1")/*.dll" >"$2.log" 2>&1
}

# Leaves the compiled form of a library in its place; one that cannot be compiled stays. $1 library
replace_library() {
  local name sum compiled
  name=$(basename "$1" .dll)
  sum=$(cksum <"$1" | tr ' ' '-')
  [ ! -e "$kept/$sum.done" ] || return 0
  compiled=$kept/$name.$sum.dll
  if [ ! -s "$compiled" ]; then
    compile_library "$1" "$work/$name.$sum" || return 0
    mv "$work/$name.$sum" "$compiled"
  fi
  : >"$kept/$(cksum <"$compiled" | tr ' ' '-').done"
  cp "$compiled" "$1.new"
  mv "$1.new" "$1"
}

mkdir -p "$kept"
find "$kept" -type f -mtime +30 -delete
for folder in "$@"; do
  for library in "$folder"/*.dll; do
    replace_library "$library"
  done
done

#!/bin/sh
# Runs every benchmark: scripts bench/*.sh, then the projects bench/*/*.csproj. The findings belong into docs/decisions.
set -eu
cd "$(dirname "$0")/.."
for script in bench/*.sh; do
  [ -x "$script" ] || continue
  echo "== $script"
  "$script"
done
for project in bench/*/*.csproj; do
  [ -e "$project" ] || continue
  echo "== $project"
  dotnet run -c Release --project "$project"
done

#!/bin/sh
# Runs the tests one project after the other and ends with one line: "N passed, N failed".
#
#   eng/test.sh           everything: sets up, builds the native binary, unit, simulation and integration tests
#   eng/test.sh --unit    format, tidy and unit tests only
#
# PROJECT_TIMEOUT_SECONDS (default 2400) bounds a project.
set -u
cd "$(dirname "$0")/.."
unit_only=false
case "${1:-}" in
  '') ;;
  --unit) unit_only=true ;;
  *) echo "test: unknown option $1 (known: --unit)" >&2; exit 2 ;;
esac
limit=${PROJECT_TIMEOUT_SECONDS:-2400}
passed=0; failed=0
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1

# step NAME COMMAND...: counts as one test that passes or fails.
step() {
  name=$1; shift
  began=$(date +%s)
  if "$@" >"$log" 2>&1; then passed=$((passed + 1)); result=passed
  else failed=$((failed + 1)); echo "  $name" >>"$failures"; result=FAILED; tail -n 40 "$log"
  fi
  printf '%-44s %s (%d s)\n' "$name" "$result" $(($(date +%s) - began))
}

# The figure after "Passed:" (or "Failed:") in the last summary line of a test run.
figure() { sed -n "s/.*[ -]$1: *\([0-9][0-9]*\),.*/\1/p" "$log" | tail -n 1; }

run_project() {
  name=$(basename "$(dirname "$1")")
  began=$(date +%s)
  timeout --kill-after=30 "$limit" dotnet test "$1" $no_build -maxcpucount:2 -nodeReuse:false --nologo >"$log" 2>&1
  code=$?
  good=$(figure Passed); bad=$(figure Failed)
  good=${good:-0}; bad=${bad:-0}
  if [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
  passed=$((passed + good)); failed=$((failed + bad))
  if [ "$bad" -gt 0 ]; then
    { echo "  $name"; sed -n 's/^  Failed \(.*\) \[.*\]$/    \1/p' "$log"; } >>"$failures"
    grep -v '^\s*$' "$log" | tail -n 80
  fi
  printf '%-44s %d passed, %d failed (%d s)\n' "$name" "$good" "$bad" $(($(date +%s) - began))
}

log=$(mktemp)
beside=$(mktemp)
# What failed, by name: the last thing that is told, since only the end of a long output may be kept.
failures=$(mktemp)
# One compiler serves all projects; it ends when they are built.
export UseSharedCompilation=true SharedCompilationId="kubesharp-tests-$$"
end_compiler() {
  for process in $(grep -l -s "pipename:$SharedCompilationId" /proc/[0-9]*/cmdline | cut -d/ -f3); do kill "$process" 2>/dev/null; done
  UseSharedCompilation=false
}
trap 'end_compiler; rm -f "$log" "$beside" "$failures"' EXIT

# Most of the native build is one thread's work: what the tests need is built beside that, once the build has its inputs.
begin_native_build() {
  make build >"$beside" 2>&1 &
  native=$!
  while kill -0 "$native" 2>/dev/null && [ -z "$(find apps/kubesharp/obj -name kubesharp.ilc.rsp -newer "$log" 2>/dev/null)" ]; do sleep 1; done
}

end_native_build() {
  wait "$native"
  code=$?
  cat "$beside"
  return $code
}

if ! $unit_only; then
  step setup eng/setup.sh --test
  begin_native_build
fi
step 'build of all projects' dotnet build KubeSharp.slnx -c Debug -maxcpucount:2 -nodeReuse:false -v quiet --nologo
end_compiler
# When something does not compile, each project is still tried on its own.
if [ "$failed" -eq 0 ]; then no_build=--no-build; else no_build=; fi
$unit_only && step format dotnet format whitespace . --folder --verify-no-changes --exclude '**/obj/**' --exclude '**/bin/**'

for project in tests/*/*Tests.csproj tests/*/*Tidy.csproj; do
  case "$project" in tests/KubeSharp.Integration/*) ;; *) run_project "$project" ;; esac
done
# The native compiler may still be at work: only what follows needs the program.
$unit_only || step 'native build' end_native_build
$unit_only || run_project tests/KubeSharp.Integration/*.csproj

[ ! -s "$failures" ] || { echo 'failed:'; cat "$failures"; }
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

#!/usr/bin/env bash
# No count of a fixed run is beyond its limit.
set -euo pipefail
: "${CONCLAVE_BIN_DIR:?names the folder of the programs}"
here=$(dirname "${BASH_SOURCE[0]}")
work=$(mktemp -d "${TMPDIR:-/tmp}/conclave_guard_XXXXXX")
trap 'rm -rf "$work"' EXIT

"$CONCLAVE_BIN_DIR/conclave-sim" --counts >"$work/counts.json"
instructions=()
if command -v valgrind >/dev/null; then
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$CONCLAVE_BIN_DIR/conclave-sim" --counts >/dev/null 2>"$work/callgrind" ||
    { cat "$work/callgrind"; exit 1; }
  instructions=("$(sed -n 's/.*Collected : //p' "$work/callgrind")")
fi
python3 "$here/compare" "$here/limits.json" "$work/counts.json" "${instructions[@]}"

#!/usr/bin/env bash
# Small crowds of IRC clients: a peer killed among them, and idle, deaf and endless ones. See crowd --help for large ones.
set -euo pipefail
command -v python3 >/dev/null || { echo "no python3 here: skipped"; exit 77; }
crowd=$(dirname "${BASH_SOURCE[0]}")/crowd
"$crowd" failover --binary "$CONCLAVE_BIN_DIR/conclave" --clients 30 --lines 900
"$crowd" idle --binary "$CONCLAVE_BIN_DIR/conclave" --clients 300 --megabytes 50

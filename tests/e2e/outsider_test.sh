#!/usr/bin/env bash
# Attacks from outside on a live group, three seconds each. A test machine is busy: what counts here is that nobody crashes,
# nothing is lost or forged, and memory keeps its limit.
set -euo pipefail
exec "$(dirname "${BASH_SOURCE[0]}")/attacks/outsider" --floor 1

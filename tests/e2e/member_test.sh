#!/usr/bin/env bash
# A member that talks without end, in ever new rooms, under ever new nicks, two seconds each. What counts here is that nobody
# crashes and no honest line is lost; how long those take is shown.
set -euo pipefail
exec "$(dirname "${BASH_SOURCE[0]}")/attacks/member" --seconds 2

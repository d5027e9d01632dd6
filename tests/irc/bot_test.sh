#!/usr/bin/env bash
# A bot made with python3-irc: it answers each line once, also what was said while its peer was dead.
set -euo pipefail
/usr/bin/python3 -c 'import irc.bot' 2>/dev/null || { echo "no python3-irc here: skipped"; exit 77; }
here=$(dirname "${BASH_SOURCE[0]}")
source "$here/peers.sh"

for peer in one two; do serve $peer; done
"$here/bot" "${port[one]}" >"$home/bot.out" 2>&1 &
pid[bot]=$!
irssi_at two ann
enter ann "/names"
shows ann "bot"

step "it answers"
enter ann "bot: hello"
once ann "echo hello"

step "its peer is killed, and comes back"
end one
enter ann "bot: are you there?"
serve one
once ann "echo are you there?"
enter ann "bot: again"
once ann "echo again"

step "the peer that ann is at is killed, and comes back"
end two
serve two
shows ann "Join to #den was synced"  # irssi is back
enter ann "bot: and now"
once ann "echo and now"
once ann "echo hello"
once ann "echo are you there?"
hides ann "has quit"
echo "all held"

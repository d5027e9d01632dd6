#!/usr/bin/env bash
# First start, a conversation, a takeover, other sizes, and a terminal that is itself again however the chat ends.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/screen.sh"
# Nobody from outside: this machine alone, and no looking around.
conclave="$CONCLAVE_BIN_DIR/conclave --listen 127.0.0.1:0 --no-discovery"

step() { echo "-- $1"; }

step "first start asks for a nick, once"
window one 80 24
enter one "$conclave"
shows one "What shall others call you?"
press one C-u
enter one "ada"
shows one "You are ada"
shows one "/invite"
shows one "you relay · 1 here"
enter one "/quit"
restored one
enter one "clear; $conclave"
shows one "You are ada"
hides one "What shall others call you?"
shows one "you relay · 1 here"

step "two talk"
window two 80 24
enter two "$conclave bob"
shows two "ada relays · 2 here"
shows one "bob joined"
enter one "hello bob 日本"
shows two "<ada> hello bob 日本"
enter two "hello ada"
shows one "<bob> hello ada"
hides two "[sending]"
type_in two "ad"
press two Tab
shows two "> ada:"
press two C-u
enter two "/me waves"
shows one "* bob waves"

step "rooms count what is unread"
enter two "/join garden"
enter two "roses for ada"
shows one "#garden 1!"
enter one "/join garden"
shows one "<bob> roses for ada"
enter one "/join lobby"
enter two "/join lobby"

step "a third comes, on a wide screen, and one relay is killed"
window three 200 60
enter three "NO_COLOR=1 $conclave carol"
shows three "ada relays · 3 here"
shows three "<bob> hello ada"
kill -KILL "$(process_of one)"
shows three "bob relays now; nothing was lost"
shows two "ada is gone"
enter three "still here?"
shows two "<carol> still here?"

step "resizing"
screen resize-window -t two -x 40 -y 10
shows two "#lobby ·"
shows two "still here?"
screen resize-window -t two -x 80 -y 24
shows two "│"
shows two "<carol> still here?"
hides two "#lobby ·"

step "a paste of several lines asks once"
printf 'one line\nanother\n' >"$home/paste"
screen load-buffer "$home/paste"
screen paste-buffer -p -t two
shows two "Say these 2 lines?"
press two Enter
shows three "<bob> another"

step "the terminal is itself again: after /quit, SIGTERM, SIGHUP and a crash"
enter two "/quit"
restored two
shows three "bob left"
kill -TERM "$(process_of three)"
restored three
for signal in HUP SEGV ABRT; do
  enter two "clear; $conclave bob"
  shows two "You are bob"
  kill "-$signal" "$(process_of two)"
  restored two
done

step "--line has no screen"
enter two "clear; $conclave bob --line"
shows two "* You are bob"
[[ $(screen display-message -p -t two '#{alternate_on}') == 0 ]] || fail "--line took the screen"
press two C-c
shows two "back>"
echo "all as it should be"

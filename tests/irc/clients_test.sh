#!/usr/bin/env bash
# irssi and WeeChat at three peers: they talk, one comes late, the peer of each is killed and comes back, and so does the one
# that leads. Nobody is told that anybody quit; everybody has every line once, in one order.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/peers.sh"

step "three peers, three clients"
for peer in one two three; do serve $peer; done
irssi_at one ann
weechat_at two ben
irssi_at three cyn
for client in ann ben cyn; do
  for nick in ann ben cyn; do
    enter $client "/names"
    shows $client $nick
  done
done

step "they talk"
enter ann "first from ann"
once ben "first from ann"
once cyn "first from ann"
enter ben "second from ben"
once ann "second from ben"
enter cyn "/me waves third"
once ann "waves third"
once ben "waves third"
enter ann "/topic #den all is well"
shows ben "all is well"

step "one comes late, and sees what was said"
irssi_at two dan
once dan "first from ann"
once dan "second from ben"
once dan "waves third"

step "a private line"
enter cyn "/msg ann just for you"
enter ann "/window 1"
once ann "just for you"
enter ann "/window 2"
hides ben "just for you"

# killed CLIENT OF-PEER OTHER: OTHER talks while CLIENT's peer is dead.
killed() {
  local client=$1 peer=$2 other=$3
  step "the peer of $client is killed, and comes back"
  end "$peer"
  enter "$other" "while $client is cut off"
  once "$other" "while $client is cut off"
  serve "$peer"
  once "$client" "while $client is cut off"
  enter "$client" "$client is back"
  once "$other" "$client is back"
}
killed ann one ben
killed ben two cyn
killed cyn three ann
for client in ann ben cyn; do
  hides $client "has quit"
  hides $client "did not come back"
done

step "everybody has the same lines in the same order"
order() { text_of "$1" | grep -oE 'while (ann|ben|cyn) is cut off|(ann|ben|cyn) is back' | tr '\n' ';'; }
expected="while ann is cut off;ann is back;while ben is cut off;ben is back;while cyn is cut off;cyn is back;"
for client in ann ben cyn; do
  [[ $(order $client) == "$expected" ]] || fail "$client has: $(order $client)"
done
echo "all as it should be"

#!/usr/bin/env bash
# HexChat, on a screen that nobody sees (Xvfb), at a real peer, beside WeeChat at another: they talk, its peer is killed and
# comes back, and so does the one that leads. Skipped where HexChat, its Python plugin or Xvfb is not installed.
set -euo pipefail
for program in hexchat Xvfb; do
  command -v $program >/dev/null || { echo "no $program here: skipped"; exit 77; }
done
source "$(dirname "${BASH_SOURCE[0]}")/peers.sh"
here=$(realpath "$(dirname "${BASH_SOURCE[0]}")")

end_hexchat() {
  local each
  for each in ${hexchat:-} ${display:-}; do
    kill "$each" 2>/dev/null || true
    wait "$each" 2>/dev/null || true
  done
  tidy_up_all
}
trap end_hexchat EXIT

# hexchat_at PEER NICK: what it shows is in $home/hexchat.out; what is appended to $home/hexchat.in is typed in #den.
hexchat_at() {
  local folder=$home/.config/hexchat
  mkdir -p "$folder/addons"
  cp "$here/hexchat_plugin.py" "$folder/addons/"
  printf '%s\n' "irc_nick1 = $2" "irc_user_name = $2" "irc_real_name = $2" 'gui_slist_skip = 1' 'gui_join_dialog = 0' \
    'net_auto_reconnect = 1' 'net_reconnect_delay = 2' >"$folder/hexchat.conf"
  printf '%s\n' 'v=2.16.1' '' 'N=conclave' 'E=UTF-8 (Unicode)' 'F=11' 'D=0' "S=127.0.0.1/${port[$1]}" 'J=#den' >"$folder/servlist.conf"
  : >"$home/hexchat.in" >"$home/hexchat.out"
  Xvfb -displayfd 3 -screen 0 800x600x24 -nolisten tcp 3>"$home/display" 2>/dev/null &
  display=$!
  within 20 test -s "$home/display" || fail "Xvfb did not start"
  # As root it would wait for somebody to close a warning.
  local not_root=()
  [[ $(id -u) != 0 ]] || not_root=(unshare --user)
  DISPLAY=:$(<"$home/display") HEXCHAT_OUT=$home/hexchat.out HEXCHAT_IN=$home/hexchat.in NO_AT_BRIDGE=1 \
    "${not_root[@]}" hexchat >"$home/hexchat.log" 2>&1 &
  hexchat=$!
}
says() { echo "$1" >>"$home/hexchat.in"; }
# saw TEXT: HexChat shows it, and no second time.
saw() {
  within 30 grep -qF -- "$1" "$home/hexchat.out" || fail "HexChat never showed: $1; it shows: $(cat "$home/hexchat.out" "$home/hexchat.log")"
  [[ $(grep -cF -- "$1" "$home/hexchat.out") == 1 ]] || fail "HexChat shows more than once: $1"
}

step "two peers, WeeChat at the one that relays, HexChat at the other"
for peer in one two; do serve $peer; done
weechat_at one ben
shows ben "has joined #den"
enter ben "said before it came"
once ben "said before it came"
hexchat_at two hex
saw "You Join | #den"
saw "said before it came"

step "they talk"
says "hello from hex, with an umlaut: ä"
once ben "hello from hex, with an umlaut: ä"
enter ben "hello from ben"
saw "hello from ben"
says "/me waves"
once ben "waves"
enter ben "/topic all is well"
saw "all is well"
enter ben "/msg hex just for you"
saw "just for you"

step "the peer that relays is killed: HexChat sees nothing of it"
end one
says "said while ben was away"
serve one
once ben "said while ben was away"
grep -q '^Disconnected' "$home/hexchat.out" && fail "HexChat lost its peer"

step "its own peer is killed, and comes back"
end two
enter ben "while hex was cut off"
once ben "while hex was cut off"
serve two
saw "while hex was cut off"
says "hex is back"
once ben "hex is back"
grep -q '^Quit' "$home/hexchat.out" && fail "HexChat was told that somebody quit"
echo "all as it should be"

# For the tests of this folder: peers that serve IRC clients, and clients in windows. Sourced.
for program in irssi weechat; do
  command -v $program >/dev/null || { echo "no $program here: skipped"; exit 77; }
done
source "$(dirname "${BASH_SOURCE[0]}")/../tui/screen.sh"
declare -A pid port

tidy_up_all() {
  local name
  for name in "${!pid[@]}"; do end "$name"; done
  tidy_up
}
trap tidy_up_all EXIT

step() { echo "-- $1"; }

# serve NAME: a peer; at the port it had before, if it had one.
serve() {
  : >"$home/$1.out"
  "$CONCLAVE_BIN_DIR/conclave" serve "$1" --irc "127.0.0.1:${port[$1]:-0}" --listen 127.0.0.1:0 --no-discovery \
    >"$home/$1.out" 2>"$home/$1.err" &
  pid[$1]=$!
  within 20 grep -q 'IRC clients are served' "$home/$1.out" || fail "$1 did not start: $(cat "$home/$1.err")"
  port[$1]=$(sed -n 's/.*served at 127.0.0.1:\([0-9]*\),.*/\1/p' "$home/$1.out")
}
# end NAME: as a crash does.
end() {
  kill -KILL "${pid[$1]}" 2>/dev/null || true
  wait "${pid[$1]}" 2>/dev/null || true
}

# irssi_at PEER NICK / weechat_at PEER NICK: in a window of that nick. They come back on their own.
irssi_at() {
  mkdir -p "$home/irssi-$2"
  cat >"$home/irssi-$2/config" <<CONFIG
servers = ({ address = "127.0.0.1"; chatnet = "c"; port = "${port[$1]}"; autoconnect = "yes"; });
chatnets = { c = { type = "IRC"; nick = "$2"; }; };
channels = ({ name = "#den"; chatnet = "c"; autojoin = "yes"; });
settings = { core = { real_name = "$2"; user_name = "$2"; nick = "$2"; server_reconnect_time = "2s"; };
             "fe-common/core" = { autocreate_own_query = "no"; autocreate_query_level = "DCCMSGS"; }; };
CONFIG
  window "$2" 100 50
  enter "$2" "irssi --home=$home/irssi-$2"
  shows "$2" "Act: 2"
  enter "$2" "/window 2"
}
weechat_at() {
  window "$2" 100 50
  enter "$2" "weechat --dir $home/weechat-$2 -r '/set irc.server_default.autoreconnect_delay 2; /server add c 127.0.0.1/${port[$1]} -notls; /set irc.server.c.nicks $2; /set irc.server.c.autojoin #den; /set irc.look.smart_filter off; /connect c'"
}
# once NAME TEXT: it is on the screen, and no second time.
once() {
  shows "$1" "$2"
  [[ $(text_of "$1" | grep -cF -- "$2") == 1 ]] || fail "$1 shows more than once: $2"
}

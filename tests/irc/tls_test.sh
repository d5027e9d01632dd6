#!/usr/bin/env bash
# The door for everybody: irssi logs in with a password, WeeChat with a certificate, both by TLS; who has neither stays outside.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
source "$here/peers.sh"
conclave=$CONCLAVE_BIN_DIR/conclave
data=$home/gate

step "nobody could log in: it does not start"
"$conclave" serve --irc-tls 127.0.0.1:0 --listen 127.0.0.1:0 --no-discovery --data "$data" >"$home/refused" 2>&1 && fail "it started"
grep -q 'conclave account add NAME' "$home/refused" || fail "it does not say what to do: $(cat "$home/refused")"

step "accounts"
echo 'correct horse' | "$conclave" account add ann --data "$data"
echo 'short' | "$conclave" account add eve --data "$data" 2>"$home/short" && fail "a short password was taken"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=bob -keyout "$home/key.pem" -out "$home/cert.pem" 2>/dev/null
cat "$home/key.pem" "$home/cert.pem" >"$home/bob.pem"
"$conclave" account certificate bob "$(openssl x509 -in "$home/cert.pem" -noout -fingerprint -sha256 | cut -d= -f2)" --data "$data"

# serve_all: at the port it had before, if it had one.
serve_all() {
  : >"$home/one.out"
  "$conclave" serve --irc-tls "127.0.0.1:${port[one]:-0}" --listen 127.0.0.1:0 --no-discovery --data "$data" >"$home/one.out" 2>"$home/one.err" &
  pid[one]=$!
  within 20 grep -q 'by TLS' "$home/one.out" || fail "it did not start: $(cat "$home/one.err")"
  port[one]=$(sed -n 's/.*served at 127.0.0.1:\([0-9]*\),.*/\1/p' "$home/one.out")
  digest=$(sed -n 's/.*SHA-256 is \([0-9a-f]*\),.*/\1/p' "$home/one.out")
}
# says LINE...: what the peer answers to a client by TLS that says these.
says() {
  { printf '%s\r\n' "$@"; sleep 2; } | timeout 10 openssl s_client -quiet -connect "127.0.0.1:${port[one]}" 2>/dev/null || true
}

step "without a password, and with a wrong one"
serve_all
says 'NICK mal' 'USER mal 0 * :Mal' | grep -q ' 464 mal :You have to log in' || fail "it does not ask for a password"
says 'PASS :ann:wrong horse' 'NICK mal' 'USER mal 0 * :Mal' | grep -q ' 464 mal :Password incorrect' || fail "a wrong password is not refused"
says 'PASS :ann:correct horse' 'NICK cas' 'USER cas 0 * :Cas' 'QUIT :bye' | grep -q ' 001 cas ' || fail "a right password is refused"
printf 'NICK mal\r\nUSER mal 0 * :Mal\r\n' | timeout 5 bash -c "exec 3<>/dev/tcp/127.0.0.1/${port[one]}; cat >&3; cat <&3" | grep -q 001 && fail "it speaks without TLS"

step "irssi by SASL PLAIN, WeeChat by SASL EXTERNAL"
mkdir -p "$home/irssi-ann"
cat >"$home/irssi-ann/config" <<CONFIG
servers = ({ address = "127.0.0.1"; chatnet = "c"; port = "${port[one]}"; autoconnect = "yes"; use_tls = "yes"; tls_verify = "no"; });
chatnets = { c = { type = "IRC"; nick = "ann"; sasl_mechanism = "PLAIN"; sasl_username = "ann"; sasl_password = "correct horse"; }; };
channels = ({ name = "#den"; chatnet = "c"; autojoin = "yes"; });
settings = { core = { real_name = "ann"; user_name = "ann"; nick = "ann"; server_reconnect_time = "2s"; };
             "fe-common/core" = { autocreate_own_query = "no"; autocreate_query_level = "DCCMSGS"; }; };
CONFIG
window ann 100 50
enter ann "irssi --home=$home/irssi-ann"
shows ann "SASL authentication succeeded"
shows ann "Act: 2"
enter ann "/window 2"
window bob 100 50
enter bob "weechat --dir $home/weechat-bob -r '/set irc.server_default.autoreconnect_delay 2; /server add c 127.0.0.1/${port[one]} -ssl; /set irc.server.c.ssl_verify off; /set irc.server.c.ssl_cert $home/bob.pem; /set irc.server.c.sasl_mechanism external; /set irc.server.c.sasl_username bob; /set irc.server.c.nicks bob; /set irc.server.c.autojoin #den; /set irc.look.smart_filter off; /connect c'"
shows bob "#den"
shows ann "bob"
enter ann "by a password"
once bob "by a password"
enter bob "by a certificate"
once ann "by a certificate"
enter ann "/window 1"
enter ann "/whois bob"
shows ann "account  : bob"
enter ann "/window 2"

step "the peer is killed, and comes back with the same certificate"
before=$digest
end one
serve_all
[[ $digest == "$before" ]] || fail "another certificate"
shows ann "Join to #den was synced"
enter bob "back again"
once ann "back again"
echo "all held"

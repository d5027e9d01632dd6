# For the tests of this folder: windows of a tmux server of their own, to type into and to read. Sourced.
command -v tmux >/dev/null || { echo "no tmux here: skipped"; exit 77; }
: "${CONCLAVE_BIN_DIR:?names the folder of the programs}"

home=$(mktemp -d "${TMPDIR:-/tmp}/conclave_tui_XXXXXX")
socket=conclave_test_$$
mkdir -m 700 "$home/run" "$home/data"
echo "PS1='back> '" >"$home/shell"
unset TMUX NO_COLOR TERM_PROGRAM
export HOME=$home XDG_RUNTIME_DIR=$home/run XDG_DATA_HOME=$home/data TMUX_TMPDIR=$home/run LC_ALL=C.UTF-8 TZ=UTC
# Like the shells of people; it says when it has the terminal back.
export PS1='back> ' ENV= BASH_ENV= HISTFILE=

screen() { tmux -L "$socket" -f /dev/null "$@"; }

tidy_up() {
  local pane
  for pane in $(screen list-panes -a -F '#{pane_pid}' 2>/dev/null); do
    kill -KILL $(cat "/proc/$pane/task/$pane/children" 2>/dev/null) 2>/dev/null || true
  done
  screen kill-server 2>/dev/null || true
  rm -rf "$home"
}
trap tidy_up EXIT

# window NAME COLUMNS ROWS: a shell in a window of that size.
window() {
  screen new-session -d -s "$1" -x "$2" -y "$3" "exec bash --rcfile '$home/shell' -i"
  screen set-option -t "$1" -g status off
  screen resize-window -t "$1" -x "$2" -y "$3"
  shows "$1" 'back>'
}
type_in() { screen send-keys -t "$1" -l -- "$2"; }
press() { screen send-keys -t "$1" "${@:2}"; }
enter() { type_in "$1" "$2"; press "$1" Enter; }
text_of() { screen capture-pane -p -t "$1"; }

# within SECONDS COMMAND…: until it succeeds.
within() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.05
  done
}
has() { text_of "$1" | grep -qF -- "$2"; }
lacks() { ! has "$1" "$2"; }
fail() {
  echo "FAILED: $1"
  for name in $(screen list-sessions -F '#{session_name}'); do
    echo "== $name"
    text_of "$name"
  done
  exit 1
}
shows() { within 20 has "$1" "$2" || fail "$1 never showed: $2"; }
hides() { within 20 lacks "$1" "$2" || fail "$1 still shows: $2"; }

# process_of NAME: of the program that the window's shell runs.
process_of() {
  local shell
  shell=$(screen list-panes -t "$1" -F '#{pane_pid}')
  tr -d ' ' <"/proc/$shell/task/$shell/children"
}
# is_itself NAME: the main screen, and the cursor shown.
is_itself() { [[ $(screen display-message -p -t "$1" '#{alternate_on} #{cursor_flag}') == "0 1" ]]; }
# The modes are asked for by a command: while bash edits a line it has its own.
restored() {
  shows "$1" 'back>'
  within 10 is_itself "$1" || fail "the terminal of $1 is not as it was"
  enter "$1" "clear; stty -a | tr ' ' '\\n' | grep -cxE 'icanon|icrnl|opost' | sed 's/^/modes /'"
  shows "$1" 'modes 3'
}

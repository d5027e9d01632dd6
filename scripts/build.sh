# Sourced by the other scripts: configures and builds one preset. All messages go to stderr, and there are none
# when nothing has to be done.

# Passes on what ninja says. Its steps ("[3/90] Building …") are announced once, and on a terminal share one line.
show_progress() {
  local folder=$1 line announced='' open=''
  while IFS= read -r line; do
    case $line in
      "ninja: "*"no work to do." | "ninja: Entering directory"* | "-- "* | *"Re-checking globbed"* | *"Re-running CMake"*) ;;
      "["[0-9]*"/"[0-9]*"]"*)
        [[ $announced ]] || echo "building $folder (from nothing: minutes; after an edit: seconds)" >&2
        announced=yes
        if [[ -t 2 ]]; then
          printf '\r\e[K%.100s' "$line" >&2
          open=yes
        fi
        ;;
      *)
        [[ ! $open ]] || echo >&2
        open=''
        echo "$line" >&2
        ;;
    esac
  done
  [[ ! $open ]] || printf '\r\e[K' >&2
}

# build_preset PRESET [TARGET...]: builds the targets (all by default) into build/PRESET.
# One build at a time in a folder: three terminals may start the chat at once.
build_preset() {
  local preset=$1 folder=build/$1
  shift
  mkdir -p "$folder"
  (
    flock 9
    if [[ ! -f $folder/build.ninja || CMakePresets.json -nt $folder/build.ninja ]]; then
      echo "configuring $folder" >&2
      if ! cmake --preset "$preset" >"$folder/configure.log" 2>&1; then
        cat "$folder/configure.log" >&2
        exit 1
      fi
    fi
    ninja -C "$folder" -j "$(nproc)" "$@" </dev/null 2>&1 9>&- | show_progress "$folder"
  ) 9>"$folder/.lock"
}

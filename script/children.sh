# Sourced by script/server and script/test: children of the script, each in a process group of its own, so that a signal
# sent to the script alone still ends everything it has started.

# Begun with & by a shell without job control, a process is deaf to Ctrl-C, and bash cannot undo that for itself; env can.
if [ -z "${HEARS_INT:-}" ] && env --default-signal=INT true 2>/dev/null; then
  HEARS_INT=yes exec env --default-signal=INT "script/${0##*/}" "$@"
fi
unset HEARS_INT

started=() running=

# tied COMMAND...: a child that ends when this shell does, even when the shell is killed and can say nothing.
tied() { if command -v setpriv >/dev/null; then exec setpriv --pdeathsig TERM -- "$@"; else exec "$@"; fi; }

# start COMMAND...: begins what serves until it is stopped.
start() {
  set -m
  (tied "$@") </dev/null &
  started+=("$!")
  set +m
}

# run COMMAND...: does a thing, waits for it, and gives its exit code.
run() {
  local code=0
  set -m
  (tied "$@") </dev/null &
  running=$!
  set +m
  wait "$running" || code=$?
  running=
  return "$code"
}

# end SIGNAL PROCESS: asks, and after fifteen seconds does not ask any more. A minus before PROCESS asks the whole group.
end() {
  local group=-${2#-}
  kill -"$1" -- "$2" 2>/dev/null || true
  for _ in {1..150}; do
    kill -0 -- "$group" 2>/dev/null || return 0
    sleep 0.1
  done
  kill -KILL -- "$group" 2>/dev/null || true
}

# end_all: what is running first, then what it leans on, the youngest first.
end_all() {
  local i
  trap '' INT TERM HUP
  [ -z "$running" ] || end INT "-$running"
  for ((i = ${#started[@]} - 1; i >= 0; i--)); do end TERM "${started[i]}"; done
}

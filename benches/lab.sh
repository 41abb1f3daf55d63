# Sourced by the scripts beside it: a daemon with a population, on free ports, in a directory that goes with the script.
# INNKEEPER_BINARY names a binary that is there already; otherwise the release is built.
cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [ -z "${INNKEEPER_BINARY:-}" ]; then
  cargo build --release --locked
  INNKEEPER_BINARY=${CARGO_TARGET_DIR:-target}/release/innkeeper
fi
INNKEEPER_BINARY=$(realpath "$INNKEEPER_BINARY")
work=$(mktemp -d)
started=()
trap 'kill "${started[@]}" 2> /dev/null || true; wait; rm -rf "$work"' EXIT
ulimit -n 8192 # a thousand connections at either end

# Waits until the file $1 has $2 in it, half a minute at most; whoever was to write it says why not.
wait_for() {
  for _ in $(seq 300); do
    grep -q "$2" "$1" 2> /dev/null && return
    sleep 0.1
  done
  echo "there is no \"$2\" in $1, which ends:" >&2
  tail -n 20 "$1" >&2
  return 1
}

# Starts the daemon with $1 subscribers of load's population; its Diameter address is then in $daemon.
start_daemon() {
  "$INNKEEPER_BINARY" serve --store "$work/store" --listen 127.0.0.1:0 --admin 127.0.0.1:0 --ready-file "$work/ready" 2> "$work/log" &
  started+=($!)
  wait_for "$work/ready" '127.0.0.1'
  "$INNKEEPER_BINARY" load --population "$work/load.csv" --subscribers "$1" > /dev/null
  "$INNKEEPER_BINARY" import "$work/load.csv" --store "$work/store" > /dev/null 2>&1
  daemon=$(sed -n 's/.*"diameter": *\[ *"\([^"]*\)".*/\1/p' <<< "$(tr -d '\n' < "$work/ready")")
}

# One run of load: CPU µs of the other end per answer, answers per second, its resident MiB. Everything asked has to be answered.
load() {
  "$INNKEEPER_BINARY" load --json "$@" > "$work/report" 2> "$work/load.log" || { tail -n 5 "$work/load.log" >&2; return 1; }
  number() { sed -n "s/^ *\"$1\": \([0-9.]*\).*/\1/p" "$work/report"; }
  [ "$(number unanswered)" = 0 ] || { echo "$(number unanswered) requests were not answered: load $*" >&2; return 1; }
  echo "$(number cpu_us_per_answer) $(number answers_per_second) $(number resident_mib)"
}

# The median of the numbers on standard input, one a line.
median() { sort -g | awk '{ a[NR] = $1 } END { print NR % 2 ? a[(NR + 1) / 2] : (a[NR / 2] + a[NR / 2 + 1]) / 2 }'; }

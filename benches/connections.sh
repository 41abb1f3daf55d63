#!/usr/bin/env bash
# What an answer costs over a thousand connections beside what it costs over four, 64 requests outstanding on each:
#   benches/connections.sh [ROUNDS [SECONDS [SUBSCRIBERS]]]
# The two shapes take turns, so that what else goes on on the machine meets both; medians are compared.
set -euo pipefail
rounds=${1:-5} seconds=${2:-3} subscribers=${3:-10000}
source "$(dirname "$0")/lab.sh"
start_daemon "$subscribers"
load --to "$daemon" --subscribers "$subscribers" --mix uar --connections 4 --seconds 1 > /dev/null # the caches' first look at them
for round in $(seq "$rounds"); do
  for connections in 4 1000; do
    read -r cpu rate memory <<< "$(load --to "$daemon" --subscribers "$subscribers" --mix uar --connections "$connections" --window 64 --seconds "$seconds")"
    echo "$cpu" >> "$work/cpu-$connections"
    printf 'round %s, %4s connections: %6.2f µs of daemon CPU per answer, %8.0f answers/s, %4.0f MiB resident\n' "$round" "$connections" "$cpu" "$rate" "$memory"
  done
done
few=$(median < "$work/cpu-4") many=$(median < "$work/cpu-1000")
awk -v few="$few" -v many="$many" 'BEGIN { printf "medians: %.2f µs over 4, %.2f µs over 1000: %.2f times\n", few, many, many / few }'

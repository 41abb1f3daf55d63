#!/usr/bin/env bash
# CPU per answer of freeDiameter and of Innkeeper, taking turns under the same load in the same minutes:
#   benches/peers/freediameter.sh [ROUNDS [SECONDS [CONNECTIONS]]]
# freeDiameter answers every UAR with the same success (static_answer.c); Innkeeper looks 10,000 subscribers up.
# Needs Debian's freediameterd, freediameter-extensions and libfreediameter-dev, and a C compiler.
set -euo pipefail
rounds=${1:-5} seconds=${2:-3} connections=${3:-4}
here=$(realpath "$(dirname "$0")")
export PATH=$PATH:/usr/sbin
if ! command -v freeDiameterd > /dev/null || ! echo '#include <freeDiameter/extension.h>' | cc ${FREEDIAMETER_CFLAGS:-} -E - > /dev/null 2>&1; then
  echo "freeDiameter or its headers are not here: apt-get install --no-install-recommends freediameterd freediameter-extensions libfreediameter-dev" >&2
  exit 1
fi
source "$here/../lab.sh"
cc ${FREEDIAMETER_CFLAGS:-} -shared -fPIC -O2 -o "$work/static_answer.fdx" "$here/static_answer.c"

# freeDiameter takes no port 0, and listens on all addresses.
port=$(awk 'BEGIN { srand(); print 20000 + int(rand() * 10000) }')
realm=ims.mnc001.mcc001.3gppnetwork.org
echo "ALLOW_IPSEC *.$realm" > "$work/acl"
cat > "$work/fd.conf" << END
Identity = "fd.$realm";
Realm = "$realm";
Port = $port;
SecPort = 0;
No_SCTP;
No_IPv6;
NoRelay;
AppServThreads = 4;
LoadExtension = "acl_wl.fdx" : "$work/acl";
LoadExtension = "$work/static_answer.fdx";
END
freeDiameterd -c "$work/fd.conf" > "$work/fd.log" 2>&1 &
started+=($!)
wait_for "$work/fd.log" 'daemon initialized'
start_daemon 10000

for round in $(seq "$rounds"); do
  for peer in freeDiameter Innkeeper; do
    to=$daemon
    [ "$peer" = Innkeeper ] || to=127.0.0.1:$port
    read -r cpu rate memory <<< "$(load --to "$to" --mix uar --connections "$connections" --window 64 --seconds "$seconds")"
    echo "$cpu" >> "$work/cpu-$peer"
    printf 'round %s, %-12s: %6.2f µs of CPU per answer, %8.0f answers/s, %4.0f MiB resident\n' "$round" "$peer" "$cpu" "$rate" "$memory"
  done
done
awk -v one="$(median < "$work/cpu-freeDiameter")" -v other="$(median < "$work/cpu-Innkeeper")" \
  'BEGIN { printf "medians: freeDiameter %.2f µs, Innkeeper %.2f µs: %.1f times\n", one, other, one / other }'

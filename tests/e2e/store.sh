#!/bin/sh
# store - the history database under SIGKILL: `store.sh BUILD TIMES`.
set -u
cd "$(dirname "$0")/../.." || exit 1
built=${1:-build}
times=${2:-20}
. tests/e2e/common.sh

seed=$(date +%s)
if said=$("$built/tests/store_kill" run "$built/bin/mcp-upstream.so" "$home/history.db" "$times" "$seed"); then
	ok "$times kills take no committed batch and leave no half one"
else
	bad "$times kills take no committed batch and leave no half one" \
		"seed $seed: $(printf '%s' "$said" | tr '\n' ' ')"
fi
printf '%s\n' "$said"
none 'nothing was set aside' "$(find "$home" -name '*.broken*')"
none 'nothing is left half made' "$(find "$home" -name '*.new*')"

#!/bin/sh
# sync - filling the history database from a KIS behind TLS: interrupted, killed, refused; what was
# committed stays, and nothing is asked twice.
set -u
cd "$(dirname "$0")/../.." || exit 1
built=${1:-build}
kills=${2:-8}
. tests/e2e/common.sh
. tests/e2e/server.sh

module=$built/bin/mcp-upstream.so
db=$home/state/market.db

# sync_for SECONDS SIGNAL OPTIONS...: ends it so after that time; sets $code, $err.
sync_for() {
	seconds=$1
	signal=$2
	shift 2
	clean timeout --preserve-status -s "$signal" "$seconds" "$host" --config "$conf" sync "$@" \
		>"$home/out" 2>"$home/err" </dev/null
	code=$?
	err=$(cat "$home/err")
}

# kept: sets $kept (what the database holds, or what is wrong with it) and $marks.
kept() {
	kept=$("$built/tests/kept" "$module" "$db")
	marks=$(printf '%s' "$kept" | sed -n 's/.*"marks":\([0-9]*\).*/\1/p')
	marks=${marks:-0}
}

charts() {
	"$server_bin" ask --ca "$home/server/ca.pem" --port "$port" /_stats |
		sed -n 's/.*"inquire-daily-itemchartprice":\([0-9]*\).*/\1/p'
}

at_most_18() {
	sed -i 's/^  deadline: 4s/  requests_per_second: 18/' "$conf"
}

# ---- Interrupted. ----

start_server
at_most_18
sync_for 6 INT
same 'an interrupted sync ends with 130' 130 "$code"
has 'it says how far it came' "$err" 'interrupted at [0-9]* of [0-9]* shares'
kept
at_least 'what had come is kept' 60 "$marks"
# Answers to the last calls came too late.
at_most 'by one call a share' 16 $(($(charts) - marks))
at_most 'never more than 18 calls in a second' 18 "$(stat max_per_second)"
same 'the database is for its owner only' 600 "$(command stat -c %a "$db")"

# ---- Killed, again and again. ----

broken=0
before=$marks
fewer=0
i=0
while [ $i -lt "$kills" ]; do
	sync_for $((i % 6 + 1)).$((i * 7 % 10)) KILL --bars
	kept
	[ "$marks" -gt 0 ] || broken=$((broken + 1))
	[ "$marks" -ge "$before" ] || fewer=$((fewer + 1))
	before=$marks
	i=$((i + 1))
done
same "$kills kills leave a database that can be read" 0 $broken
[ $broken -eq 0 ] || echo "# $kept"
same 'and take nothing that was committed' 0 $fewer
# A batch of 60 shares or five seconds, and 16 calls under way.
at_most 'each costs its last batch at most' $((kills * 106)) $(($(charts) - marks))
sync_for 4 INT --bars
same 'after them it goes on' 130 "$code"
kept
at_least 'from where it stood' "$before" "$marks"

# ---- Two at once. ----

clean timeout --preserve-status -s INT 6 "$host" --config "$conf" sync --bars >/dev/null 2>&1 &
first=$!
sleep 2
sync_for 20 INT --bars
wait $first
same 'a second sync is refused' 1 "$code"
has 'in a sentence' "$err" 'another process fills'

# ---- Upstream, the disk. ----

add_fault '{"match":"itemchartprice","kind":"status","value":500,"times":-1}'
sync_for 60 INT --bars
same 'a KIS that only errs ends it' 4 "$code"
add_fault '{"kind":"clear"}'
start_server --fault '{"match":"master","kind":"status","value":500,"times":-1}'
sync_for 60 INT --bars
same 'no master files end it' 4 "$code"
start_server
sed -i 's|^state_dir:.*|state_dir: /dev/null/state|' "$conf"
sync_for 20 INT
same 'a state folder that cannot be written ends it' 3 "$code"
if grep -rqF -e "$test_key" -e "$test_secret" "$home/state" "$home/out" "$home/err" 2>/dev/null; then
	bad 'no secret in what is kept or said' 'found one'
else
	ok 'no secret in what is kept or said'
fi

#!/bin/sh
# upstream - the program against a KIS that stands behind TLS: recorded bodies, one token for all,
# the limit, faults on the line, a state folder that cannot be written.
set -u
cd "$(dirname "$0")/../.." || exit 1
built=${1:-build}
. tests/e2e/common.sh

. tests/e2e/server.sh

samples=$PWD/../shared/kis-samples

# ---- A call, and one more by another process. ----

start_server
run 30 --config "$conf" call get_volume_ranking count=40
same 'a ranking of 40 over TLS' 0 "$code"
same 'one token was asked for' 1 "$(stat token_requests)"
run 30 --config "$conf" call get_volume_ranking count=5
same 'the next process answers' 0 "$code"
same 'with the token of the first' 1 "$(stat token_requests)"
at_most 'never more than 15 calls in a second' 15 "$(stat max_per_second)"
same 'the token is for its owner only' 600 "$(command stat -c %a "$home"/state/*/token 2>/dev/null)"
if grep -rqF -e "$test_key" -e "$test_secret" "$home/state" "$home/out" "$home/err"; then
	bad 'no secret in what is kept or said' 'found one'
else
	ok 'no secret in what is kept or said'
fi

# ---- Many at once. ----

start_server
pids=
for i in 1 2 3 4 5 6 7 8; do
	clean timeout -k 2 90 "$host" --config "$conf" call get_volume_ranking count=$i \
		>"$home/out$i" 2>"$home/err$i" &
	pids="$pids $!"
done
codes=
for pid in $pids; do
	wait "$pid"
	codes="$codes$?"
done
same 'eight processes at once all answer' 00000000 "$codes"
same 'they asked for one token' 1 "$(stat token_requests)"
at_most 'together never more than 15 calls in a second' 15 "$(stat max_per_second)"
same 'the server had no reason to complain' 0 "$(stat rate_errors)"

start_server
if clean "$built/tests/burst" 100 "$host" --config "$conf" >"$home/out" 2>"$home/err"; then
	ok 'a hundred cold calls at once are answered'
else
	bad 'a hundred cold calls at once are answered' "$(tail -n 2 "$home/out" "$home/err" | tr '\n' ' ')"
fi
same 'they asked for one token too' 1 "$(stat token_requests)"
at_most 'and kept the limit' 15 "$(stat max_per_second)"

# A new key may call three times a second only; that is learnt from the refusals.
start_server --rate 3
run 60 --config "$conf" call get_volume_ranking count=10 include_details=false
same 'a key with a low limit gets its answer' 0 "$code"

# ---- Keys that do not work. ----

start_server
extra="KOREA_INVESTMENT_APP_KEY=PSWRONGKEYabcdefghijklmnopqrstuvwxyz KOREA_INVESTMENT_APP_SECRET=$test_secret"
run 20 --config "$conf" call get_volume_ranking
one_sentence 'a key KIS does not know' 3 'key|KEY'
extra="KOREA_INVESTMENT_APP_KEY=$test_key KOREA_INVESTMENT_APP_SECRET=wrongsecretwrongsecretwrong"
run 20 --config "$conf" call get_volume_ranking
one_sentence 'a wrong secret' 3 'secret|SECRET'
extra="KOREA_INVESTMENT_APP_KEY=$test_key KOREA_INVESTMENT_APP_SECRET=$test_secret"
start_server --mock
run 20 --config "$conf" call get_volume_ranking
one_sentence 'a key for mock investment' 3 'real'

# ---- Faults on the line. ----

# faulty NAME FAULT CODE PATTERN: every quote goes wrong that way.
faulty() {
	start_server --fault "{\"match\":\"/uapi/\",\"kind\":$2,\"times\":-1}"
	run 40 --config "$conf" call get_volume_ranking count=3
	one_sentence "$1" "$3" "$4"
}
faulty 'KIS answers 500' '"status","value":500' 4 .
faulty 'KIS answers 404' '"status","value":404' 4 .
faulty 'KIS answers garbage' '"garbage"' 4 .
faulty 'a proxy answers' '"html"' 4 .
faulty 'the line breaks in mid-body' '"cut"' 4 .
faulty 'the connection is reset' '"reset"' 4 .
faulty 'KIS never answers' '"hang"' 4 .
faulty 'KIS floods' '"flood","value":16' 4 .
faulty 'a body that is cut short' '"truncate","value":100' 4 .
faulty 'the limit is always reached' '"rate"' 4 .

# Once wrong, then right.
for fault in '"status","value":500' '"reset"' '"rate"'; do
	start_server --fault "{\"match\":\"volume-rank\",\"kind\":$fault,\"times\":1}"
	run 30 --config "$conf" call get_volume_ranking count=3
	same "an answer after one fault: $fault" 0 "$code"
done

# A token that KIS has dropped is renewed, once; but never within a minute of the last one. The mark
# of that minute is taken away here, as if it were over.
for value in 121 123; do
	start_server --issue-gap 0
	run 30 --config "$conf" call get_volume_ranking count=3
	add_fault "{\"match\":\"volume-rank\",\"kind\":\"token\",\"value\":$value,\"times\":1}"
	rm -f "$home"/state/*/token.lock
	run 30 --config "$conf" call get_volume_ranking count=4
	same "an answer after a dropped token (EGW00$value)" 0 "$code"
	same "it was renewed once (EGW00$value)" 2 "$(stat token_requests)"
	add_fault "{\"match\":\"volume-rank\",\"kind\":\"token\",\"value\":$value,\"times\":1}"
	run 30 --config "$conf" call get_volume_ranking count=5
	one_sentence "a token dropped within its minute (EGW00$value)" 4 'minute'
done

# ---- A wrong clock. ----

start_server
for shift in -864000 864000; do
	rm -rf "$home/state"
	extra="$extra LD_PRELOAD=$built/tests/preload_clock.so PRELOAD_CLOCK_S=$shift"
	run 20 --config "$conf" call get_volume_ranking
	one_sentence "a clock that is wrong by $shift seconds" 3 clock
	extra="KOREA_INVESTMENT_APP_KEY=$test_key KOREA_INVESTMENT_APP_SECRET=$test_secret"
done

# ---- A full disk, a home that cannot be written, a kill in the middle. ----

# No file can grow by a byte; standard output is a pipe.
start_server
out=$( (trap '' XFSZ; ulimit -f 0; clean timeout -k 2 30 "$host" --config "$conf" \
	call get_volume_ranking count=3 2>&1; echo "code $?") | cat)
has 'a full disk still gives an answer' "$out" 'code 0'
has 'and the ranking' "$out" 'Trading value'

start_server
sed -i 's|^state_dir:.*|state_dir: /dev/null/state|' "$conf"
run 30 --config "$conf" call get_volume_ranking count=3
same 'a home that cannot be written still gives an answer' 0 "$code"

start_server --issue-gap 0
broken=0
for pause in 0.01 0.02 0.03 0.04 0.05 0.06 0.07 0.08 0.09 0.10 0.12 0.14 0.16 0.18 0.20; do
	rm -rf "$home/state"
	clean timeout -s KILL $pause "$host" --config "$conf" call get_volume_ranking count=1 \
		>/dev/null 2>&1
	for token in "$home"/state/*/token; do
		[ ! -e "$token" ] || [ "$(tail -c 2 "$token" | tr -d '\n')" = '}' ] || broken=$((broken + 1))
	done
done
same 'kill -9 never leaves half a token' 0 $broken
rm -f "$home"/state/*/token.lock # the minute is over
run 30 --config "$conf" call get_volume_ranking count=1
same 'and what it leaves can be used' 0 "$code"

# ---- Recorded bodies. ----

if [ -f "$samples/volume-rank.json" ]; then
	start_server --bodies "$samples"
	run 60 --config "$conf" call get_volume_ranking count=30 --json
	same 'a ranking from recorded bodies' 0 "$code"
	"$built/tests/figures" "$samples/volume-rank.json" "$home/out"
else
	skipped 'recorded bodies give the recorded figures' "there is no $samples"
fi

#!/bin/sh
# market - what the tools cost, in figures: `market.sh BUILD [--full]`. Over the demo market; with
# --full also over TLS against a KIS that allows 18 calls a second, the host keeping to 15: some
# ten minutes. It reports; how fast a machine is today is no reason to fail.
set -u
cd "$(dirname "$0")/../.." || exit 1
built=${1:-build}
full=
[ "${2:-}" != --full ] || full=1
. tests/e2e/common.sh
. tests/e2e/server.sh

morning='2026-11-24T10:24:00+09:00'
evening='2026-11-24T21:30:00+09:00'

# demo CLOCK: a config of the demo market, nothing kept from one answer to the next.
demo() {
	config demo <<-END
		locale: en
		state_dir: \${BENCH_STATE}
		cache: {fresh: 0s, keep: 0s}
		kis: {environment: demo, demo_clock: "$1"}
	END
}

# real: the same over TLS.
real() {
	config real <<-END
		locale: en
		state_dir: \${BENCH_STATE}
		log: {level: error}
		cache: {fresh: 0s, keep: 0s}
		kis:
		  environment: real
		  app_key: \${KOREA_INVESTMENT_APP_KEY}
		  app_secret: \${KOREA_INVESTMENT_APP_SECRET}
		  base_url: https://127.0.0.1:$port
		  master_url: https://127.0.0.1:$port
		  ca_file: $home/server/ca.pem
	END
}

# measure TITLE MODE COMMAND...
measure() {
	printf '== %s\n' "$1"
	mode=$2
	shift 2
	mkdir -p "$home/state"
	clean BENCH_STATE="$home/state" "$built/tests/market" "$mode" "$@" || bad "the bench measures ($mode)" 'see above'
	rm -rf "$home/state"
}

# The next weekday in Seoul, today included: the server's certificate holds for a week.
day=$(for ahead in 0 1 2; do
	date=$(TZ=Asia/Seoul date -d "+$ahead day" '+%Y-%m-%d %u')
	[ "${date#* }" -gt 5 ] || echo "${date% *}"
done | head -n 1)

# over_tls MODE TIME: a new server whose clock, like the host's, begins at that time of the day.
over_tls() {
	clock="${day}T$2+09:00"
	shift_s=$(($(date -d "$clock" +%s) - $(date +%s)))
	start_server --clock "$clock" --rate 18 --issue-gap 0
	real >/dev/null
	measure "over TLS at 15 calls a second, $clock: $1" "$1" env \
		LD_PRELOAD="$built/tests/preload_clock.so" PRELOAD_CLOCK_S=$shift_s \
		"$host" --config "$home/real.yaml"
	printf 'most calls in a second %s, refused %s\n' "$(stat max_per_second)" "$(stat rate_errors)"
	stop_server
}

measure "demo, $morning: new processes" cold "$host" --config "$(demo "$morning")"
measure "demo, $morning: one process" warm "$host" --config "$(demo "$morning")"
if [ -n "$full" ]; then
	measure "demo, $evening: every investor view" views "$host" --config "$(demo "$evening")"
	extra="$extra BENCH_LIMITED=1"
	over_tls cold 10:24:00
	over_tls views 10:24:00
	over_tls views 21:30:00
	over_tls warm 10:24:00
fi
ok 'the market was measured'

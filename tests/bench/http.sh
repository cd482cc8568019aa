#!/bin/sh
# http - HTTP in figures: `http.sh BUILD [--full]`. Warm calls beside a responder that always says
# the same, idle connections, slow ones. It reports, with the bars beside; how fast a machine is
# today is no reason to fail.
set -u
cd "$(dirname "$0")/../.." || exit 1
built=${1:-build}
seconds=3
idle=1000
slow=400
if [ "${2:-}" = --full ]; then
	seconds=20
	idle=10000
	slow=4000
fi
. tests/e2e/common.sh
. tests/e2e/serving.sh

conf=$(config http <<-END
	locale: en
	state_dir: $home/state
	kis: {environment: demo, demo_clock: "2026-11-23T10:24:00+09:00"}
	cache: {fresh: 3600s, keep: 7200s}
	tools: {volume: {}}
	http: {connections: 16384, idle: 600s}
END
)
static_pid=
trap 'stop_http; [ -z "$static_pid" ] || kill "$static_pid" 2>/dev/null; rm -rf "$home"' EXIT

# ticks PID: time on a core so far, in hundredths of a second.
ticks() {
	awk '{ print $14 + $15 }' "/proc/$1/stat"
}

# load NAME PID PORT: wrk with 64 connections; prints calls per second and CPU per call.
load() {
	before=$(ticks "$2")
	line=$(wrk -t 1 -c 64 -d "${seconds}s" -s tests/bench/http.lua "http://127.0.0.1:$3/mcp" | tail -n 1)
	after=$(ticks "$2")
	printf '%-22s %s, CPU %s us a call\n' "$1" "$line" "$(echo "$line" |
		awk -v t=$((after - before)) '{ printf "%.1f", ($1 > 0 ? t * 10000 / $1 : 0) }')"
	rate=$(echo "$line" | sed -n 's/.* \([0-9]*\) calls\/s.*/\1/p')
}

start_http "$conf" || { bad 'the host serves HTTP' 'see above'; exit 1; }
printf '== HTTP, keep-alive\n'
if command -v wrk >/dev/null 2>&1 && command -v curl >/dev/null 2>&1; then
	awk -F"'" '/^wrk.body|^\t/ { for (i = 2; i < NF; i += 2) printf "%s", $i }' tests/bench/http.lua >"$home/body"
	curl -s -X POST -H 'Content-Type: application/json' -H 'MCP-Protocol-Version: 2026-07-28' \
		-H 'Mcp-Method: tools/call' -H 'Mcp-Name: get_volume_ranking' \
		--data-binary "@$home/body" "http://127.0.0.1:$port/mcp" >"$home/answer"
	"$built/tests/static_http" "$home/answer" >"$home/static" &
	static_pid=$!
	while ! grep -q port "$home/static"; do
		kill -0 "$static_pid" || break
	done
	load 'the host' "$http_pid" "$port"
	ours=${rate:-0}
	load 'the same bytes' "$static_pid" "$(sed -n 's/port //p' "$home/static")"
	printf 'ratio %s (aim >= 0.50, and >= 15000/s)\n' \
		"$(awk -v a="$ours" -v b="${rate:-1}" 'BEGIN { printf "%.2f", (b > 0 ? a / b : 0) }')"
fi
"$built/tests/http_crowd" idle "$port" "$http_pid" "$idle" || bad "idle connections ($idle)" 'see above'
"$built/tests/http_crowd" loris "$port" "$slow" || bad "slow connections ($slow)" 'see above'
printf '(aims: <= 8 KiB each; p99 beside <= 2 x)\n'
ok 'the HTTP benches ran'

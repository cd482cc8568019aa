#!/bin/sh
# http_load - 64 clients over HTTP, every call with id 1 and its own marker, some given up midway:
# `http_load.sh BUILD [CALLS] [SEED]`.
set -u
cd "$(dirname "$0")/../.." || exit 1
built=${1:-build}
calls=${2:-2000}
seed=${3:-4}
. tests/e2e/common.sh
. tests/e2e/serving.sh

conf=$(config load <<-END
	locale: en
	state_dir: $home/state
	kis: {environment: demo}
	tools: {hello: {}}
END
)

if ! start_http "$conf"; then
	bad 'the host serves HTTP' 'see above'
	exit 1
fi
said=$("$built/tests/http_markers" "$port" 64 "$calls" "$seed")
code=$?
printf '%s\n' "$said" | grep '^#'
last=$(printf '%s\n' "$said" | tail -n 1)
if [ "$code" -eq 0 ]; then
	ok "64 clients, $calls calls each, seed $seed: $last"
else
	bad "64 clients, $calls calls each, seed $seed" "$last"
fi
if kill -0 "$http_pid" 2>/dev/null; then
	ok 'the host still runs'
else
	bad 'the host still runs' "$(tail -n 3 "$home/http.err")"
fi
stop_http

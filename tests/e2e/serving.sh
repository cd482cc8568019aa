# serving - the host serving HTTP on a free port, for a script. Sourced after common.sh.

http_pid=

stop_http() {
	[ -z "$http_pid" ] || kill "$http_pid" 2>/dev/null
	[ -z "$http_pid" ] || wait "$http_pid" 2>/dev/null
	http_pid=
}
trap 'stop_http; rm -rf "$home"' EXIT

# start_http CONFIG: sets $port, $url and $http_pid; fails when the host names no port
# ($home/http.err says why).
start_http() {
	stop_http
	: >"$home/http.err"
	# In a process of its own until it is the host: what is killed later is the host itself.
	(
		# shellcheck disable=SC3045 # dash and bash have it
		ulimit -n "$(ulimit -H -n)"
		# shellcheck disable=SC2086 # $extra is words
		exec env -i PATH="$PATH" HOME="$home" LANG=C.UTF-8 $extra "$host" serve --config "$1" \
			--http 127.0.0.1:0
	) >"$home/http.out" 2>"$home/http.err" </dev/null &
	http_pid=$!
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
		port=$(sed -n 's/.*127\.0\.0\.1:\([1-9][0-9]*\).*/\1/p' "$home/http.err" | head -n 1)
		[ -z "$port" ] || break
		kill -0 $http_pid 2>/dev/null || break
		sleep 0.2
	done
	url=http://localhost:$port/mcp
	[ -n "$port" ]
}

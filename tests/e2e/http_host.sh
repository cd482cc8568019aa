# http_host - the host serving HTTP on a free port, for a script. Sourced after common.sh.

http_pid=

stop_http() {
	[ -z "$http_pid" ] || kill "$http_pid" 2>/dev/null
	[ -z "$http_pid" ] || wait "$http_pid" 2>/dev/null
	http_pid=
}
trap 'stop_http; rm -rf "$home"' EXIT

# start_http CONFIG: sets $http_port and $http_pid; false when the host did not come up.
start_http() {
	stop_http
	rm -rf "$home/http.err"
	# shellcheck disable=SC2039,SC3045
	ulimit -n "$(ulimit -H -n)"
	env -i PATH="$PATH" HOME="$home" LANG=C.UTF-8 "$host" --config "$1" serve --http 127.0.0.1:0 \
		</dev/null >"$home/http.out" 2>"$home/http.err" &
	http_pid=$!
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		http_port=$(sed -n 's/.*http:\/\/127\.0\.0\.1:\([0-9]*\).*/\1/p' "$home/http.err" | head -n 1)
		[ -z "$http_port" ] || return 0
		kill -0 "$http_pid" 2>/dev/null || break
		sleep 0.1
	done
	sed 's/^/# /' "$home/http.err"
	return 1
}

# server - a KIS that stands behind TLS, for a script's runs of the host. Sourced after common.sh.

server_bin=$built/tests/kis_server
extra="KOREA_INVESTMENT_APP_KEY=$test_key KOREA_INVESTMENT_APP_SECRET=$test_secret"
server_pid=

stop_server() {
	[ -z "$server_pid" ] || kill "$server_pid" 2>/dev/null
	[ -z "$server_pid" ] || wait "$server_pid" 2>/dev/null
	server_pid=
}
trap 'stop_server; rm -rf "$home"' EXIT

# start_server OPTIONS...: sets $port and $conf, a config that leads there with a fresh state.
start_server() {
	stop_server
	rm -rf "$home/state" "$home/server"
	mkdir -p "$home/server"
	"$server_bin" --state "$home/server" --key "$test_key" --secret "$test_secret" "$@" \
		>"$home/server/ready" 2>"$home/server/err" &
	server_pid=$!
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		grep -qs port "$home/server/ready" && break
		sleep 0.1
	done
	port=$(sed -n 's/.*"port":\([0-9]*\).*/\1/p' "$home/server/ready")
	conf=$(config real <<-END
		locale: en
		state_dir: $home/state
		log: {level: error}
		kis:
		  environment: real
		  app_key: \${KOREA_INVESTMENT_APP_KEY}
		  app_secret: \${KOREA_INVESTMENT_APP_SECRET}
		  base_url: https://127.0.0.1:$port
		  master_url: https://127.0.0.1:$port
		  ca_file: $home/server/ca.pem
		  deadline: 4s
		limits: {calls: 200}
		tools: {volume: {}}
	END
	)
}

# stat NAME: what the server counted.
stat() {
	"$server_bin" ask --ca "$home/server/ca.pem" --port "$port" /_stats |
		sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p"
}

add_fault() {
	"$server_bin" ask --ca "$home/server/ca.pem" --port "$port" --method POST --body "$1" /_fault \
		>/dev/null
}

# at_most NAME LIMIT SEEN
at_most() {
	if [ "${3:-999999}" -le "$2" ]; then
		ok "$1 ($3)"
	else
		bad "$1" "$3 is more than $2"
	fi
}

# at_least NAME LIMIT SEEN
at_least() {
	if [ "${3:-0}" -ge "$2" ]; then
		ok "$1 ($3)"
	else
		bad "$1" "$3 is less than $2"
	fi
}

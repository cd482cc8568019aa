#!/bin/sh
# http - the program over HTTP, from its options to its end.
set -u
cd "$(dirname "$0")/../.." || exit 1
built=${1:-build}
. tests/e2e/common.sh
. tests/node.sh

probe=$built/fixtures/probe.so
conf=$(config http <<-END
	locale: en
	state_dir: $home/state
	kis: {environment: demo, demo_clock: "2026-11-23T10:24:00+09:00"}
	limits: {workers: 1}
	http: {connections: 600}
	tools: {volume: {}, probe: {path: $probe}}
END
)
cut=$(config cut <<-END
	locale: en
	state_dir: $home/state
	http: {address: "10.1.2.3:80"}
	tools: {}
END
)

run 10 serve --config "$conf" --http 0.0.0.0:8080
one_sentence 'an address of the network is refused' 3 'not on this machine alone'
run 10 serve --config "$conf" --http 127.0.0.1
one_sentence 'an address without a port is refused' 3 'no address to serve on'
run 10 serve --config "$cut"
one_sentence 'an address of the network is refused in the file' 3 'not on this machine alone'
run 10 list --http 127.0.0.1:0
one_sentence 'only serve takes an address' 2 'takes no argument'
run 10 serve --http
one_sentence 'an address must follow' 2 'lacks its value'

if ! node_ready; then
	skipped 'clients over HTTP' "$node_why"
	exit 0
fi
clean timeout -k 2 300 "$node" tests/e2e/http.mjs "$host" "$conf" 2>&1 ||
	bad 'the clients over HTTP come to their end' "exit code $?"

edges=$home/edges
mkdir "$edges"
(
	# shellcheck disable=SC3045 # dash and bash have it
	ulimit -n "$(ulimit -H -n)"
	clean timeout -k 2 300 "$node" tests/e2e/http_edges.mjs "$host" "$edges" "$built/fixtures"
) 2>&1 || bad 'the clients at the edges come to their end' "exit code $?"

#!/bin/sh
# clients - the official clients against the host, over stdio and HTTP, in every era they know.
set -u
cd "$(dirname "$0")/../.." || exit 1
built=${1:-build}
. tests/e2e/common.sh
. tests/e2e/serving.sh
. tests/node.sh
. tests/python.sh

fixture() {
	printf '  %s: {path: %s/fixtures/%s.so}\n' "$1" "$built" "$1"
}

# One worker per tool: a call that was not cancelled would keep the next one waiting.
conf=$(config clients <<-END
	locale: en
	state_dir: $home/state
	kis: {environment: demo, demo_clock: "2026-11-23T10:24:00+09:00"}
	limits: {workers: 1}
	tools:
	  volume: {}
	$(fixture referee)
	$(fixture referee_ask)
	$(fixture referee_tasks)
	$(fixture referee_offers)
	END
)

# client TITLE COMMAND...: its own lines; and one more when it did not come to its end.
client() {
	title=$1
	shift
	MCP_TEST_NODE=$node_home timeout -k 2 180 env HOME="$home" PYTHONDONTWRITEBYTECODE=1 "$@" \
		2>"$home/client.err"
	# 3: it came to its end, and some checks failed.
	case $? in
	0 | 3) ;;
	*) bad "$title: it comes to its end" "$(tail -n 5 "$home/client.err" | tr '\n' ';')" ;;
	esac
}

# node_clients TRANSPORT WHERE...
node_clients() {
	transport=$1
	shift
	title="TypeScript SDK 1, $transport"
	client "$title" "$node" tests/e2e/client_ts1.mjs "$title" "$@"
	for era in legacy auto modern; do
		title="TypeScript SDK 2, $transport, $era"
		client "$title" "$node" tests/e2e/client_ts2.mjs "$title" $era "$@"
	done
}

# python_clients TRANSPORT WHERE...
python_clients() {
	transport=$1
	shift
	if python_ready mcp1 mcp==1.30.0; then
		title="Python SDK 1, $transport"
		client "$title" "$python" tests/e2e/client_py1.py "$title" "$@"
	else
		skipped "Python SDK 1, $transport" "$python_why"
	fi
	if ! python_ready mcp2 mcp==2.3.0; then
		skipped "Python SDK 2, $transport" "$python_why"
		return
	fi
	for era in legacy auto modern; do
		title="Python SDK 2, $transport, $era"
		client "$title" "$python" tests/e2e/client_py2.py "$title" $era "$@"
	done
}

# all TRANSPORT WHERE...
all() {
	if node_ready; then
		node_clients "$@"
	else
		skipped "TypeScript SDK, $1" "$node_why"
	fi
	python_clients "$@"
}

all stdio "$host" --config "$conf"
if start_http "$conf"; then
	all HTTP "$url"
	stop_http
else
	bad 'the host serves HTTP' "$(head -n 3 "$home/http.err" | tr '\n' ';')"
fi

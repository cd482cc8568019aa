#!/bin/sh
# inspector - the official Inspector's command line against the host, over stdio and HTTP, in every
# era.
set -u
cd "$(dirname "$0")/../.." || exit 1
built=${1:-build}
. tests/e2e/common.sh
. tests/e2e/serving.sh
. tests/node.sh

if ! node_ready; then
	skipped 'the Inspector talks to the host' "$node_why"
	exit 0
fi
demo=$(demo_config)

# inspect TRANSPORT ERA METHOD OPTIONS...: sets $out and $code.
inspect() {
	transport=$1
	era=$2
	method=$3
	shift 3
	if [ "$transport" = HTTP ]; then
		set -- --transport http --server-url "$url" --protocol-era "$era" --method "$method" "$@"
	else
		set -- --protocol-era "$era" -e MCP_VOLUME_RANKING_CONFIG="$demo" "$host" \
			--method "$method" "$@"
	fi
	out=$(clean timeout -k 2 60 "$node" "$node_home/node_modules/.bin/mcp-inspector" --cli "$@" \
		--format json 2>"$home/err")
	code=$?
}

# look TRANSPORT ERA VERSION: one conversation of each kind.
look() {
	inspect "$1" "$2" initialize
	same "$1, $2: initialize" 0 $code
	has "$1, $2: it settles on $3" "$out" "$3"
	inspect "$1" "$2" tools/list --strict
	same "$1, $2: tools/list" 0 $code
	has "$1, $2: the tool is listed" "$out" get_volume_ranking
	inspect "$1" "$2" tools/call --tool-name get_volume_ranking --tool-arg count=3
	same "$1, $2: tools/call" 0 $code
	has "$1, $2: the ranking has rows" "$out" stock_code
	inspect "$1" "$2" tools/call --tool-name get_volume_ranking --tool-arg market=NYSE
	same "$1, $2: a wrong argument is a tool error" 5 $code
}

# look_in_every_era TRANSPORT
look_in_every_era() {
	look "$1" legacy 2025-11-25
	look "$1" auto 2026-07-28
	look "$1" modern 2026-07-28
}

look_in_every_era stdio
if start_http "$demo"; then
	look_in_every_era HTTP
	stop_http
else
	bad 'the host serves HTTP' "$(head -n 3 "$home/http.err" | tr '\n' ';')"
fi

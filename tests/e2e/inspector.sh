#!/bin/sh
# inspector - the official Inspector's command line against the host, in every era.
set -u
cd "$(dirname "$0")/../.." || exit 1
built=${1:-build}
. tests/e2e/common.sh
. tests/node.sh

if ! node_ready; then
	skipped 'the Inspector talks to the host' "$node_why"
	exit 0
fi
demo=$(demo_config)

# inspect ERA METHOD OPTIONS...: sets $out and $code.
inspect() {
	era=$1
	method=$2
	shift 2
	out=$(clean timeout -k 2 60 "$node" "$node_home/node_modules/.bin/mcp-inspector" --cli \
		--protocol-era "$era" -e MCP_VOLUME_RANKING_CONFIG="$demo" "$host" --method "$method" \
		"$@" --format json 2>"$home/err")
	code=$?
}

for era in legacy auto modern; do
	version=2025-11-25
	[ $era = legacy ] || version=2026-07-28

	inspect $era initialize
	same "$era: initialize" 0 $code
	has "$era: it settles on $version" "$out" "$version"
	inspect $era tools/list --strict
	same "$era: tools/list" 0 $code
	has "$era: the tool is listed" "$out" get_volume_ranking
	inspect $era tools/call --tool-name get_volume_ranking --tool-arg count=3
	same "$era: tools/call" 0 $code
	has "$era: the ranking has rows" "$out" stock_code
	inspect $era tools/call --tool-name get_volume_ranking --tool-arg market=NYSE
	same "$era: a wrong argument is a tool error" 5 $code
done

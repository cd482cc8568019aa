#!/bin/sh
# hostile - valid and broken lines mixed: `hostile.sh BUILD LINES`.
set -u
cd "$(dirname "$0")/../.." || exit 1
built=${1:-build}
lines=${2:-100000}
. tests/e2e/common.sh

demo=$(demo_config)
if clean "$built/tests/hostile" "$lines" 1 flat "$host" --config "$demo" >"$home/out" 2>"$home/err"; then
	ok "$lines hostile lines: each request answered once, nothing but MCP, memory flat"
else
	bad "$lines hostile lines" "$(tail -n 3 "$home/out" "$home/err" | tr '\n' ' ')"
fi
cat "$home/out"

# The same under the address sanitizer, when that build is there; its memory is never flat.
if [ -x build/test-asan/tests/hostile ]; then
	host=$PWD/build/test-asan/bin/mcp-volume-ranking
	if clean build/test-asan/tests/hostile 5000 2 any "$host" --config "$demo" >"$home/out" 2>"$home/err"; then
		ok '5000 hostile lines under the address sanitizer'
	else
		bad '5000 hostile lines under the address sanitizer' \
			"$(grep -hE 'ERROR|runtime error|^#' "$home/err" "$home/out" | head -n 5 | tr '\n' ' ')"
	fi
fi

#!/bin/sh
# run - the protocol's own referee: the official conformance suite against the host, over HTTP.
#
#	sh tests/conformance/run.sh [BUILD]
#
# BUILD is a build with tests (default: build). The pinned suite comes from npm, with the Node it
# needs. No failure is expected, so none is listed. Ends with 1 when one check was not ok.
set -u
cd "$(dirname "$0")/../.." || exit 1
built=${1:-build}
. tests/support/check.sh
. tests/node.sh

if [ ! -x "$built/bin/mcp-volume-ranking" ] || [ ! -f "$built/fixtures/referee.so" ]; then
	bad 'the referee finds what it judges' \
		"$built has no program or no fixtures; build it with -DBUILD_TESTS=ON"
	exit 1
fi
if ! node_ready; then
	skipped 'the official suite judges the host' "$node_why"
	exit 0
fi
built=$(cd "$built" && pwd)
"$node" tests/conformance/referee.mjs "$built/bin/mcp-volume-ranking" "$built/fixtures" \
	"$node_home/node_modules"
# 3: it came to its end, and some checks failed.
case $? in
0) ;;
3) exit 1 ;;
*)
	bad 'the referee comes to its end' 'see above'
	exit 1
	;;
esac

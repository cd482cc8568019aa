#!/bin/sh
# run - the host against the independent reference: `run.sh BUILD [OPTIONS of reference.mjs]...`.
set -u
cd "$(dirname "$0")/../.." || exit 1
built=${1:-build}
[ $# -eq 0 ] || shift
. tests/support/check.sh
. tests/node.sh

# good_node PROGRAM: true when it is a Node of version 18 or later.
good_node() {
	[ "$("$1" -p 'parseInt(process.versions.node) >= 18' 2>/dev/null)" = true ]
}

if good_node node; then
	node=node
elif ! node_ready || ! good_node "$node"; then
	skipped 'the reference recomputes the answers' "${node_why:-there is no Node of version 18 or later}"
	exit 0
fi
"$node" tests/reference/reference.mjs "$built" "$@" ||
	bad 'the reference comes to its end' "exit code $?"

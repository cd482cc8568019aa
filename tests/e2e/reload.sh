#!/bin/sh
# reload - the configuration is changed under the program's feet: by edits of every kind, and by SIGHUP.
set -u
cd "$(dirname "$0")/../.." || exit 1
built=${1:-build}
times=${2:-500}
. tests/e2e/common.sh
. tests/node.sh

if ! node_ready; then
	skipped 'a changed configuration comes into force' "$node_why"
	exit 0
fi
clean timeout -k 5 300 "$node" tests/e2e/reload.mjs "$host" "$built" "$home" "$times"
code=$?
[ $code -eq 0 ] || [ $code -eq 1 ] || bad 'the edits come to their end' "exit code $code"
if leaks "$home/stderr"; then
	bad 'no secret is said' 'the log shows one'
else
	ok 'no secret is said'
fi

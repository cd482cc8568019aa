#!/bin/sh
# run - the rules of the house, one line for each: `run.sh BUILD` looks at that build's files too.
set -u
cd "$(dirname "$0")/../.." || exit 1
built=${1:-build}

. tests/support/check.sh
. tests/rules/sources.sh
. tests/rules/headers.sh
if [ -x "$built/bin/mcp-volume-ranking" ]; then
	. tests/rules/objects.sh
	. tests/rules/tidy.sh
else
	bad 'what is built keeps the rules' "$built has no program; build it first"
fi

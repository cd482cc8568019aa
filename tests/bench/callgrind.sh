#!/bin/sh
# callgrind - instructions per warm call: the difference of a run with N calls and one with 2 N.
# `callgrind.sh BUILD CONFIG TOOL ARGS` prints the number.
set -u

built=$1
config=$2
tool=$3
args=$4
n=500

# instructions CALLS
instructions() {
	"$built/tests/calls" "$tool" "$args" "$1" valgrind --tool=callgrind \
		--callgrind-out-file=/dev/null "$built/bin/mcp-volume-ranking" --config "$config" 2>&1 |
		sed -n 's/.*Collected : \([0-9]*\).*/\1/p'
}

one=$(instructions $n)
two=$(instructions $((2 * n)))
[ -n "$one" ] && [ -n "$two" ] && echo $(((two - one) / n))
